"""One thread writes with a lock held, again and again; another wants the lock now and then. How long does it wait?

A write gives up the GIL, but not the lock. So the other thread can run just while the lock is taken, and would find
it taken every time it looks. It does not starve, because a lock that somebody has waited for too long (in gilt: a
millisecond) is not set free at its release, but handed over.

The argument says how often the other thread wants the lock.
"""

import os
import sys
import threading
import time


def median(values):
    return sorted(values)[len(values) // 2]


def main(times):
    lock = threading.Lock()
    stop = threading.Event()
    written = 0

    def write():
        nonlocal written
        with open(os.devnull, "wb", buffering=0) as sink:
            while not stop.is_set():
                with lock:
                    sink.write(b"x" * 100)
                    written += 1

    writer = threading.Thread(target=write)
    writer.start()
    waits = []
    overtaken = []
    for _ in range(times):
        # Lets the writer get under way again.
        time.sleep(0.001)
        before = written
        start = time.perf_counter()
        with lock:
            waits.append(time.perf_counter() - start)
            overtaken.append(written - before)
    stop.set()
    writer.join()
    print(f"waits for the lock   {times:>9}")
    print(f"median wait          {median(waits) * 1e3:>9.2f} ms")
    print(f"longest wait         {max(waits) * 1e3:>9.2f} ms")
    print(f"writes in the median {median(overtaken):>9}")
    print(f"writes at most       {max(overtaken):>9}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 300)
