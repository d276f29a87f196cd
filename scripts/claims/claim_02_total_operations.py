"""Threads together do as many operations in a second as one thread does, while a GIL is in force."""

import os
import threading
import time

from claim import has_gil, row, title, verdict

SECONDS = 0.4
THREADS = min(4, os.cpu_count() or 1)


def count_until(end, counts, number):
    operations = 0
    value = 0
    while time.perf_counter() < end:
        for i in range(1000):
            value = (value * 3 + i) & 0xFFFF
        operations += 1000
    counts[number] = operations


def operations(threads):
    """Operations that so many threads do in SECONDS, all together: the median of five."""
    totals = []
    for _ in range(5):
        counts = [0] * threads
        end = time.perf_counter() + SECONDS
        workers = [threading.Thread(target=count_until, args=(end, counts, n)) for n in range(threads)]
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        totals.append(sum(counts))
    return sorted(totals)[2]


title(2, "threads together do as many operations as one thread")
operations(1)
one = operations(1)
row("1 thread", f"{one / SECONDS / 1e6:7.2f} million operations a second")
several = operations(THREADS)
row(f"{THREADS} threads together", f"{several / SECONDS / 1e6:7.2f} million, {several / one:.2f} times one")
if has_gil():
    verdict(several < 1.25 * one, "more threads, the same total")
else:
    verdict(several > 1.4 * one or THREADS == 1, "the total grows with the threads")
