"""The tasks of a job, made when there is somebody to do them.

A feed is an iterator of (job, index, func, args, kwargs). Where func is None, args are the octets of (mapper, func), and
kwargs the items of a batch: what all batches of a map() have in common is pickled once.
"""

import collections
import itertools
import threading

from ..reduction import ForkingPickler
from ._worker import mapstar

__name__ = "multiprocessing.pool"  # the module that these belong to


_LONG = 64  # a range of so many is pickled in less time than its items


def _feed_one(job, func, args, kwargs):
    yield job, 0, func, args, kwargs


def _feed_batches(job, mapper, func, items, size):
    for index in range(0, len(items), size):
        yield job, index // size, mapper, (func, items[index:index + size]), {}


def _feed_pickled_batches(job, mapper, func, items, size):
    """The same; what the batches have in common is pickled once."""
    try:
        octets = bytes(ForkingPickler.dumps((mapper, func)))
    except Exception:
        # Nor can any of the tasks be pickled, and whoever waits for the job is told why.
        yield from _feed_batches(job, mapper, func, items, size)
        return
    if type(items) is range and size < _LONG:
        items = tuple(items)
    for index in range(0, len(items), size):
        yield job, index // size, None, octets, items[index:index + size]


def _feed_lazily(job, func, iterable, size):
    """Tasks from an iterable that may be endless, or fail."""
    index = 0
    try:
        iterator = iter(iterable)
        while True:
            if size == 1:
                try:
                    item = next(iterator)
                except StopIteration:
                    break
                yield job, index, func, (item,), {}
            else:
                batch = tuple(itertools.islice(iterator, size))
                if not batch:
                    break
                yield job, index, mapstar, (func, batch), {}
            index += 1
    except Exception as error:
        job._set(index, False, error)
        index += 1
    job._set_length(index)


class _Feeder:
    """A feed whose tasks are read by a thread of its own, some ahead.

    What makes the items of an imap() is the script's code, and may wait for results of the same pool; the pool's
    thread, which takes those results, must not wait for it. Instead of waiting, next() gives None.
    """

    def __init__(self, core, tasks):
        self.core = core
        self.tasks = tasks
        self.ahead = collections.deque()
        self.room = threading.Semaphore(core.processes)
        self.over = False
        self.closed = False
        threading.Thread(target=self.read, name='PoolFeeder', daemon=True).start()

    def read(self):
        try:
            for task in self.tasks:
                self.room.acquire()
                if self.closed:
                    return
                self.ahead.append(task)
                self.tell()
        finally:
            self.over = True
            self.tell()

    def tell(self):
        with self.core.lock:
            self.core.wake()

    def ready(self):
        return bool(self.ahead) or self.over

    def close(self):
        self.closed = True
        self.room.release()

    def __next__(self):
        over = self.over  # before the look at what it has left
        if self.ahead:
            self.room.release()
            return self.ahead.popleft()
        if over:
            raise StopIteration
        return None
