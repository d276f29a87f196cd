"""Threads do not speed up CPU-bound work while a GIL is in force."""

import threading

from claim import has_gil, median_of, row, scaled, title, verdict

ITERATIONS = scaled(1_000_000)


def work():
    total = 0
    for i in range(ITERATIONS):
        total += i * 3
    return total


def run_threads(n):
    threads = [threading.Thread(target=work) for _ in range(n)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


title(1, "threads do not speed up CPU-bound work")
run_threads(1)
one = median_of(5, run_threads, 1)
row("1 thread", f"{one * 1000:7.1f} ms")
ratios = {}
for n in (2, 4):
    ratios[n] = median_of(5, run_threads, n) / one
    row(f"{n} threads, each the same work", f"{ratios[n] * one * 1000:7.1f} ms, {ratios[n]:.2f} times one")

if has_gil():
    # Less than n would be a speed-up. (Switching costs a little, so it may be more.)
    verdict(all(ratio > 0.85 * n for n, ratio in ratios.items()), "n threads take n times as long as one")
else:
    verdict(ratios[2] < 1.6, "two threads take about as long as one")
