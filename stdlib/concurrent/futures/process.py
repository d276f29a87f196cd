"""ProcessPoolExecutor: calls are made by a pool of processes.

Handing out calls and collecting results is what multiprocessing.pool does too, and is done here by its core. What
differs is what becomes of a worker that ends while it has something to do: the whole executor is broken then.
"""

import functools
import itertools
import multiprocessing as mp
import os
import threading
import weakref
from concurrent.futures import _base
from multiprocessing import pool
from multiprocessing.pool._states import LEAVING
from multiprocessing.reduction import ForkingPickler

__all__ = ["BrokenProcessPool", "ProcessPoolExecutor"]

_cores = weakref.WeakKeyDictionary()  # thread -> core of the executors that are alive
_global_shutdown = False


def _python_exit():
    global _global_shutdown
    _global_shutdown = True
    items = list(_cores.items())
    for _, core in items:
        core.close()
    for thread, _ in items:
        thread.join()


threading._register_atexit(_python_exit)


class BrokenProcessPool(_base.BrokenExecutor):
    """A worker process has ended while it had something to do."""


class _RemoteTraceback(Exception):
    """The traceback of an exception in a worker, as text."""

    def __init__(self, tb):
        self.tb = tb

    def __str__(self):
        return self.tb


class _ExceptionWithTraceback:
    """An exception that takes its traceback along, as its __cause__."""

    def __init__(self, exc):
        import traceback
        self.exc = exc
        self.tb = '\n"""\n%s"""' % ''.join(traceback.format_exception(type(exc), exc, exc.__traceback__))
        exc.__traceback__ = None

    def __reduce__(self):
        return _rebuild_exc, (self.exc, self.tb)


def _rebuild_exc(exc, tb):
    exc.__cause__ = _RemoteTraceback(tb)
    return exc


def _do(octets):
    """Makes a call in a worker. Returns the octets of its result."""
    try:
        fn, args, kwargs = ForkingPickler.loads(octets)
        result = (True, fn(*args, **kwargs))
    except BaseException as exc:
        result = (False, _ExceptionWithTraceback(exc))
    try:
        return ForkingPickler.dumps(result)
    except BaseException as exc:
        return ForkingPickler.dumps((False, _ExceptionWithTraceback(exc)))


def _process_chunk(fn, chunk):
    return [fn(*args) for args in chunk]


class _Call:
    """A future as the core sees it."""

    def __init__(self, core, future):
        self.core = core
        self.future = future

    def feed(self, fn, args, kwargs):
        if self.future.set_running_or_notify_cancel():
            yield self, 0, fn, args, kwargs
        else:
            self.core.drop(self)

    def _set(self, index, success, value):
        future, self.future = self.future, None
        if future is not None:
            if success:
                future.set_result(value)
            else:
                future.set_exception(value)
        return True

    def _fail(self, error):
        future, self.future = self.future, None
        if future is not None and not future.done():
            if future.running() or future.set_running_or_notify_cancel():
                future.set_exception(error)


class _Core(pool._Core):
    daemon = False
    do = staticmethod(_do)
    begins_at_once = False  # workers are started by the pool's thread, and calls can be cancelled until they are given

    def __init__(self, *args, start_all):
        self.start_all = start_all
        self.broken = None
        super().__init__(*args)
        # Calls that have been handed out cannot be cancelled any more: no more than keep the workers busy.
        self.most_given = self.processes + 1

    def start_workers(self):
        if self.start_all:
            super().start_workers()

    def name_worker(self, process):
        pass

    def hand_out(self):
        super().hand_out()
        # As many workers as have something to do at once.
        while len(self.workers) < min(self.processes, len(self.given)) and self.state != pool.TERMINATE:
            self.start_worker(min(set(range(self.processes)) - {each.place for each in self.workers}))

    def replace(self, each):
        if self.bury(each) == LEAVING:
            return  # it has done as many calls as it should
        self.broken = 'A child process terminated abruptly, the process pool is not usable anymore'
        raise BrokenProcessPool(
            'A process in the process pool was terminated abruptly while the future was running or pending.')

    def close(self):
        with self.lock:
            if self.state == pool.RUN:
                self.state = pool.CLOSE
            self.wake()

    def end(self, signal):
        """Ends all workers by a signal."""
        self.broken = self.broken or 'the workers were ended'
        for each in list(self.workers):
            if each.process.is_alive():
                getattr(each.process, signal)()


class ProcessPoolExecutor(_base.Executor):
    """An executor with up to max_workers processes."""

    def __init__(self, max_workers=None, mp_context=None, initializer=None, initargs=(), *, max_tasks_per_child=None):
        if max_workers is None:
            max_workers = os.process_cpu_count() or 1
        elif max_workers <= 0:
            raise ValueError("max_workers must be greater than 0")
        if initializer is not None and not callable(initializer):
            raise TypeError("initializer must be a callable")
        if mp_context is None:
            mp_context = mp.get_context("spawn") if max_tasks_per_child is not None else mp.get_context()
        if max_tasks_per_child is not None:
            if not isinstance(max_tasks_per_child, int):
                raise TypeError("max_tasks_per_child must be an integer")
            if max_tasks_per_child <= 0:
                raise ValueError("max_tasks_per_child must be >= 1")
            if mp_context.get_start_method(allow_none=False) == "fork":
                raise ValueError("max_tasks_per_child is incompatible with the 'fork' multiprocessing start method; "
                                 "supply a different mp_context.")
        self._max_workers = max_workers
        self._mp_context = mp_context
        self._start = (initializer, initargs)
        self._max_tasks = max_tasks_per_child
        self._shutdown_lock = threading.Lock()
        self._shutdown_thread = False
        self._core = None
        self._thread = None
        self._futures = weakref.WeakSet()

    @property
    def _processes(self):
        if self._core is None:
            return None
        return {each.process.pid: each.process for each in self._core.workers}

    @property
    def _broken(self):
        return self._core.broken if self._core is not None else None

    def _start_core(self):
        # A forked worker must not be forked when there are threads: all of them now.
        start_all = self._mp_context.get_start_method(allow_none=False) == "fork"
        core = _Core(self._mp_context, self._max_workers, *self._start, self._max_tasks, start_all=start_all)
        self._core = core
        self._thread = threading.Thread(target=core.run, name="ProcessPoolExecutor", daemon=True)
        self._thread.start()
        _cores[self._thread] = core
        # When the executor is forgotten its processes are to end.
        weakref.finalize(self, core.close).atexit = False

    def submit(self, fn, /, *args, **kwargs):
        with self._shutdown_lock:
            if self._broken:
                raise BrokenProcessPool(self._broken)
            if self._shutdown_thread:
                raise RuntimeError("cannot schedule new futures after shutdown")
            if _global_shutdown:
                raise RuntimeError("cannot schedule new futures after interpreter shutdown")
            if self._core is None:
                self._start_core()
            future = _base.Future()
            call = _Call(self._core, future)
            self._futures.add(future)
            try:
                self._core.add(call, call.feed(fn, args, kwargs))
            except ValueError:
                raise BrokenProcessPool(self._broken or "the process pool is not usable anymore") from None
            return future

    submit.__doc__ = _base.Executor.submit.__doc__

    def map(self, fn, *iterables, timeout=None, chunksize=1, buffersize=None):
        """An iterator over fn(*items), in order. Workers are given chunksize calls at a time."""
        if chunksize < 1:
            raise ValueError("chunksize must be >= 1.")
        if chunksize == 1:
            return super().map(fn, *iterables, timeout=timeout, buffersize=buffersize)
        results = super().map(functools.partial(_process_chunk, fn), itertools.batched(zip(*iterables), chunksize),
                              timeout=timeout, buffersize=buffersize)
        return itertools.chain.from_iterable(results)

    def shutdown(self, wait=True, *, cancel_futures=False):
        with self._shutdown_lock:
            self._shutdown_thread = True
            if cancel_futures:
                for future in list(self._futures):
                    future.cancel()
            if self._core is not None:
                self._core.close()
        if wait and self._thread is not None:
            self._thread.join()

    shutdown.__doc__ = _base.Executor.shutdown.__doc__

    def _end_workers(self, signal):
        core = self._core
        if core is not None:
            core.end(signal)
        self.shutdown(wait=False, cancel_futures=True)
        if self._thread is not None:
            self._thread.join()

    def terminate_workers(self):
        """Ends the workers at once, politely. Calls that are running fail with BrokenProcessPool."""
        self._end_workers("terminate")

    def kill_workers(self):
        """The same by SIGKILL."""
        self._end_workers("kill")
