"""Exercise 4: CPU-bound work by several threads, against the same work in sequence.

What it shows: with the GIL threads do not make it faster; without it they do, up to the number of cores.

    exercise_04_gil_limit.py [COUNT] [THREADS]
"""

import os
import sys
import threading
import time


def count_down(n):
    while n > 0:
        n -= 1


def sequential(n, pieces):
    for _ in range(pieces):
        count_down(n)


def threaded(n, pieces):
    threads = [threading.Thread(target=count_down, args=(n,)) for _ in range(pieces)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def best_time(function, *args):
    times = []
    for _ in range(3):
        wall, cpu = time.perf_counter(), time.process_time()
        function(*args)
        times.append((time.perf_counter() - wall, time.process_time() - cpu))
    return min(times)


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000_000
    pieces = int(sys.argv[2]) if len(sys.argv) > 2 else 4
    one, one_cpu = best_time(sequential, n, pieces)
    many, many_cpu = best_time(threaded, n, pieces)
    print(f"{pieces} countdowns from {n}, on {os.cpu_count()} cores")
    print(f"one after another:  {one:.3f} s, the processor worked {one_cpu:.3f} s")
    print(f"by {pieces} threads:       {many:.3f} s, the processor worked {many_cpu:.3f} s")
    print(f"speed-up: {one / many:.2f}; cores at work on average: {many_cpu / many:.2f}")
    if getattr(sys, "_is_gil_enabled", lambda: True)():
        print("The GIL: only its holder computes, so threads take turns and gain nothing.")
    else:
        print("The GIL: there is none, so the threads share the cores.")


if __name__ == "__main__":
    main()
