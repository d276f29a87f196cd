"""A pool: processes that do tasks for the one that made it.

Every worker has a pipe of its own in each direction, so that one that is killed takes nothing along that others need.
One thread of the pool hands out tasks and collects results. A worker has one task at a time: what waited behind a
task could wait for ever, if that in turn waits for it. The task of a worker that ends fails with an error that says so;
if the worker had not even been ready, another one gets it.
"""

import os
import threading

from .. import context as contexts
from .. import util
from ..context import TimeoutError
from ._feeds import _feed_lazily, _feed_one
from ._packets import _End
from ._processes import WorkerLostError, _Core, _end_core
from ._results import ApplyResult, AsyncResult, IMapIterator, IMapUnorderedIterator, MapResult
from ._states import CLOSE, RUN, TERMINATE
from ._threads import _ThreadCore
from ._worker import (ExceptionWithTraceback, MaybeEncodingError, RemoteTraceback, _rebuild_exception, mapstar,
                      starmapstar, worker)

__all__ = ['Pool', 'ThreadPool']

# Iterating over these runs no code of the script.
_PLAIN = frozenset((list, tuple, range, str, bytes, dict, set, frozenset))


class _PoolMethods:
    """What pools of processes and of threads offer. REQUIRES: self._core with add(job, feed) and workers."""

    def apply(self, func, args=(), kwds={}):
        """func(*args, **kwds) in a worker."""
        return self.apply_async(func, args, kwds).get()

    def apply_async(self, func, args=(), kwds={}, callback=None, error_callback=None):
        """The same without waiting for it."""
        self._check_running()
        result = ApplyResult(self, callback, error_callback)
        self._core.add(result, _feed_one(result, func, tuple(args), dict(kwds)))
        return result

    def map(self, func, iterable, chunksize=None):
        """A list of func(item) for each item, made by the workers."""
        return self._map_async(func, iterable, mapstar, chunksize).get()

    def map_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        return self._map_async(func, iterable, mapstar, chunksize, callback, error_callback)

    def starmap(self, func, iterable, chunksize=None):
        """A list of func(*item) for each item."""
        return self._map_async(func, iterable, starmapstar, chunksize).get()

    def starmap_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        return self._map_async(func, iterable, starmapstar, chunksize, callback, error_callback)

    def _map_async(self, func, iterable, mapper, chunksize=None, callback=None, error_callback=None):
        self._check_running()
        items = iterable if hasattr(iterable, '__len__') and type(iterable) in (list, tuple, range) else list(iterable)
        if chunksize is None:
            chunksize, extra = divmod(len(items), self._processes * 4)
            chunksize += bool(extra)
        if items and chunksize < 1:
            raise ValueError("Chunksize must be 1+, not {0:n}".format(chunksize))
        result = MapResult(self, chunksize, len(items), callback, error_callback)
        if items:
            self._core.add(result, self._core.batch_feed(result, mapper, func, items, chunksize))
        return result

    def imap(self, func, iterable, chunksize=1):
        """An iterator over func(item) for each item, in their order."""
        return self._imap(IMapIterator, func, iterable, chunksize)

    def imap_unordered(self, func, iterable, chunksize=1):
        """The same in the order in which they are done."""
        return self._imap(IMapUnorderedIterator, func, iterable, chunksize)

    def _imap(self, kind, func, iterable, chunksize):
        self._check_running()
        if chunksize < 1:
            raise ValueError("Chunksize must be 1+, not {0:n}".format(chunksize))
        result = kind(self)
        result._drop = self._core.drop
        feed = _feed_lazily(result, func, iterable, chunksize)
        self._core.add(result, feed if type(iterable) in _PLAIN else self._core.lazy_feed(feed))
        if chunksize == 1:
            return result
        return (item for chunk in result for item in chunk)

    def _check_running(self):
        if self._core.state != RUN:
            raise ValueError("Pool not running")

    def __enter__(self):
        self._check_running()
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.terminate()

    def __repr__(self):
        return '<%s.%s state=%s pool_size=%s>' % (type(self).__module__, type(self).__qualname__, self._core.state,
                                                  len(self._core.workers))

    def __reduce__(self):
        raise NotImplementedError('pool objects cannot be passed between processes or pickled')


def _worker_count(wanted):
    if wanted is None:
        return getattr(os, 'process_cpu_count', os.cpu_count)() or 1
    if wanted < 1:
        raise ValueError("Number of processes must be at least 1")
    return wanted


class Pool(_PoolMethods):
    """Processes that do tasks."""

    def __init__(self, processes=None, initializer=None, initargs=(), maxtasksperchild=None, context=None):
        self._ctx = context or contexts._default_context.get_context()
        self._processes = processes = _worker_count(processes)
        if maxtasksperchild is not None and (not isinstance(maxtasksperchild, int) or maxtasksperchild <= 0):
            raise ValueError("maxtasksperchild must be a positive int or None")
        if initializer is not None and not callable(initializer):
            raise TypeError('initializer must be a callable')
        self._core = core = _Core(self._ctx, processes, initializer, initargs, maxtasksperchild)
        self._thread = threading.Thread(target=core.run, name='PoolHandler', daemon=True)
        self._thread.start()
        self._terminate = util.Finalize(self, _end_core, args=(core, self._thread), exitpriority=15)

    @property
    def _pool(self):
        return [each.process for each in self._core.workers]

    @property
    def _state(self):
        return self._core.state

    def __del__(self):
        core = getattr(self, '_core', None)
        if core is not None and core.state == RUN:
            import warnings
            warnings.warn("unclosed running multiprocessing pool %r" % self, ResourceWarning, source=self)

    def close(self):
        """No more tasks; the workers end when those that there are are done."""
        core = self._core
        with core.lock:
            if core.state == RUN:
                core.state = CLOSE
                core.wake()

    def terminate(self):
        """Ends the workers at once. Whoever waits for a result gets an error."""
        self._terminate()

    def join(self):
        """Waits until the workers have ended. REQUIRES: close() or terminate()."""
        if self._core.state == RUN:
            raise ValueError("Pool is still running")
        self._thread.join()


class ThreadPool(_PoolMethods):
    """A pool whose workers are threads."""

    def __init__(self, processes=None, initializer=None, initargs=()):
        self._processes = processes = _worker_count(processes)
        if initializer is not None and not callable(initializer):
            raise TypeError('initializer must be a callable')
        self._core = _ThreadCore(processes, initializer, initargs)

    def close(self):
        self._core.end(CLOSE)

    def terminate(self):
        self._core.end(TERMINATE)

    def join(self):
        if self._core.state == RUN:
            raise ValueError("Pool is still running")
        for thread in self._core.workers:
            thread.join()
