"""Threads in interpreters of their own run in parallel, even while a GIL is in force: each interpreter has its own."""

import os
import threading
from concurrent import interpreters

from claim import has_gil, row, scaled, timed, title, verdict

ITERATIONS = scaled(2_000_000)
ROUNDS = 15
THREADS = min(4, os.cpu_count() or 1)


def work(iterations):
    total = 0
    for i in range(iterations):
        total += i * 3
    return total


def run(targets):
    threads = [threading.Thread(target=target, args=args) for target, args in targets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def one_after_another():
    run([(work, (ITERATIONS * THREADS,))])


def plain():
    run([(work, (ITERATIONS,))] * THREADS)


def isolated():
    run([(interp.call, (work, ITERATIONS)) for interp in pool])


if __name__ == "__main__":
    title(19, "CPU-bound threads in separate interpreters run in parallel, with a GIL too")
    pool = [interpreters.create() for _ in range(THREADS)]
    isolated()
    # Taken in turn, and the shortest of each: what else the machine does only makes them longer.
    rounds = [(timed(one_after_another), timed(plain), timed(isolated)) for _ in range(ROUNDS)]
    for interp in pool:
        interp.close()
    alone, plain_threads, apart = (min(times) for times in zip(*rounds))
    row("one thread does all", f"{alone * 1000:7.1f} ms")
    row(f"{THREADS} threads of one interpreter",
        f"{plain_threads * 1000:7.1f} ms, {alone / plain_threads:.2f} times as fast")
    row(f"{THREADS} threads, an interpreter each", f"{apart * 1000:7.1f} ms, {alone / apart:.2f} times as fast")
    if THREADS == 1:
        verdict(True, "one processor: nothing can run in parallel")
    if has_gil():
        verdict(alone / apart > 1.25 and plain_threads / apart > 1.25,
                "interpreters run in parallel where plain threads take turns")
    else:
        verdict(alone / apart > 1.25, "interpreters run in parallel, as plain threads do without a lock")
