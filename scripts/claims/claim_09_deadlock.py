"""Two locks taken in opposite order deadlock; a fixed order or a timeout cures it."""

import subprocess
import sys
import threading
import time

from claim import row, scaled, title, verdict

first, second = threading.Lock(), threading.Lock()
names = {id(first): "first", id(second): "second"}


def opposite_orders(outcome):
    """Each thread holds one lock and wants the other. They wait at most half a second, so that this script ends."""
    both_hold_one = threading.Barrier(2)

    def take(mine, other):
        with mine:
            both_hold_one.wait()
            if other.acquire(timeout=0.5):
                other.release()
            else:
                outcome.append(f"{threading.current_thread().name} holds {names[id(mine)]}, "
                               f"waits for {names[id(other)]}")
            # Nobody lets go before both have given up: otherwise one would win after all.
            both_hold_one.wait()

    return [threading.Thread(target=take, args=pair, name=name)
            for name, pair in (("A", (first, second)), ("B", (second, first)))]


def for_ever():
    """The same without a time-out: does not end by itself."""
    both_hold_one = threading.Barrier(2)

    def take(mine, other):
        with mine:
            both_hold_one.wait()
            with other:
                pass

    threads = [threading.Thread(target=take, args=pair, name=name)
               for name, pair in (("A", (first, second)), ("B", (second, first)))]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


def reported():
    """What gilt says about for_ever(), line by line, until it ends it; nothing on CPython, which would hang."""
    if sys.implementation.name != "gilt":
        return None
    done = subprocess.run([sys.executable, "-X", "deadlock=raise", __file__, "for_ever"],
                          capture_output=True, text=True, timeout=60)
    report = done.stderr.split("Exception in thread")[0]
    return report.replace(__file__, "claim_09_deadlock.py").strip().splitlines()


def fixed_order(outcome):
    def take():
        for _ in range(scaled(1000)):
            with first:
                with second:
                    pass
        outcome.append("done")

    return [threading.Thread(target=take) for _ in range(2)]


def with_timeout(outcome):
    def take(mine, other):
        tries = 0
        while True:
            tries += 1
            with mine:
                time.sleep(0.01)
                if other.acquire(timeout=0.01):
                    other.release()
                    break
            # Step back for a time that the other thread does not choose too.
            time.sleep(0.005 if mine is first else 0.02)
        outcome.append(tries)

    return [threading.Thread(target=take, args=pair) for pair in ((first, second), (second, first))]


def run(scenario):
    outcome = []
    threads = scenario(outcome)
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return outcome


if sys.argv[1:] == ["for_ever"]:
    for_ever()
    sys.exit()

title(9, "two locks taken in opposite order deadlock; a fixed order or a timeout cures it")
stuck = run(opposite_orders)
for line in sorted(stuck):
    row("deadlock", line)
report = reported()
for line in report or []:
    print("    | " + line if line else "    |")
both_stacks = report is None or (
    sum(line.startswith(("Thread 'A' waits for Lock", "Thread 'B' waits for Lock")) for line in report) == 2
    and sum(line == "    with other:" for line in report) == 2)
row("reported with both stacks", "CPython says nothing" if report is None else both_stacks)
ordered = run(fixed_order)
row(f"fixed order, 2 threads x {scaled(1000)} times", "all done" if ordered == ["done"] * 2 else ordered)
tries = run(with_timeout)
row("opposite order with a timeout", f"both got through, in {sum(tries)} tries")
verdict(len(stuck) == 2 and both_stacks and ordered == ["done"] * 2 and len(tries) == 2,
        "opposite orders stop both threads; either cure lets both through")
