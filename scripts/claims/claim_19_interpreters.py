"""Threads in interpreters of their own run in parallel, even while a GIL is in force: each interpreter has its own."""

from concurrent import interpreters

from claim import CORES, alone, decide, has_gil, in_threads, median, row, scaled, title, verdict

ITERATIONS = scaled(1_000_000)
THREADS = min(4, CORES)


def work(iterations):
    total = 0
    for i in range(iterations):
        total += i * 3


def measure():
    faster, slower = alone(lambda: work(ITERATIONS * THREADS))
    return {"one": faster, "slower": slower,
            "plain": in_threads(*[lambda: work(ITERATIONS)] * THREADS),
            "apart": in_threads(*[lambda interp=interp: interp.call(work, ITERATIONS) for interp in pool])}


def faster(kind, other):
    """How many times as fast as the other one was, on the clock."""
    return median(runs[other].seconds / runs[kind].seconds for runs in rounds)


if __name__ == "__main__":
    title(19, "CPU-bound threads in separate interpreters run in parallel, with a GIL too")
    if THREADS == 1:
        verdict(True, "one processor: nothing can run in parallel")
    pool = [interpreters.create() for _ in range(THREADS)]
    measure()
    # The threads share the work of one: in parallel, and with at most so much more processor time, they win.
    conditions = [lambda runs: runs["apart"].parallel(),
                  lambda runs: runs["apart"].on_cores * 1.25 < runs["slower"].on_cores * THREADS]
    if has_gil():
        conditions.append(lambda runs: runs["plain"].serial(runs["apart"]))
    else:
        conditions.append(lambda runs: runs["plain"].parallel())
    rounds, held = decide(measure, *conditions)
    for interp in pool:
        interp.close()
    row("one thread does all", f"{median(runs['one'].seconds for runs in rounds) * 1000:7.1f} ms")
    for label, kind in ((f"{THREADS} threads of one interpreter", "plain"),
                        (f"{THREADS} threads, an interpreter each", "apart")):
        row(label, f"{median(runs[kind].seconds for runs in rounds) * 1000:7.1f} ms, "
                   f"{faster(kind, 'one'):.2f} times as fast, "
                   f"{median(runs[kind].in_use for runs in rounds):.2f} cores in use")
    verdict(held, "interpreters run in parallel where plain threads take turns" if has_gil() else
            "interpreters run in parallel, as plain threads do without a lock")
