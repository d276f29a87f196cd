"""Five philosophers, five forks: they starve, gilt says why, and three cures.

Each needs both forks beside the plate to eat. If all take the left one first, all may hold one and wait for
the other for ever. gilt reports that after a second (CPython would say nothing, so there the waits have a
time-out). Then the same dinner three times with a cure:

- order: everybody takes the fork with the lower number first, so there can be no circle;
- timeout: who does not get the second fork in time puts the first one back and tries again;
- arbitrator: a waiter lets only four at the table, so one of them always gets both forks.
"""

import random
import subprocess
import sys
import threading
import time

SEATS = 5
MEALS = 20


class Dinner:
    def __init__(self):
        self.forks = [threading.Lock() for _ in range(SEATS)]
        self.eaten = [0] * SEATS
        self.waiter = threading.Semaphore(SEATS - 1)

    def eat(self, seat):
        self.eaten[seat] += 1
        time.sleep(random.uniform(0, 0.001))

    def left(self, seat):
        return self.forks[seat]

    def right(self, seat):
        return self.forks[(seat + 1) % SEATS]

    def serve(self, philosopher):
        """Everybody dines as philosopher(seat) says; how long it took."""
        start = time.perf_counter()
        threads = [threading.Thread(target=philosopher, args=(seat,), name=f"philosopher {seat}")
                   for seat in range(SEATS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return time.perf_counter() - start

    # -- four ways to get hold of two forks --

    def naive(self, seat):
        all_sit = self.all_sit
        with self.left(seat):
            all_sit.wait()  # without it the deadlock would be rare, which is worse
            with self.right(seat):
                self.eat(seat)

    def order(self, seat):
        first, second = sorted((seat, (seat + 1) % SEATS))
        for _ in range(MEALS):
            with self.forks[first], self.forks[second]:
                self.eat(seat)

    def timeout(self, seat):
        while self.eaten[seat] < MEALS:
            with self.left(seat):
                if self.right(seat).acquire(timeout=0.01):
                    self.eat(seat)
                    self.right(seat).release()
                    continue
            # All that step back for the same time would meet again.
            time.sleep(random.uniform(0, 0.01))

    def arbitrator(self, seat):
        for _ in range(MEALS):
            with self.waiter, self.left(seat), self.right(seat):
                self.eat(seat)


def starve():
    """The dinner that does not end."""
    dinner = Dinner()
    dinner.all_sit = threading.Barrier(SEATS)
    dinner.serve(dinner.naive)


def show_deadlock():
    """Runs starve() in a process of its own, and shows the report."""
    if sys.implementation.name != "gilt":
        print("all take the left fork first: they would wait for ever, and CPython would not say so")
        return True
    done = subprocess.run([sys.executable, "-X", "deadlock=raise", __file__, "starve"],
                          capture_output=True, text=True, timeout=60)
    report = done.stderr.strip().split("\n\nException in thread")[0]
    print("all take the left fork first; gilt -X deadlock=raise says:\n")
    print("\n".join("    " + line if line else "" for line in report.splitlines()), "\n")
    return "deadlock:" in report and all(f"Thread 'philosopher {seat}' waits" in report for seat in range(SEATS))


def main():
    ok = show_deadlock()
    for cure in ("order", "timeout", "arbitrator"):
        dinner = Dinner()
        seconds = dinner.serve(getattr(dinner, cure))
        all_ate = dinner.eaten == [MEALS] * SEATS
        ok = ok and all_ate
        print(f"{cure:<12} {sum(dinner.eaten)} meals in {seconds:.2f} s{'' if all_ate else ', not all ate!'}")
    return 0 if ok else 1


if __name__ == "__main__":
    sys.exit(starve() if sys.argv[1:] == ["starve"] else main())
