"""Spawns processes one after the other and prints of each: milliseconds, of them on a processor, page faults."""

# A spawned child imports what this file imports, so that is little.
import multiprocessing


def nothing():
    pass


def main():
    import resource
    import sys
    import time

    context = multiprocessing.get_context("spawn")
    for number in range(int(sys.argv[1]) + 1):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        begin = time.perf_counter()
        process = context.Process(target=nothing)
        process.start()
        process.join()
        taken = time.perf_counter() - begin
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        # The first starts what all need.
        if number:
            print(1e3 * taken, 1e3 * used, after.ru_minflt - before.ru_minflt)


if __name__ == "__main__":
    main()
