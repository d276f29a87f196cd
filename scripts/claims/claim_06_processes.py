"""Processes bypass the GIL; they start slower and take more memory than threads."""

import multiprocessing
import os
import threading

from claim import has_gil, median_of, row, scaled, title, verdict

WORKERS = 2
METHODS = ("fork", "forkserver", "spawn")


def compute(n):
    total = 0
    for i in range(n):
        total += i * i & 0xFF
    return total


def nothing():
    pass


def run(kind, target, *args):
    """WORKERS of them at once, all of which end."""
    workers = [kind(target=target, args=args) for _ in range(WORKERS)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def start_one(kind):
    worker = kind(target=nothing)
    worker.start()
    worker.join()


def kilobytes(field, process="self"):
    """What /proc tells of a process's memory: Pss counts a page that n processes share as an nth."""
    try:
        with open(f"/proc/{process}/smaps_rollup") as file:
            return next(int(line.split()[1]) for line in file if line.startswith(field + ":"))
    except OSError:
        return None


def tell_memory(pipe):
    pipe.send(kilobytes("Private_Dirty"))


def memory_of_process(context):
    """Kilobytes that a process has for itself which does nothing."""
    here, there = context.Pipe()
    process = context.Process(target=tell_memory, args=(there,))
    process.start()
    answer = here.recv()
    process.join()
    return answer


def memory_of_thread(number=20):
    """Kilobytes more for each thread that does nothing."""
    before = kilobytes("Private_Dirty")
    go_on = threading.Event()
    threads = [threading.Thread(target=go_on.wait) for _ in range(number)]
    for thread in threads:
        thread.start()
    after = kilobytes("Private_Dirty")
    go_on.set()
    for thread in threads:
        thread.join()
    return (after - before) / number if before is not None else None


def main():
    title(6, "processes bypass the GIL; they start slower and take more memory than threads")
    contexts = {method: multiprocessing.get_context(method) for method in METHODS}

    n = scaled(2_000_000)
    rounds = scaled(5)
    run(threading.Thread, compute, n)
    alone = median_of(rounds, compute, n)
    threads = median_of(rounds, run, threading.Thread, compute, n)
    processes = median_of(rounds, run, contexts["fork"].Process, compute, n)
    row("CPU-bound work, once", f"{alone * 1000:8.1f} ms")
    row(f"{WORKERS} threads, each the same", f"{threads * 1000:8.1f} ms, {threads / alone:.2f} times once")
    row(f"{WORKERS} processes (fork), each the same", f"{processes * 1000:8.1f} ms, {processes / alone:.2f} times once")

    starts = {"thread": median_of(scaled(50), start_one, threading.Thread)}
    row("to start and end a thread", f"{starts['thread'] * 1e6:8.0f} us")
    memory = {"thread": memory_of_thread()}
    for method, context in contexts.items():
        start_one(context.Process)
        starts[method] = median_of(scaled(20), start_one, context.Process)
        memory[method] = memory_of_process(context)
        row(f"to start and end a process ({method})", f"{starts[method] * 1e6:8.0f} us")
    known = memory["thread"] is not None
    for label, size in memory.items() if known else ():
        row("memory of its own, thread" if label == "thread" else f"memory of its own, process ({label})",
            f"{size:8.0f} kB")

    slower = all(starts[method] > starts["thread"] for method in METHODS)
    bigger = not known or all(memory[method] > memory["thread"] for method in METHODS)
    parallel = (os.cpu_count() or 1) == 1 or processes < 0.75 * WORKERS * alone
    if has_gil():
        verdict(slower and bigger and parallel and threads > 0.85 * WORKERS * alone,
                "only processes compute in parallel, at the price of a slower start and more memory")
    else:
        verdict(slower and bigger and parallel and threads < 0.75 * WORKERS * alone,
                "threads compute in parallel too, without that price")


if __name__ == "__main__":
    main()
