"""Switching makes CPU-bound threads slower than one thread that does it all."""

import sys

from claim import PARALLEL, alone, decide, has_gil, in_threads, median, row, scaled, title, verdict

ITERATIONS = scaled(1_500_000)
USUAL = sys.getswitchinterval()
INTERVALS = (USUAL, 0.0005, 0.00001)


def work(n):
    total = 0
    for i in range(n):
        total += i & 7


def measure():
    """One thread that does all the work, and two that share it at each interval."""
    runs = {"one": alone(lambda: work(2 * ITERATIONS))[0]}
    for interval in INTERVALS:
        sys.setswitchinterval(interval)
        runs[interval] = in_threads(*[lambda: work(ITERATIONS)] * 2)
    sys.setswitchinterval(USUAL)
    return runs


def switching_costs(runs):
    """Threads that have to share a core do not ask for the lock as often as they are to; that tells nothing."""
    seldom, often = runs[USUAL], runs[INTERVALS[-1]]
    return None if seldom.disturbed or often.disturbed else often.seconds > seldom.seconds


title(3, "switching makes CPU-bound threads slower than one thread doing it all")
if not has_gil():
    verdict(True, "there is no lock to switch; see claim 1")
measure()
rounds, held = decide(measure, lambda runs: runs[USUAL].in_use < PARALLEL,
                      lambda runs: runs[USUAL].on_cores > 0.9 * runs["one"].on_cores, switching_costs)
row("one thread does all", f"{median(runs['one'].seconds for runs in rounds) * 1000:7.1f} ms")
for interval in INTERVALS:
    cost = median(runs[interval].seconds / runs["one"].seconds for runs in rounds) - 1
    row(f"two threads, switching every {interval * 1000:g} ms",
        f"{median(runs[interval].seconds for runs in rounds) * 1000:7.1f} ms, {100 * cost:+.1f}%")
verdict(held, "two threads are no faster, and the more often they switch the slower they are")
