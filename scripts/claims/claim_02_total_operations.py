"""Threads together do as many operations as one thread while a GIL is in force; processes do as many times more."""

import multiprocessing
import os
import threading
import time

from claim import has_gil, row, scaled, title, verdict

CORES = os.cpu_count() or 1
WORKERS = 4


def count_until(end, counts, number):
    operations = 0
    value = 0
    while True:
        for i in range(1000):
            value = (value * 3 + i) & 0xFFFF
        operations += 1000
        if time.perf_counter() >= end:
            break
    counts[number] = operations


def count_together(started, seconds, counts, number):
    """Counts from the moment at which all processes have started."""
    started.wait()
    count_until(time.perf_counter() + seconds, counts, number)


def median(values):
    return sorted(values)[len(values) // 2]


def by_threads(number, seconds):
    """Operations of so many threads together."""
    counts = [0] * number
    end = time.perf_counter() + seconds
    workers = [threading.Thread(target=count_until, args=(end, counts, n)) for n in range(number)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return sum(counts)


def by_processes(number, seconds):
    counts = multiprocessing.Array("q", number, lock=False)
    started = multiprocessing.Barrier(number)
    workers = [multiprocessing.Process(target=count_together, args=(started, seconds, counts, n))
               for n in range(number)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return sum(counts)


def main():
    title(2, f"threads together do as many operations as one; {WORKERS} processes do {WORKERS} times as many")
    seconds = scaled(0.4)
    rounds = scaled(5)
    by_threads(1, seconds)
    one = median([by_threads(1, seconds) for _ in range(rounds)])
    threads = median([by_threads(WORKERS, seconds) for _ in range(rounds)])
    processes = median([by_processes(WORKERS, seconds) for _ in range(rounds)])
    row("1 thread", f"{one / seconds / 1e6:7.2f} million operations a second")
    row(f"{WORKERS} threads together", f"{threads / seconds / 1e6:7.2f} million, {threads / one:.2f} times one")
    row(f"{WORKERS} processes together", f"{processes / seconds / 1e6:7.2f} million, {processes / one:.2f} times one")
    row("this machine has", f"{CORES} cores")

    more = CORES == 1 or processes > 1.4 * one
    if has_gil():
        verdict(threads < 1.25 * one and more, "more threads, the same total; processes use the cores there are")
    else:
        verdict((CORES == 1 or threads > 1.4 * one) and more, "threads use the cores there are, as processes do")


if __name__ == "__main__":
    main()
