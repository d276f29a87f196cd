"""Uneven work leaves cores idle: the thread with the longest piece decides when all are done."""

import threading
import time

from claim import has_gil, row, scaled, title, verdict

PIECES = [8, 1, 1, 1, 1, 1, 1, 2]  # relative sizes; two threads would need 8 each
UNIT = scaled(120_000)


def piece(size):
    total = 0
    for i in range(size * UNIT):
        total += i & 3
    return total


def run(shares):
    """Each thread does its share of the pieces. Returns the whole time and each thread's busy time."""
    busy = [0.0] * len(shares)

    def body(number):
        start = time.thread_time()
        for size in shares[number]:
            piece(size)
        busy[number] = time.thread_time() - start

    threads = [threading.Thread(target=body, args=(n,)) for n in range(len(shares))]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - start, busy


def best(shares):
    return min((run(shares) for _ in range(5)), key=lambda result: result[0])


def idle(whole, busy):
    return 1 - sum(busy) / (whole * len(busy))


title(16, "uneven work leaves cores idle")
half = len(PIECES) // 2
uneven = [PIECES[:half], PIECES[half:]]                # 11 units and 5
even = [[8], PIECES[1:]]                               # 8 units and 8
row("shares of work, uneven", " and ".join(str(sum(share)) for share in uneven))
run(even)
uneven_time, uneven_busy = best(uneven)
even_time, even_busy = best(even)
for label, whole, busy in (("uneven", uneven_time, uneven_busy), ("even", even_time, even_busy)):
    text = " and ".join(f"{seconds * 1000:.0f}" for seconds in busy)
    row(f"{label}: whole time, busy time of each", f"{whole * 1000:6.0f} ms, {text} ms, {100 * idle(whole, busy):.0f}% idle")
if has_gil():
    # Under the lock one core works at a time, however the work is shared out.
    verdict(idle(even_time, even_busy) > 0.35, "under the lock the threads take turns, even with even shares")
else:
    verdict(uneven_time > 1.15 * even_time, "the same work in uneven shares takes longer, with a core idle meanwhile")
