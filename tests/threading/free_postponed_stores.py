"""Threads that write one global number all the time: each sees the others' progress, what is stored is there before
anything else happens, and objects that come in between are neither lost nor kept."""

import gc
import sys
import threading
import time

from _together import together

sys.setswitchinterval(0.0001)
total = 0
running = True


def add(times):
    global total
    for _ in range(times):
        total += 1


# -- the last store is there when the thread goes on --


def first_much_then_exactly():
    global total
    add(50_000)
    others_done.wait()
    total = 0
    add(1000)
    seen.append(total)


others_done, seen = threading.Barrier(2), []


def much():
    add(50_000)
    others_done.wait()


together(first_much_then_exactly, much)
print(seen, total)  # expect: [1000] 1000

# -- others see it while the loop goes on --


def add_for_long():
    global total
    while running:
        for _ in range(20_000):
            total += 1


def watch():
    global running
    values, until = set(), time.monotonic() + 30
    while len(values) < 50 and time.monotonic() < until:
        values.add(total)
    running = False
    print(len(values))


together(add_for_long, add_for_long, watch)  # expect: 50

# -- kinds of numbers --


def add_halves():
    global total
    for _ in range(20_000):
        total += 0.5


def multiply():
    global total
    for _ in range(2000):
        total = total * 3 % 2**70
        total -= 1


total = 0
together(lambda: add(20_000), add_halves, multiply)
print(type(total) in (int, float))  # expect: True

# -- a lock made of numbers: each read comes after the thread's own stores --

wants_0 = wants_1 = turn = guarded = 0


def enter_0():
    """Peterson's algorithm (1981)."""
    global wants_0, turn, guarded
    for _ in range(3000):
        wants_0 = 1
        turn = 1
        while wants_1 and turn == 1:
            time.sleep(0)
        guarded += 1
        wants_0 = 0


def enter_1():
    global wants_1, turn, guarded
    for _ in range(3000):
        wants_1 = 1
        turn = 0
        while wants_0 and turn == 0:
            time.sleep(0)
        guarded += 1
        wants_1 = 0


together(enter_0, enter_1)
print(guarded)  # expect: 6000

# -- objects in between --


class Counted:
    made = gone = 0
    lock = threading.Lock()

    def __init__(self):
        with Counted.lock:
            Counted.made += 1

    def __del__(self):
        ended.append(self)


ended = []


def put_objects():
    global total
    for _ in range(500):
        total = Counted()
        for _ in range(30):
            pass


def put_numbers():
    global total
    for n in range(40_000):
        total = n


def delete():
    global total
    for _ in range(300):
        try:
            del total
        except NameError:
            pass
        total = 3


together(put_numbers, put_numbers, put_objects, delete)
total = None
gc.collect()
print(Counted.made, len(ended))  # expect: 500 500
