"""Future and Executor, and the two ways to wait for several futures."""

import threading
import time
import types
from _lazy_logger import LazyLogger
from collections import deque, namedtuple

FIRST_COMPLETED = "FIRST_COMPLETED"
FIRST_EXCEPTION = "FIRST_EXCEPTION"
ALL_COMPLETED = "ALL_COMPLETED"

# The life of a future. One that was cancelled is CANCELLED until its executor has taken notice.
PENDING = "PENDING"
RUNNING = "RUNNING"
CANCELLED = "CANCELLED"
CANCELLED_AND_NOTIFIED = "CANCELLED_AND_NOTIFIED"
FINISHED = "FINISHED"

_AS_COMPLETED = "_AS_COMPLETED"
_OVER = frozenset((CANCELLED_AND_NOTIFIED, FINISHED))
_DONE = frozenset((CANCELLED, CANCELLED_AND_NOTIFIED, FINISHED))
_SHOWN = {PENDING: "pending", RUNNING: "running", CANCELLED: "cancelled", CANCELLED_AND_NOTIFIED: "cancelled",
          FINISHED: "finished"}

LOGGER = LazyLogger("concurrent.futures")


class Error(Exception):
    """Base class for all future-related exceptions."""


class CancelledError(Error):
    """The Future was cancelled."""


TimeoutError = TimeoutError


class InvalidStateError(Error):
    """The operation is not allowed in this state."""


class BrokenExecutor(RuntimeError):
    """Raised when a executor has become non-functional after a severe failure."""


class _Waiter:
    """Somebody who waits for several futures: an event, and what has ended since it was last looked at."""

    def __init__(self):
        self.event = threading.Event()
        self.finished_futures = []
        self.lock = threading.Lock()

    def add_result(self, future):
        self._ended(future, False)

    def add_exception(self, future):
        self._ended(future, True)

    def add_cancelled(self, future):
        self._ended(future, False)

    def _ended(self, future, failed):
        with self.lock:
            self.finished_futures.append(future)
        self.event.set()


class _CountingWaiter(_Waiter):
    """Wakes up when so many futures have ended, or one has failed if that is asked for."""

    def __init__(self, count, stop_on_exception):
        super().__init__()
        self.left = count
        self.stop_on_exception = stop_on_exception

    def _ended(self, future, failed):
        with self.lock:
            self.finished_futures.append(future)
            self.left -= 1
            enough = self.left <= 0 or (failed and self.stop_on_exception)
        if enough:
            self.event.set()


class _AcquireFutures:
    """Holds the locks of several futures, taken in one order everywhere."""

    def __init__(self, futures):
        self.futures = sorted(futures, key=id)

    def __enter__(self):
        for future in self.futures:
            future._lock.acquire()

    def __exit__(self, *exc_info):
        for future in self.futures:
            future._lock.release()


def _make_waiter(futures, return_when):
    if return_when == _AS_COMPLETED or return_when == FIRST_COMPLETED:
        waiter = _Waiter()
    else:
        left = sum(future._state not in _OVER for future in futures)
        if return_when == FIRST_EXCEPTION:
            waiter = _CountingWaiter(left, True)
        elif return_when == ALL_COMPLETED:
            waiter = _CountingWaiter(left, False)
        else:
            raise ValueError("Invalid return condition: %r" % return_when)
    for future in futures:
        if future._waiters:
            future._waiters.append(waiter)
        else:
            future._waiters = [waiter]
    return waiter


def _forget_waiter(futures, waiter):
    for future in futures:
        with future._lock:
            if waiter in future._waiters:
                future._waiters.remove(waiter)


def _hand_out(futures, waiter, pending):
    # Yields from the end of a list that nobody else holds, so that each future is let go as soon as it is out.
    while futures:
        future = futures.pop()
        pending.discard(future)
        with future._lock:
            if waiter in future._waiters:
                future._waiters.remove(waiter)
        box = [future]
        del future
        yield box.pop()


def as_completed(fs, timeout=None):
    """An iterator over futures that gives each as it ends. TimeoutError when timeout seconds pass before all have."""
    deadline = None if timeout is None else time.monotonic() + timeout
    pending = set(fs)
    total = len(pending)
    with _AcquireFutures(pending):
        finished = [future for future in pending if future._state in _OVER]
        pending.difference_update(finished)
        waiter = _make_waiter(pending, _AS_COMPLETED)
    try:
        yield from _hand_out(finished, waiter, pending)
        while pending:
            left = None
            if deadline is not None:
                left = deadline - time.monotonic()
                if left < 0:
                    raise TimeoutError("%d (of %d) futures unfinished" % (len(pending), total))
            waiter.event.wait(left)
            with waiter.lock:
                finished = waiter.finished_futures
                waiter.finished_futures = []
                waiter.event.clear()
            # In the order in which they ended.
            finished.reverse()
            yield from _hand_out(finished, waiter, pending)
    finally:
        _forget_waiter(pending, waiter)


DoneAndNotDoneFutures = namedtuple("DoneAndNotDoneFutures", "done not_done")


def wait(fs, timeout=None, return_when=ALL_COMPLETED):
    """Wait until all futures have ended, one has, or one has failed; returns the sets (done, not_done)."""
    fs = set(fs)
    with _AcquireFutures(fs):
        done = {future for future in fs if future._state in _OVER}
        not_done = fs - done
        if return_when == FIRST_COMPLETED and done:
            return DoneAndNotDoneFutures(done, not_done)
        if return_when == FIRST_EXCEPTION and any(not future.cancelled() and future.exception() is not None
                                                  for future in done):
            return DoneAndNotDoneFutures(done, not_done)
        if not not_done:
            return DoneAndNotDoneFutures(done, not_done)
        waiter = _make_waiter(not_done, return_when)
    waiter.event.wait(timeout)
    _forget_waiter(not_done, waiter)
    done.update(waiter.finished_futures)
    return DoneAndNotDoneFutures(done, fs - done)


def _result_or_cancel(future, timeout=None):
    try:
        try:
            return future.result(timeout)
        finally:
            if future._state != FINISHED:
                future.cancel()
    finally:
        # An exception's traceback would keep it alive.
        del future


class Future:
    """How a call that an executor makes goes: running, its result, or its exception."""

    # Most futures have nobody who waits for them or wants to be called: what is for these is made when they come.

    def __init__(self):
        self._lock = threading.RLock()
        self._end = None  # a condition of the lock, once it was asked for
        self._state = PENDING
        self._result = None
        self._exception = None
        self._waiters = ()
        self._done_callbacks = ()

    @property
    def _condition(self):
        with self._lock:
            if self._end is None:
                self._end = threading.Condition(self._lock)
            return self._end

    def __repr__(self):
        with self._lock:
            what = f"<{type(self).__name__} at {id(self):#x} state={_SHOWN[self._state]}"
            if self._state == FINISHED:
                if self._exception is not None:
                    return f"{what} raised {type(self._exception).__name__}>"
                return f"{what} returned {type(self._result).__name__}>"
            return what + ">"

    def _invoke_callbacks(self):
        for callback in self._done_callbacks:
            try:
                callback(self)
            except Exception:
                LOGGER.exception("exception calling callback for %r", self)

    def cancel(self):
        """Cancel the call if it has not begun. False when it runs or has ended."""
        with self._lock:
            if self._state in (RUNNING, FINISHED):
                return False
            if self._state != PENDING:
                return True
            self._state = CANCELLED
            if self._end is not None:
                self._end.notify_all()
        self._invoke_callbacks()
        return True

    def cancelled(self):
        """Whether the call was cancelled."""
        with self._lock:
            return self._state in (CANCELLED, CANCELLED_AND_NOTIFIED)

    def running(self):
        """Whether the call runs now."""
        with self._lock:
            return self._state == RUNNING

    def done(self):
        """Whether the call has ended or was cancelled."""
        with self._lock:
            return self._state in _DONE

    def _outcome(self):
        if self._exception is None:
            return self._result
        try:
            raise self._exception
        finally:
            # The frame is part of the exception's traceback now.
            self = None

    def add_done_callback(self, fn):
        """Call fn(future) when it has ended, at once if it has already."""
        with self._lock:
            if self._state not in _DONE:
                if self._done_callbacks:
                    self._done_callbacks.append(fn)
                else:
                    self._done_callbacks = [fn]
                return
        try:
            fn(self)
        except Exception:
            LOGGER.exception("exception calling callback for %r", self)

    def _wait_until_done(self, timeout):
        # With the lock held.
        if self._state not in _DONE:
            self._condition.wait(timeout)
        if self._state in (CANCELLED, CANCELLED_AND_NOTIFIED):
            raise CancelledError()
        if self._state != FINISHED:
            raise TimeoutError()

    def result(self, timeout=None):
        """The call's result, or its exception raised; waits for it up to timeout seconds."""
        try:
            with self._lock:
                if self._state != FINISHED:
                    self._wait_until_done(timeout)
                return self._result if self._exception is None else self._outcome()
        finally:
            self = None

    def exception(self, timeout=None):
        """The exception that the call raised, or None; waits for it up to timeout seconds."""
        with self._lock:
            self._wait_until_done(timeout)
            return self._exception

    # -- for executors and tests --

    def set_running_or_notify_cancel(self):
        """Before the call is made: False when it was cancelled and is not to be made."""
        with self._lock:
            if self._state == CANCELLED:
                self._state = CANCELLED_AND_NOTIFIED
                for waiter in self._waiters:
                    waiter.add_cancelled(self)
                return False
            if self._state == PENDING:
                self._state = RUNNING
                return True
            LOGGER.critical("Future %s in unexpected state: %s", id(self), self._state)
            raise RuntimeError("Future in unexpected state")

    def set_result(self, result):
        """End the future with a result."""
        with self._lock:
            if self._state in _DONE:
                raise InvalidStateError("{}: {!r}".format(self._state, self))
            self._result = result
            self._state = FINISHED
            for waiter in self._waiters:
                waiter.add_result(self)
            if self._end is not None:
                self._end.notify_all()
        if self._done_callbacks:
            self._invoke_callbacks()

    def set_exception(self, exception):
        """End the future with an exception."""
        with self._lock:
            if self._state in _DONE:
                raise InvalidStateError("{}: {!r}".format(self._state, self))
            self._exception = exception
            self._state = FINISHED
            for waiter in self._waiters:
                waiter.add_exception(self)
            if self._end is not None:
                self._end.notify_all()
        if self._done_callbacks:
            self._invoke_callbacks()

    def _get_snapshot(self):
        """(done, cancelled, result, exception), all of one moment."""
        with self._lock:
            return (self._state in _DONE, self._state in (CANCELLED, CANCELLED_AND_NOTIFIED), self._result,
                    self._exception)

    __class_getitem__ = classmethod(types.GenericAlias)


class Executor:
    """What makes calls for others: see its subclasses."""

    def submit(self, fn, /, *args, **kwargs):
        """Have fn(*args, **kwargs) called; returns a Future."""
        raise NotImplementedError()

    def map(self, fn, *iterables, timeout=None, chunksize=1, buffersize=None):
        """An iterator over fn(*items), in the order of the iterables, the calls being made at the same time.

        timeout counts from the call of map(). With buffersize, only so many calls are under way; the iterables are
        read on as results are taken. chunksize is for executors of processes.
        """
        if buffersize is not None and not isinstance(buffersize, int):
            raise TypeError("buffersize must be an integer or None")
        if buffersize is not None and buffersize < 1:
            raise ValueError("buffersize must be None or > 0")
        deadline = None if timeout is None else time.monotonic() + timeout
        rows = zip(*iterables)
        if buffersize is None:
            futures = deque(self.submit(fn, *row) for row in rows)
        else:
            futures = deque()
            for row in rows:
                futures.append(self.submit(fn, *row))
                if len(futures) == buffersize:
                    break
        # Made here, so that the calls begin before the first result is asked for.
        return self._results(fn, rows if buffersize is not None else None, futures, deadline)

    def _results(self, fn, rows, futures, deadline):
        import weakref
        me = weakref.ref(self)
        del self

        def results():
            try:
                while futures:
                    if rows is not None and (executor := me()):
                        row = next(rows, None)
                        if row is not None:
                            futures.append(executor.submit(fn, *row))
                        del executor
                    first = futures.popleft()
                    try:
                        left = None if deadline is None else deadline - time.monotonic()
                        yield _result_or_cancel(first, left)
                    finally:
                        del first
            finally:
                for future in futures:
                    future.cancel()

        return results()

    def shutdown(self, wait=True, *, cancel_futures=False):
        """No more calls. Waits for those under way if wait is true; drops those that have not begun if asked to."""

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.shutdown(wait=True)
        return False
