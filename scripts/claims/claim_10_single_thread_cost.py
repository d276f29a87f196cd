"""The GIL keeps code of one thread fast; removing it may cost. Runs the same work under both builds."""

import os
import sys
import time

from claim import decide, median, row, scaled, title, verdict

FACTOR = sys.argv[1] if len(sys.argv) > 1 else "1"


class Node:
    def __init__(self, value, following):
        self.value = value
        self.following = following


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def work():
    node = None
    for i in range(scaled(10_000)):
        node = Node(i, node)
    total = 0
    while node is not None:
        total += node.value
        node = node.following
    counts = {}
    for i in range(scaled(25_000)):
        counts[i % 97] = counts.get(i % 97, 0) + 1
    words = [str(i) for i in range(scaled(8_000))]
    return total + sum(counts.values()) + len(",".join(words)) + fib(16)


def measure():
    """The processor time of the work, in seconds: the shortest of some, since what disturbs only makes it longer."""
    times = []
    for _ in range(20):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


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
rounds, held = decide(lambda: {with_gil: measured_by(program) for with_gil, program in programs.items()},
                      lambda taken: taken[False] / taken[True] < 1.10, lead=8)
row("with the lock, one thread", f"{median(taken[True] for taken in rounds) * 1000:7.1f} ms")
row("without it, one thread", f"{median(taken[False] for taken in rounds) * 1000:7.1f} ms")
row("what removing the lock costs", f"{100 * (median(taken[False] / taken[True] for taken in rounds) - 1):+.1f}%")
verdict(held, "the build without the lock is less than 10% slower on one thread")
