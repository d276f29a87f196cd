"""Switching makes CPU-bound threads slower than one thread that does it all."""

import sys
import threading

from claim import has_gil, median_of, row, scaled, title, verdict

ITERATIONS = scaled(1_500_000)


def work(n):
    total = 0
    for i in range(n):
        total += i & 7
    return total


def one_thread():
    t = threading.Thread(target=work, args=(2 * ITERATIONS,))
    t.start()
    t.join()


def two_threads():
    threads = [threading.Thread(target=work, args=(ITERATIONS,)) for _ in range(2)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


title(3, "switching makes CPU-bound threads slower than one thread doing it all")
if not has_gil():
    verdict(True, "there is no lock to switch; see claim 1")
one_thread()
alone = median_of(7, one_thread)
row("one thread does all", f"{alone * 1000:7.1f} ms")
usual = sys.getswitchinterval()
overheads = []
for interval in (usual, 0.0005, 0.00005):
    sys.setswitchinterval(interval)
    both = median_of(7, two_threads)
    overheads.append(both / alone - 1)
    row(f"two threads, switching every {interval * 1000:g} ms", f"{both * 1000:7.1f} ms, {100 * overheads[-1]:+.1f}%")
sys.setswitchinterval(usual)
# Two threads never win. At the usual interval the cost is small, and it grows as switches come closer together.
verdict(overheads[0] > -0.1 and overheads[2] > overheads[0],
        "two threads are no faster, and the more often they switch the slower they are")
