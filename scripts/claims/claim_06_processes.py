"""Processes bypass the GIL; they start slower and take more memory than threads."""

import multiprocessing
import threading

from claim import (alone, decide, has_gil, in_processes, in_threads, median, row, scaled, shortest_of, title,
                   verdict)

WORKERS = 2
METHODS = ("fork", "forkserver", "spawn")


def compute():
    total = 0
    for i in range(scaled(1_000_000)):
        total += i * i & 0xFF


def nothing():
    pass


def measure():
    faster, slower = alone(compute)
    return {"once": faster, "slower": slower, "threads": in_threads(*[compute] * WORKERS),
            "processes": in_processes(*[compute] * WORKERS)}


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

    measure()
    in_parallel = [lambda runs: runs["processes"].parallel(),
                   lambda runs: runs["processes"].on_cores < 0.75 * WORKERS * WORKERS * runs["slower"].on_cores]
    if has_gil():
        in_turn = [lambda runs: runs["threads"].serial(runs["processes"]),
                   lambda runs: runs["threads"].on_cores > 0.85 * WORKERS * runs["once"].on_cores]
        rounds, held = decide(measure, *in_parallel, *in_turn)
    else:
        threads_too = [lambda runs: runs["threads"].parallel(),
                       lambda runs: runs["threads"].on_cores < 0.75 * WORKERS * WORKERS * runs["slower"].on_cores]
        rounds, held = decide(measure, *in_parallel, *threads_too)
    row("CPU-bound work, once", f"{median(runs['once'].seconds for runs in rounds) * 1000:8.1f} ms")
    for kind, label in (("threads", "threads"), ("processes", "processes (fork)")):
        row(f"{WORKERS} {label}, each the same",
            f"{median(runs[kind].seconds for runs in rounds) * 1000:8.1f} ms, "
            f"{median(runs[kind].seconds / runs['once'].seconds for runs in rounds):.2f} times once, "
            f"{median(runs[kind].in_use for runs in rounds):.2f} cores in use")

    starts = {"thread": shortest_of(scaled(50), start_one, threading.Thread)}
    row("to start and end a thread", f"{starts['thread'] * 1e6:8.0f} us")
    memory = {"thread": memory_of_thread()}
    for method, context in contexts.items():
        start_one(context.Process)
        starts[method] = shortest_of(scaled(20), start_one, context.Process)
        memory[method] = memory_of_process(context)
        row(f"to start and end a process ({method})", f"{starts[method] * 1e6:8.0f} us")
    known = memory["thread"] is not None
    for label, size in memory.items() if known else ():
        row("memory of its own, thread" if label == "thread" else f"memory of its own, process ({label})",
            f"{size:8.0f} kB")

    slower = all(starts[method] > starts["thread"] for method in METHODS)
    bigger = not known or all(memory[method] > memory["thread"] for method in METHODS)
    verdict(held if slower and bigger else False,
            "only processes compute in parallel, at the price of a slower start and more memory" if has_gil() else
            "threads compute in parallel too, without that price")


if __name__ == "__main__":
    main()
