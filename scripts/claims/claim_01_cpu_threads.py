"""Threads do not speed up CPU-bound work while a GIL is in force."""

from claim import alone, decide, has_gil, in_threads, median, row, scaled, title, verdict

ITERATIONS = scaled(1_000_000)


def work():
    total = 0
    for i in range(ITERATIONS):
        total += i * 3


def measure():
    faster, slower = alone(work)
    return {1: faster, "slower": slower, **{n: in_threads(*[work] * n) for n in (2, 4)}}


title(1, "threads do not speed up CPU-bound work")
in_threads(work)
if has_gil():
    # n times the work of one, one thread at a time. (Less would be a speed-up. Switching costs a little more.)
    rounds, held = decide(measure, lambda runs: runs[2].serial(),
                          lambda runs: runs[2].on_cores > 0.85 * 2 * runs[1].on_cores,
                          lambda runs: runs[4].on_cores > 0.85 * 4 * runs[1].on_cores)
else:
    # Both at the same time, and neither is held up much by the other.
    rounds, held = decide(measure, lambda runs: runs[2].parallel(),
                          lambda runs: runs[2].on_cores / 2 < 1.6 * runs["slower"].on_cores)
row("1 thread", f"{median(runs[1].seconds for runs in rounds) * 1000:7.1f} ms")
for n in (2, 4):
    row(f"{n} threads, each the same work",
        f"{median(runs[n].seconds for runs in rounds) * 1000:7.1f} ms, "
        f"{median(runs[n].seconds / runs[1].seconds for runs in rounds):.2f} times one, "
        f"{median(runs[n].in_use for runs in rounds):.2f} cores in use")
verdict(held, "n threads take n times as long as one" if has_gil() else "two threads take about as long as one")
