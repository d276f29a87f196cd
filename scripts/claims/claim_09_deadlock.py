"""Two locks taken in opposite order deadlock; a fixed order or a timeout cures it."""

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


title(9, "two locks taken in opposite order deadlock; a fixed order or a timeout cures it")
stuck = run(opposite_orders)
for line in sorted(stuck):
    row("deadlock", line)
ordered = run(fixed_order)
row(f"fixed order, 2 threads x {scaled(1000)} times", "all done" if ordered == ["done"] * 2 else ordered)
tries = run(with_timeout)
row("opposite order with a timeout", f"both got through, in {sum(tries)} tries")
verdict(len(stuck) == 2 and ordered == ["done"] * 2 and len(tries) == 2,
        "opposite orders stop both threads; either cure lets both through")
