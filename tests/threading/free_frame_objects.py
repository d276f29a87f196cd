"""Threads that look at one frame that is over: its variables are dropped once, and replaced one by one."""

import gc
import threading
import weakref

from _together import numbered, together

ROUNDS, THREADS = 1500, 3


class Kept:
    pass


objects = [Kept() for _ in range(10)]
watched = [weakref.ref(each) for each in objects]
frames = [None]
start = threading.Barrier(THREADS)


def fail():
    a, b, c, d, e, f, g, h, i, j = objects
    raise ValueError


def frame_of_failure():
    try:
        fail()
    except ValueError as error:
        return error.__traceback__.tb_next.tb_frame


def drop(place):
    for _ in range(ROUNDS):
        if place == 0:
            frames[0] = frame_of_failure()
        start.wait()
        frames[0].f_locals["a"] = objects[place]
        frames[0].clear()
        start.wait()


together(*numbered([drop] * THREADS))
frames[0] = None
gc.collect()
assert [each() for each in watched] == objects
del objects[:5]
gc.collect()
assert [each() is None for each in watched] == [True] * 5 + [False] * 5


# The trace function, and the next traceback, that another thread takes away.
def ask():
    for _ in range(30000):
        assert frame.f_trace in (None, ask)
        assert traceback.tb_next in (None, last)


def change():
    for _ in range(30000):
        frame.f_trace = ask
        frame.f_trace = None
        traceback.tb_next = last
        traceback.tb_next = None


try:
    fail()
except ValueError as error:
    traceback = error.__traceback__
last = traceback.tb_next
frame = frame_of_failure()
together(ask, change)
print("looked")  # expect: looked
