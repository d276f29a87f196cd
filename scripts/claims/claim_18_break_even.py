"""For small tasks parallelism costs more than it gains; the break-even size is printed."""

import multiprocessing
import os
import time
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


class Measured:
    """What one way took for tasks of one size: wall-clock time and this process's time on cores, beside the time
    that the tasks took one after another just before, on a machine that was as busy."""

    def __init__(self):
        self.rounds = []

    def add(self, seconds, on_cores, sequential):
        self.rounds.append((seconds, on_cores, sequential))

    def seconds(self):
        return median([seconds for seconds, _, _ in self.rounds])

    def against_sequential(self):
        return median([seconds / sequential for seconds, _, sequential in self.rounds])

    def cores(self):
        """How many cores this process kept busy."""
        return median([on_cores / seconds for seconds, on_cores, _ in self.rounds])

    def on_cores(self):
        return median([on_cores for _, on_cores, _ in self.rounds])


def median(values):
    return sorted(values)[len(values) // 2]


def measure(ways, sizes, rounds):
    """For each way, what it took for each size. The ways take turns, so that other work on the machine hits all."""
    found = {name: [Measured() for _ in sizes] for name in ways}
    for number, size in enumerate(sizes):
        for _ in range(rounds):
            sequential = None
            for name, way in ways.items():
                before = time.process_time()
                seconds = timed(way, [size] * TASKS)
                sequential = sequential or seconds
                found[name][number].add(seconds, time.process_time() - before, sequential)
    return found


def break_even(measured, sizes):
    """The smallest size from which on the way wins; None when it never does."""
    found = None
    for size, one in reversed(list(zip(sizes, measured))):
        if one.against_sequential() >= 1:
            break
        found = size
    return found


def in_sequence(sizes):
    return [task(size) for size in sizes]


def main():
    title(18, "for small tasks parallelism costs more than it gains")
    sizes = SIZES[:max(2, scaled(len(SIZES)))]
    with ThreadPoolExecutor(WORKERS) as threads, multiprocessing.Pool(WORKERS) as processes:
        ways = {
            "one after another": in_sequence,
            f"{WORKERS} threads": lambda sizes: list(threads.map(task, sizes)),
            f"{WORKERS} processes": lambda sizes: processes.map(task, sizes, chunksize=1),
        }
        for way in ways.values():
            way([1] * TASKS)
        taken = measure(ways, sizes, scaled(5))

    row(f"{TASKS} tasks, loop rounds in each", "".join(f"{name:>20}" for name in ways))
    for number, size in enumerate(sizes):
        row(f"  {size}", "".join(f"{measured[number].seconds() * 1e3:17.3f} ms" for measured in taken.values()))
    sequential, by_threads, by_processes = taken.values()
    even = {name: break_even(measured, sizes) for name, measured in taken.items() if measured is not sequential}
    for name, size in even.items():
        if size is None:
            row(f"break-even for {name}", "none up to here")
        else:
            one = sequential[sizes.index(size)].seconds() / TASKS
            share = " (by a larger share of a busy machine)" if has_gil() and taken[name] is by_threads else ""
            row(f"break-even for {name}", f"tasks of {size} rounds, {one * 1e6:.0f} us each{share}")
    row("cores that the threads kept busy", f"{by_threads[-1].cores():.2f}")

    small_lose = by_threads[0].against_sequential() > 1 and by_processes[0].against_sequential() > 1
    processes_win = (os.cpu_count() or 1) == 1 or even[f"{WORKERS} processes"] is not None
    if has_gil():
        # A busy machine gives more of its cores to two threads that take turns than to one that always wants to
        # run, so they may well end sooner there. The lock's doing is that they need as much of a core's time as
        # one thread, and keep no second core busy: together that is, that they take as long where cores are free.
        as_much = by_threads[-1].on_cores() > 0.85 * sequential[-1].on_cores()
        verdict(small_lose and processes_win and as_much and by_threads[-1].cores() < 1.15,
                "small tasks lose by it; large ones win with processes, and with threads not even those")
    else:
        threads_win = (os.cpu_count() or 1) == 1 or even[f"{WORKERS} threads"] is not None
        verdict(small_lose and processes_win and threads_win, "small tasks lose by it, large ones win")


if __name__ == "__main__":
    main()
