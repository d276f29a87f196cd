"""Exercise 3: the sum of squares up to a large number, by a multiprocessing.Pool with four processes.

What it shows: each process has an interpreter and a lock of its own, so they compute in parallel.

    exercise_03_pool.py [LARGE]
"""

import multiprocessing
import os
import sys
import time

PROCESSES = 4


def sum_of_squares(bounds):
    start, end = bounds
    return os.getpid(), sum(i * i for i in range(start, end))


def main():
    large = int(sys.argv[1]) if len(sys.argv) > 1 else 4_000_000
    edges = [large * n // PROCESSES for n in range(PROCESSES + 1)]
    ranges = list(zip(edges, edges[1:]))

    begin = time.perf_counter()
    sequential = sum(part for _, part in map(sum_of_squares, ranges))
    alone = time.perf_counter() - begin

    with multiprocessing.Pool(PROCESSES) as pool:
        pool.map(sum_of_squares, [(0, 1)] * PROCESSES)  # until the processes have started
        begin = time.perf_counter()
        parts = pool.map(sum_of_squares, ranges, chunksize=1)
        together = time.perf_counter() - begin

    total = sum(part for _, part in parts)
    processes = {process for process, _ in parts}
    print(f"the sum of the squares below {large}: {total}")
    print(f"one process after another says the same: {total == sequential}")
    print(f"done by other processes than this one: {os.getpid() not in processes}")
    print(f"one process {alone:.3f} s, {PROCESSES} processes {together:.3f} s on {os.cpu_count()} cores: "
          f"{alone / together:.2f} times as fast")
    print("The GIL: each process has its own, so nobody waits for anybody's.")


if __name__ == "__main__":
    main()
