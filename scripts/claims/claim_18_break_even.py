"""For small tasks parallelism costs more than it gains; the break-even size is printed."""

import multiprocessing
import os
from concurrent.futures import ThreadPoolExecutor

from claim import has_gil, row, scaled, timed, title, verdict

WORKERS = 2
TASKS = 64
SIZES = [4 ** n for n in range(10)]  # loop rounds in one task


def task(rounds):
    total = 0
    for i in range(rounds):
        total += i & 7
    return total


def times(way, sizes, repeats):
    """The best time that TASKS tasks of each size take."""
    return [min(timed(way, [size] * TASKS) for _ in range(repeats)) for size in sizes]


def break_even(sequential, parallel, sizes):
    """The smallest size from which on the parallel way wins; None when it never does."""
    found = None
    for size, one, other in reversed(list(zip(sizes, sequential, parallel))):
        if other >= one:
            break
        found = size
    return found


def in_sequence(sizes):
    return [task(size) for size in sizes]


def main():
    title(18, "for small tasks parallelism costs more than it gains")
    sizes = SIZES[:max(2, scaled(len(SIZES)))]
    repeats = scaled(3)
    with ThreadPoolExecutor(WORKERS) as threads, multiprocessing.Pool(WORKERS) as processes:
        ways = {
            "one after another": in_sequence,
            f"{WORKERS} threads": lambda sizes: list(threads.map(task, sizes)),
            f"{WORKERS} processes": lambda sizes: processes.map(task, sizes, chunksize=1),
        }
        for way in ways.values():
            way([1] * TASKS)
        taken = {name: times(way, sizes, repeats) for name, way in ways.items()}

    row(f"{TASKS} tasks, loop rounds in each", "".join(f"{name:>20}" for name in ways))
    for number, size in enumerate(sizes):
        row(f"  {size}", "".join(f"{seconds[number] * 1e3:17.3f} ms" for seconds in taken.values()))
    sequential, by_threads, by_processes = taken.values()
    even = {name: break_even(sequential, seconds, sizes) for name, seconds in taken.items() if seconds is not sequential}
    for name, size in even.items():
        if size is None:
            row(f"break-even for {name}", "none up to here")
        else:
            one = sequential[sizes.index(size)] / TASKS
            row(f"break-even for {name}", f"tasks of {size} rounds, {one * 1e6:.0f} us each")

    small_lose = by_threads[0] > sequential[0] and by_processes[0] > sequential[0]
    processes_win = (os.cpu_count() or 1) == 1 or even[f"{WORKERS} processes"] is not None
    if has_gil():
        threads_as_said = by_threads[-1] > 0.85 * sequential[-1]
        verdict(small_lose and processes_win and threads_as_said,
                "small tasks lose by it; large ones win with processes, and with threads not even those")
    else:
        threads_as_said = (os.cpu_count() or 1) == 1 or even[f"{WORKERS} threads"] is not None
        verdict(small_lose and processes_win and threads_as_said, "small tasks lose by it, large ones win")


if __name__ == "__main__":
    main()
