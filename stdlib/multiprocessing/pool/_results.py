"""What those who give tasks to a pool wait on.

A pool calls _set() when a task of the job is done, which says whether all are, and _fail() when none will be any more.
"""

import collections
import itertools
import threading
import time

from ..context import TimeoutError

__name__ = "multiprocessing.pool"  # the module that these belong to

_job_counter = itertools.count()


class ApplyResult:
    """What apply_async() returns."""

    def __init__(self, pool, callback, error_callback):
        self._pool = pool  # which stays as long as somebody waits
        self._event = threading.Event()
        self._job = next(_job_counter)
        self._callback = callback
        self._error_callback = error_callback
        self._success = True
        self._value = None

    def ready(self):
        return self._event.is_set()

    def successful(self):
        if not self.ready():
            raise ValueError("{0!r} not ready".format(self))
        return self._success

    def wait(self, timeout=None):
        self._event.wait(timeout)

    def get(self, timeout=None):
        """The result, or what was raised; TimeoutError when there is none in time."""
        self.wait(timeout)
        if not self.ready():
            raise TimeoutError
        if self._success:
            return self._value
        raise self._value

    def _finish(self):
        callback = self._callback if self._success else self._error_callback
        if callback is not None:
            try:
                callback(self._value)
            except Exception:
                import traceback
                traceback.print_exc()
        self._event.set()
        self._pool = None

    def _set(self, i, success, value):
        """A task is done. Says whether all are."""
        self._success, self._value = success, value
        self._finish()
        return True

    def _fail(self, error):
        if not self.ready():
            self._success, self._value = False, error
            self._finish()

    def __class_getitem__(cls, item):
        from types import GenericAlias
        return GenericAlias(cls, item)


AsyncResult = ApplyResult


class MapResult(ApplyResult):
    """What map_async() returns."""

    def __init__(self, pool, chunksize, length, callback, error_callback):
        super().__init__(pool, callback, error_callback)
        self._value = [None] * length
        self._chunksize = chunksize
        self._left = 0 if length == 0 else -(-length // chunksize)
        if length == 0:
            self._chunksize = 0
            self._event.set()
            self._pool = None

    def _set(self, i, success, value):
        if self._pool is None:  # _finish() has been
            return True
        self._left -= 1
        if not success:
            if self._success:
                self._success, self._value = False, value
        elif self._success:
            self._value[i * self._chunksize:(i + 1) * self._chunksize] = value
        if self._left == 0:
            self._finish()
        return self._left == 0


class IMapIterator:
    """What imap() returns."""

    def __init__(self, pool):
        self._pool = pool
        self._cond = threading.Condition(threading.Lock())
        self._items = collections.deque()
        self._index = 0         # of the next item to come
        self._length = None     # None: not known yet
        self._unsorted = {}
        self._error = None
        self._drop = None

    def __iter__(self):
        return self

    def next(self, timeout=None):
        """The next result; TimeoutError when there is none in time."""
        with self._cond:
            end = None if timeout is None else time.monotonic() + timeout
            while not self._items:
                if self._error is not None:
                    raise self._error
                if self._index == self._length:
                    self._pool = None
                    raise StopIteration
                rest = None if end is None else end - time.monotonic()
                if rest is not None and rest <= 0:
                    raise TimeoutError
                self._cond.wait(rest)
            success, value = self._items.popleft()
        if success:
            return value
        raise value

    __next__ = next

    def _add(self, i, item):
        self._unsorted[i] = item
        while self._index in self._unsorted:
            self._items.append(self._unsorted.pop(self._index))
            self._index += 1

    def _set(self, i, success, value):
        with self._cond:
            self._add(i, (success, value))
            self._cond.notify_all()
            return self._index == self._length

    def _set_length(self, length):
        with self._cond:
            self._length = length
            self._cond.notify_all()
            done = self._index == length
        if done and self._drop is not None:
            self._drop(self)

    def _fail(self, error):
        with self._cond:
            if self._index != self._length:
                self._error = error
            self._cond.notify_all()


class IMapUnorderedIterator(IMapIterator):
    def _add(self, i, item):
        self._items.append(item)
        self._index += 1
