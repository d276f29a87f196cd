"""Uneven work leaves cores idle: the thread with the longest piece decides when all are done."""

import time

from claim import decide, has_gil, in_threads, median, row, scaled, title, verdict

PIECES = [8, 1, 1, 1, 1, 1, 1, 2]  # relative sizes; two threads would need 8 each
SHARES = {
    "uneven": [PIECES[:4], PIECES[4:]],  # 11 units and 5
    "even": [PIECES[:1], PIECES[1:]],    # 8 units and 8
}
UNIT = scaled(120_000)


def share(pieces):
    """The job of doing some pieces, which returns its processor time."""
    def job():
        start = time.thread_time()
        for size in pieces:
            total = 0
            for i in range(size * UNIT):
                total += i & 3
        return time.thread_time() - start
    return job


def measure():
    return {label: in_threads(*map(share, shares)) for label, shares in SHARES.items()}


def longer(runs):
    """Whether the longest thread of the uneven shares takes longer, and the other is done before."""
    uneven, even = runs["uneven"].results, runs["even"].results
    if min(even) < 0.8 * max(even):
        return None  # one core is slower than the other at present, so that no shares are even
    return max(uneven) > 1.15 * max(even) and min(uneven) < 0.7 * max(uneven)


title(16, "uneven work leaves cores idle")
row("shares of work, uneven", " and ".join(str(sum(pieces)) for pieces in SHARES["uneven"]))
measure()
if has_gil():
    rounds, held = decide(measure, lambda runs: runs["even"].serial())
else:
    # The threads run at the same time, so that the one with the most to do decides how long it takes.
    rounds, held = decide(measure, lambda runs: runs["even"].parallel(), longer)
for label in SHARES:
    whole = median(runs[label].seconds for runs in rounds)
    busy = [median(runs[label].results[number] for runs in rounds) for number in range(2)]
    row(f"{label}: whole time, busy time of each",
        f"{whole * 1000:6.0f} ms, {' and '.join(f'{seconds * 1000:.0f}' for seconds in busy)} ms, "
        f"{median(runs[label].in_use for runs in rounds):.2f} cores in use")
# Under the lock one core works at a time, however the work is shared out.
verdict(held, "under the lock the threads take turns, even with even shares" if has_gil() else
        "the same work in uneven shares takes longer, with a core idle meanwhile")
