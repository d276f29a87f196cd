"""Queues between processes: a pipe, with locks for those who share an end of it.

The locks are robust: a process that is killed while it has one does not keep the others from the queue.
"""

import posix as os
import time

import _multiprocessing

from . import connection, context, reduction, util
from .synchronize import SEM_VALUE_MAX, BoundedSemaphore, Condition, Lock, Semaphore

__all__ = ['Queue', 'SimpleQueue', 'JoinableQueue']

_dumps = reduction.ForkingPickler.dumps
_loads = reduction.ForkingPickler.loads
_send_all = _multiprocessing.send_all


def _exceptions():
    """Module queue, which has Empty and Full."""
    import queue
    return queue


class Queue:
    """First in, first out. A thread of the process that puts writes the items to the pipe."""

    def __init__(self, maxsize=0, *, ctx=None):
        if maxsize <= 0:
            maxsize = SEM_VALUE_MAX
        self._maxsize = maxsize
        self._reader, self._writer = connection.Pipe(duplex=False)
        self._rlock = Lock(robust=True)
        self._wlock = Lock(robust=True)
        self._sem = BoundedSemaphore(maxsize)
        self._ignore_epipe = False
        self._reset()

    def __getstate__(self):
        context.assert_spawning(self)
        return self._maxsize, self._reader, self._writer, self._rlock, self._wlock, self._sem, self._ignore_epipe

    def __setstate__(self, state):
        (self._maxsize, self._reader, self._writer, self._rlock, self._wlock, self._sem, self._ignore_epipe) = state
        self._reset()

    def _reset(self):
        # What belongs to one process: the items on their way to the pipe, and the thread that takes them there.
        self._owner = os.getpid()
        self._buffer = None
        self._thread = None
        self._jointhread = None
        self._joincancelled = False
        self._closed = False
        self._close = None

    def _check_owner(self):
        if self._owner != os.getpid():
            self._reset()

    def put(self, obj, block=True, timeout=None):
        """Puts an item; with block waits for a free place, Full when there is none in time."""
        self._check_owner()
        if self._closed:
            raise ValueError(f"Queue {self!r} is closed")
        if not self._sem.acquire(block, timeout):
            raise _exceptions().Full
        if self._buffer is None:
            self._start_thread()
        with self._notempty:
            self._buffer.append(obj)
            self._notempty.notify()

    def get(self, block=True, timeout=None):
        """The next item; with block waits for one, Empty when there is none in time."""
        if self._closed and self._owner == os.getpid():
            raise ValueError(f"Queue {self!r} is closed")
        if block and timeout is None:
            with self._rlock:
                octets = self._reader.recv_bytes()
            self._sem.release()
            return _loads(octets)
        deadline = time.monotonic() + timeout if block else None
        if not self._rlock.acquire(block, timeout):
            raise _exceptions().Empty
        try:
            if block:
                if not self._reader.poll(max(0, deadline - time.monotonic())):
                    raise _exceptions().Empty
            elif not self._reader.poll():
                raise _exceptions().Empty
            octets = self._reader.recv_bytes()
            self._sem.release()
        finally:
            self._rlock.release()
        return _loads(octets)

    def qsize(self):
        return self._maxsize - self._sem._semlock._get_value()

    def empty(self):
        return not self._reader.poll()

    def full(self):
        return self._sem._semlock._is_zero()

    def get_nowait(self):
        return self.get(False)

    def put_nowait(self, obj):
        return self.put(obj, False)

    def close(self):
        """No more items from this process. Those that were put still go to the pipe."""
        self._check_owner()
        self._closed = True
        close, self._close = self._close, None
        if close is not None:
            close()
        self._reader.close()

    def join_thread(self):
        """Waits until all items are in the pipe."""
        assert self._closed, "Queue {0!r} not closed".format(self)
        if self._jointhread is not None:
            self._jointhread()

    def cancel_join_thread(self):
        """The end of the process does not wait for the items."""
        self._joincancelled = True
        if self._jointhread is not None:
            self._jointhread.cancel()

    def _terminate_broken(self):
        """Nobody reads any more."""
        self._ignore_epipe = True
        self.close()

    def _start_thread(self):
        import threading
        from collections import deque
        self._buffer = deque()
        self._notempty = threading.Condition(threading.Lock())
        self._thread = threading.Thread(
            target=_feed,
            args=(self._buffer, self._notempty, self._writer, self._wlock, self._sem, self._ignore_epipe,
                  self._on_queue_feeder_error),
            name='QueueFeederThread', daemon=True)
        self._thread.start()
        self._close = util.Finalize(self, _tell_end, (self._buffer, self._notempty), exitpriority=10)
        if not self._joincancelled:
            self._jointhread = util.Finalize(self._thread, _join, (self._thread,), exitpriority=-5)

    @staticmethod
    def _on_queue_feeder_error(error, obj):
        """An item could not be sent: says so, and goes on with the next."""
        import traceback
        traceback.print_exc()

    def __class_getitem__(cls, item):
        from types import GenericAlias
        return GenericAlias(cls, item)


_end = object()


def _tell_end(buffer, notempty):
    with notempty:
        buffer.append(_end)
        notempty.notify()


def _join(thread):
    thread.join()


def _feed(buffer, notempty, writer, lock, semaphore, ignore_epipe, on_error):
    """The thread of a queue: pickles items and writes them to the pipe, all that there are at a time."""

    def fail(error, obj):
        """Says that an item cannot be sent. Ends the thread when nobody wants to hear it any more."""
        if util.is_exiting():
            util.info('error in queue thread: %s', error)
            if isinstance(error, OSError):
                raise SystemExit
        # The item has no place in the queue.
        semaphore.release()
        on_error(error, obj)

    over = False
    while not over:
        with notempty:
            while not buffer:
                notempty.wait()
            items = list(buffer)
            buffer.clear()
        sent, messages = [], []
        for obj in items:
            if obj is _end:
                over = True
                break
            try:
                messages.append(_dumps(obj))
                sent.append(obj)
            except Exception as error:
                fail(error, obj)
        try:
            with lock:
                _send_all(writer.fileno(), messages)
        except Exception as error:
            if ignore_epipe and isinstance(error, BrokenPipeError):
                return
            for obj in sent:
                fail(error, obj)
        obj = items = sent = messages = None
    writer.close()


class JoinableQueue(Queue):
    """A queue whose join() waits until all items have been worked on."""

    def __init__(self, maxsize=0, *, ctx=None):
        super().__init__(maxsize)
        self._unfinished_tasks = Semaphore(0)
        self._cond = Condition()

    def __getstate__(self):
        return super().__getstate__(), self._cond, self._unfinished_tasks

    def __setstate__(self, state):
        base, self._cond, self._unfinished_tasks = state
        super().__setstate__(base)

    def put(self, obj, block=True, timeout=None):
        self._check_owner()
        if self._closed:
            raise ValueError(f"Queue {self!r} is closed")
        if not self._sem.acquire(block, timeout):
            raise _exceptions().Full
        if self._buffer is None:
            self._start_thread()
        with self._notempty, self._cond:
            self._buffer.append(obj)
            self._unfinished_tasks.release()
            self._notempty.notify()

    def task_done(self):
        """One item has been worked on."""
        with self._cond:
            if not self._unfinished_tasks.acquire(False):
                raise ValueError('task_done() called too many times')
            if self._unfinished_tasks._semlock._is_zero():
                self._cond.notify_all()

    def join(self):
        """Waits until task_done() has been called for every item."""
        with self._cond:
            if not self._unfinished_tasks._semlock._is_zero():
                self._cond.wait()


class SimpleQueue:
    """A pipe with locks: what is put is in the pipe when put() returns."""

    def __init__(self, *, ctx=None):
        self._reader, self._writer = connection.Pipe(duplex=False)
        self._rlock = Lock(robust=True)
        self._wlock = Lock(robust=True)

    def close(self):
        self._reader.close()
        self._writer.close()

    def empty(self):
        return not self._reader.poll()

    def __getstate__(self):
        context.assert_spawning(self)
        return self._reader, self._writer, self._rlock, self._wlock

    def __setstate__(self, state):
        self._reader, self._writer, self._rlock, self._wlock = state

    def get(self):
        with self._rlock:
            octets = self._reader.recv_bytes()
        return _loads(octets)

    def put(self, obj):
        octets = _dumps(obj)
        with self._wlock:
            self._writer.send_bytes(octets)

    def __class_getitem__(cls, item):
        from types import GenericAlias
        return GenericAlias(cls, item)


def __getattr__(name):
    if name in ('Empty', 'Full'):
        return getattr(_exceptions(), name)
    raise AttributeError("module %r has no attribute %r" % (__name__, name))
