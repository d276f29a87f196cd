"""One kind of work on one or more threads: prints how long it took.

    kinds.py separate KIND THREADS     each thread does the whole work of its kind
    kinds.py contended KIND THREADS    all threads together do it on one object
    kinds.py memory SECONDS            replaces values of a shared dict for that long

The last line printed is `SECONDS RESULT`; of memory, `PEAK_KB START_KB`. Runs on any Python.
"""

import sys
import threading
import time

SIZE = int(sys.argv[4]) if len(sys.argv) > 4 else 1


# -- separate work --

def plain(a, b):
    return a


def calls():
    for i in range(600_000 * SIZE):
        plain(i, i)
    return i


def loops():
    total = 0
    for i in range(3_000_000 * SIZE):
        if i & 3:
            total += i
    return total


def floats():
    x = 0.5
    for i in range(2_000_000 * SIZE):
        x = x * 0.999 + 0.25 - x / 3.0
    return round(x, 9)


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def norm(self):
        return self.x * self.x + self.y * self.y


def objects():
    total = 0
    for i in range(400_000 * SIZE):
        point = Point(i, 1)
        point.x += 1
        total += point.norm()
    return total


def private_dict():
    d = {}
    for i in range(1_000_000 * SIZE):
        d[i & 1023] = i
        d.get(i & 511)
    return len(d)


def private_list():
    for _ in range(10 * SIZE):
        items = []
        for i in range(100_000):
            items.append(i)
        total = 0
        for i in range(100_000):
            total += items[i]
    return total


SHARED_DICT = {key: f"value {key}" for key in ("one", "two", "three", "four")}
SHARED_LIST = [f"item {i}" for i in range(64)]


def shared_dict_read():
    d = SHARED_DICT
    hits = 0
    for i in range(700_000 * SIZE):
        if d["one"] is d["three"] or "two" in d:
            hits += 1
        value = d["four"]
    return hits, value


def shared_list_read():
    items = SHARED_LIST
    for i in range(2_000_000 * SIZE):
        value = items[i & 63]
    return value


def strings():
    parts = []
    for i in range(300_000 * SIZE):
        parts.append("key" + str(i % 100))
        if len(parts) == 100:
            text = ",".join(parts)
            parts = text.upper().split(",")[:1]
    return text[:20]


def closures():
    total = 0
    for i in range(400_000 * SIZE):
        def add(x):
            return x + i
        total += add(1)
    return total


# -- contended work: `share` operations by each thread --

shared_items = []
shared_map = {}
counter = 0
lock = threading.Lock()


def one_list(share, number):
    for i in range(share):
        shared_items.append(i)


def one_dict(share, number):
    for i in range(share):
        shared_map[(number, i & 255)] = i


def one_counter(share, number):
    global counter
    for _ in range(share):
        with lock:
            counter += 1


def one_number(share, number):
    """A race: without the lock most of it is lost."""
    global counter
    for _ in range(share * 5):
        counter += 1


CONTENDED = {"list": one_list, "dict": one_dict, "counter": one_counter, "number": one_number}


def run_threads(count, target):
    """Starts [count] threads that wait for each other, and returns the seconds of their work."""
    gate = threading.Barrier(count + 1)
    results = [None] * count

    def body(number):
        gate.wait()
        results[number] = target(number)

    threads = [threading.Thread(target=body, args=(n,)) for n in range(count)]
    for thread in threads:
        thread.start()
    gate.wait()
    start = time.perf_counter()
    for thread in threads:
        thread.join()
    return time.perf_counter() - start, results


def resident():
    with open("/proc/self/statm") as f:
        return int(f.read().split()[1]) * 4


def memory(seconds):
    live = {i: [i] * 50 for i in range(20_000)}
    before = resident()
    peak = before
    end = time.perf_counter() + seconds
    stop = False

    def replace(offset):
        i = offset
        while not stop:
            i = (i * 1103515245 + 12345) % 20_000
            live[i] = [i] * 50

    threads = [threading.Thread(target=replace, args=(n,)) for n in range(2)]
    for thread in threads:
        thread.start()
    while time.perf_counter() < end:
        time.sleep(0.05)
        peak = max(peak, resident())
    stop = True
    for thread in threads:
        thread.join()
    print(peak, before)


def main():
    mode, what = sys.argv[1:3]
    if mode == "memory":
        return memory(float(what))
    threads = int(sys.argv[3])
    if mode == "separate":
        work = globals()[what]
        seconds, results = run_threads(threads, lambda number: work())
        print(f"{seconds:.6f} {results[0]}")
    else:
        share = 4_000_000 * SIZE // threads
        seconds, _ = run_threads(threads, lambda number: CONTENDED[what](share, number))
        result = {"list": len(shared_items), "dict": len(shared_map) // threads, "counter": counter,
                  "number": counter}[what]
        print(f"{seconds:.6f} {result}")


main()
