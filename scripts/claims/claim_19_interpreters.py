"""Threads in interpreters of their own run in parallel, even while a GIL is in force: each interpreter has its own."""

import os
import threading
from concurrent import interpreters

from claim import has_gil, row, scaled, timed, title, verdict

ITERATIONS = scaled(2_000_000)
ROUNDS = 7
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
    # Taken in turn, so that whatever else the machine does slows all three alike.
    rounds = [(timed(one_after_another), timed(plain), timed(isolated)) for _ in range(ROUNDS)]
    for interp in pool:
        interp.close()

    def median(numbers):
        return sorted(numbers)[ROUNDS // 2]

    row("one thread does all", f"{median(r[0] for r in rounds) * 1000:7.1f} ms")
    together = median(r[0] / r[1] for r in rounds)
    row(f"{THREADS} threads of one interpreter",
        f"{median(r[1] for r in rounds) * 1000:7.1f} ms, {together:.2f} times as fast")
    apart = median(r[0] / r[2] for r in rounds)
    row(f"{THREADS} threads, an interpreter each",
        f"{median(r[2] for r in rounds) * 1000:7.1f} ms, {apart:.2f} times as fast")
    if THREADS == 1:
        verdict(True, "one processor: nothing can run in parallel")
    if has_gil():
        verdict(apart > 1.25 and apart > 1.25 * together,
                "interpreters run in parallel where plain threads take turns")
    else:
        verdict(apart > 1.25, "interpreters run in parallel, as plain threads do without a lock")
