"""Counts primes with as many threads as it is told: work for every core, if the lock lets it.

gilt compare scripts/compare/primes.py
"""

import contextlib
import threading

try:
    import gilt
except ImportError:  # another Python: no regions, and always two threads
    gilt = None

LIMIT = 500_000


def region(name):
    return gilt.region(name) if gilt else contextlib.nullcontext()


def count_primes(first, step):
    count = 0
    for n in range(first, LIMIT, step):
        d = 3
        while d * d <= n and n % d:
            d += 2
        count += d * d > n
    return count


def work(part, parts):
    with region("count"):
        # Every thread takes each so many-th odd number, so that all have as much to do.
        counts[part] = count_primes(3 + 2 * part, 2 * parts)


parts = gilt.thread_count(2) if gilt else 2
counts = [0] * parts
threads = [threading.Thread(target=work, args=(part, parts), name=f"part {part}") for part in range(parts)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("primes below", LIMIT, "are", 1 + sum(counts))
