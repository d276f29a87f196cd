"""Threads that count in one variable without a lock: what is lost depends on when they run.

gilt compare scripts/compare/lost_updates.py
"""

import threading

EACH = 400_000
counter = 0


def one():
    return 1


def increment():
    global counter
    for _ in range(EACH):
        counter = counter + one()  # load; call, where a switch can fall; add; store


threads = [threading.Thread(target=increment) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("counted", counter, "of", len(threads) * EACH)
