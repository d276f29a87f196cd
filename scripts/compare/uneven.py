"""Four pieces of work of which one is far longer, and a lock that all want: cores lie idle.

gilt compare scripts/compare/uneven.py --threads 4 --html uneven.html
"""

import contextlib
import threading
import time

try:
    import gilt
except ImportError:
    gilt = None


def region(name):
    return gilt.region(name) if gilt else contextlib.nullcontext()


lock = threading.Lock()
results = []


def compute(size):
    with region("compute"):
        total = 0
        for i in range(size):
            total += i * i % 7
    with lock, region("write down"):
        time.sleep(0.01)  # as if it were written to a file
        results.append((size, total))


sizes = [200_000, 200_000, 200_000, 2_000_000]
threads = [threading.Thread(target=compute, args=(size,), name=f"piece {i}") for i, size in enumerate(sizes)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(results))
