"""The GIL keeps code of one thread fast; removing it may cost. Runs the same work under both builds."""

import os
import sys

from claim import row, scaled, timed, title, verdict

ROUNDS = scaled(7)
FACTOR = sys.argv[1] if len(sys.argv) > 1 else "1"


class Node:
    def __init__(self, value, following):
        self.value = value
        self.following = following


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def work():
    node = None
    for i in range(scaled(40_000)):
        node = Node(i, node)
    total = 0
    while node is not None:
        total += node.value
        node = node.following
    counts = {}
    for i in range(scaled(100_000)):
        counts[i % 97] = counts.get(i % 97, 0) + 1
    words = [str(i) for i in range(scaled(30_000))]
    return total + sum(counts.values()) + len(",".join(words)) + fib(19)


def measure():
    return min(timed(work) for _ in range(5))


def sibling(with_gil):
    """The path of the build with the lock or of the one without; None when this Python has no such pair."""
    folder, name = os.path.split(sys.executable)
    path = os.path.join(folder, "gilt" if with_gil else "gilt-nogil")
    return path if name.startswith("gilt") and os.path.exists(path) else None


def measured_by(program):
    """Seconds that `measure()` takes in a process of its own."""
    output = os.path.join(os.environ.get("TMPDIR", "/tmp"), f"claim-10-{os.getpid()}")
    try:
        if os.system(f'"{program}" "{__file__}" {FACTOR} measure > "{output}"') != 0:
            sys.exit(f"{program} failed")
        with open(output) as file:
            return float(file.read())
    finally:
        os.unlink(output)


if sys.argv[2:] == ["measure"]:
    print(measure())
    sys.exit()

title(10, "the GIL keeps single-threaded code fast; removing it may cost")
programs = {True: sibling(True), False: sibling(False)}
if None in programs.values():
    row("this Python has one build only", f"{measure() * 1000:.1f} ms")
    verdict(True, "nothing to compare; run it on gilt")
times = {True: [], False: []}
for _ in range(ROUNDS):
    for with_gil, program in programs.items():
        times[with_gil].append(measured_by(program))
best = {with_gil: min(taken) for with_gil, taken in times.items()}
row("with the lock, one thread", f"{best[True] * 1000:7.1f} ms")
row("without it, one thread", f"{best[False] * 1000:7.1f} ms")
cost = best[False] / best[True] - 1
row("what removing the lock costs", f"{100 * cost:+.1f}%")
verdict(cost < 0.10, "the build without the lock is less than 10% slower on one thread")
