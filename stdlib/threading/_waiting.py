"""The ways in which threads wait for one another, built from locks."""

import _thread
from _collections import deque as _deque
from time import monotonic as _now

__name__ = "threading"  # the module that these belong to

Lock = _thread.lock
RLock = _thread.RLock


class _MethodOfLock:
    """A method that a condition has from its lock. Made when asked for: each future has a condition."""

    def __set_name__(self, owner, name):
        self._name = name

    def __get__(self, condition, owner=None):
        if condition is None:
            return self
        method = getattr(condition._lock, self._name)
        setattr(condition, self._name, method)
        return method


class Condition:
    """A place to wait until another thread says that something has changed.

    Each waiting thread blocks on a lock of its own, which notify() releases, in the order of waiting.
    """

    def __init__(self, lock=None):
        self._lock = RLock() if lock is None else lock
        self._waiters = _deque()

    acquire = _MethodOfLock()
    release = _MethodOfLock()
    locked = _MethodOfLock()

    def _release_all(self):
        # A lock that can be held several times is given up completely while waiting.
        lock = self._lock
        if type(lock) is not Lock and (save := getattr(lock, "_release_save", None)):
            return save()
        lock.release()

    def _take_back(self, state):
        lock = self._lock
        if type(lock) is not Lock and (restore := getattr(lock, "_acquire_restore", None)):
            restore(state)
        else:
            lock.acquire()

    def _is_owned(self):
        lock = self._lock
        if type(lock) is not Lock and (owned := getattr(lock, "_is_owned", None)):
            return owned()
        # Of a plain lock one only knows whether somebody has it.
        if lock.acquire(False):
            lock.release()
            return False
        return True

    def _at_fork_reinit(self):
        self._lock._at_fork_reinit()
        self._waiters.clear()

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, exc_type=None, exc=None, traceback=None):
        return self._lock.__exit__(exc_type, exc, traceback)

    def __repr__(self):
        return f"<Condition({self._lock}, {len(self._waiters)})>"

    def wait(self, timeout=None):
        """Give up the lock, wait to be notified, take it again. False when timeout seconds passed first."""
        if not self._is_owned():
            raise RuntimeError("cannot wait on un-acquired lock")
        waiter = Lock()
        waiter.acquire()
        self._waiters.append(waiter)
        state = self._release_all()
        notified = False
        try:
            if timeout is None:
                waiter.acquire()
                notified = True
            elif timeout > 0:
                notified = waiter.acquire(True, timeout)
            else:
                notified = waiter.acquire(False)
            return notified
        finally:
            self._take_back(state)
            if not notified:
                try:
                    self._waiters.remove(waiter)
                except ValueError:
                    pass

    def wait_for(self, predicate, timeout=None):
        """Wait until predicate() is true; return its last value."""
        result = predicate()
        if timeout is None:
            while not result:
                self.wait()
                result = predicate()
            return result
        deadline = _now() + timeout
        while not result:
            left = deadline - _now()
            if left <= 0:
                break
            self.wait(left)
            result = predicate()
        return result

    def notify(self, n=1):
        """Wake up to n threads that wait."""
        lock = self._lock
        kind = type(lock)
        if not (lock.locked() if kind is Lock else lock._is_owned() if kind is RLock else self._is_owned()):
            raise RuntimeError("cannot notify on un-acquired lock")
        waiters = self._waiters
        while n > 0 and waiters:
            waiter = waiters.popleft()
            try:
                waiter.release()
            except RuntimeError:
                # It timed out and left at this very moment: the next one is meant.
                continue
            n -= 1

    def notify_all(self):
        """Wake all threads that wait."""
        self.notify(len(self._waiters))

    def notifyAll(self):
        """Old name of notify_all."""
        import warnings
        warnings.warn("notifyAll() is deprecated, use notify_all() instead", DeprecationWarning, stacklevel=2)
        self.notify_all()


class Semaphore:
    """A counter that acquire() takes down, waiting while it is zero, and release() brings up."""

    def __init__(self, value=1):
        if value < 0:
            raise ValueError("semaphore initial value must be >= 0")
        self._cond = Condition(Lock())
        self._value = value

    def __repr__(self):
        cls = type(self)
        return f"<{cls.__module__}.{cls.__qualname__} at {id(self):#x}: value={self._value}>"

    def acquire(self, blocking=True, timeout=None):
        """Take one; wait for it unless blocking is false or timeout seconds have passed. True when taken."""
        if not blocking and timeout is not None:
            raise ValueError("can't specify timeout for non-blocking acquire")
        deadline = None
        with self._cond:
            while self._value == 0:
                if not blocking:
                    return False
                left = None
                if timeout is not None:
                    if deadline is None:
                        deadline = _now() + timeout
                    left = deadline - _now()
                    if left <= 0:
                        return False
                self._cond.wait(left)
            self._value -= 1
        return True

    __enter__ = acquire

    def release(self, n=1):
        """Give n back and wake as many waiting threads."""
        if n < 1:
            raise ValueError("n must be one or more")
        with self._cond:
            self._value += n
            self._cond.notify(n)

    def __exit__(self, *exc_info):
        self.release()


class BoundedSemaphore(Semaphore):
    """A Semaphore that refuses to be released more often than it was acquired."""

    def __init__(self, value=1):
        super().__init__(value)
        self._initial_value = value

    def __repr__(self):
        cls = type(self)
        return f"<{cls.__module__}.{cls.__qualname__} at {id(self):#x}: value={self._value}/{self._initial_value}>"

    def release(self, n=1):
        """Give n back and wake as many waiting threads; ValueError when that is more than were taken."""
        if n < 1:
            raise ValueError("n must be one or more")
        with self._cond:
            if self._value + n > self._initial_value:
                raise ValueError("Semaphore released too many times")
            self._value += n
            self._cond.notify(n)


class Event:
    """A flag that threads can wait for."""

    def __init__(self):
        self._cond = Condition(Lock())
        self._flag = False

    def __repr__(self):
        cls = type(self)
        state = "set" if self._flag else "unset"
        return f"<{cls.__module__}.{cls.__qualname__} at {id(self):#x}: {state}>"

    def _at_fork_reinit(self):
        self._cond._at_fork_reinit()

    def is_set(self):
        """Whether the flag is up."""
        return self._flag

    def isSet(self):
        """Old name of is_set."""
        import warnings
        warnings.warn("isSet() is deprecated, use is_set() instead", DeprecationWarning, stacklevel=2)
        return self.is_set()

    def set(self):
        """Raise the flag and wake all threads that wait for it."""
        with self._cond:
            self._flag = True
            self._cond.notify_all()

    def clear(self):
        """Lower the flag."""
        with self._cond:
            self._flag = False

    def wait(self, timeout=None):
        """Wait until the flag is up or timeout seconds have passed; whether it is up."""
        with self._cond:
            return self._flag or self._cond.wait(timeout)


class BrokenBarrierError(RuntimeError):
    """A thread that waited at the barrier gave up, or the barrier was reset."""


class Barrier:
    """A place where a fixed number of threads wait for each other, again and again."""

    # The states of a barrier: letting threads in, letting them out, being reset, broken.
    _FILLING, _DRAINING, _RESETTING, _BROKEN = 0, 1, -1, -2

    def __init__(self, parties, action=None, timeout=None):
        if parties < 1:
            raise ValueError("parties must be >= 1")
        self._cond = Condition(Lock())
        self._action = action
        self._timeout = timeout
        self._parties = parties
        self._state = self._FILLING
        self._count = 0

    def __repr__(self):
        cls = type(self)
        where = f"{cls.__module__}.{cls.__qualname__} at {id(self):#x}"
        if self.broken:
            return f"<{where}: broken>"
        return f"<{where}: waiters={self.n_waiting}/{self.parties}>"

    def wait(self, timeout=None):
        """Wait until all parties are here. Returns a different number from 0 to parties-1 in each thread."""
        if timeout is None:
            timeout = self._timeout
        with self._cond:
            # Those of the last round leave before a new one begins.
            while self._state in (self._DRAINING, self._RESETTING):
                self._cond.wait()
            if self._state == self._BROKEN:
                raise BrokenBarrierError
            index = self._count
            self._count += 1
            try:
                if index + 1 == self._parties:
                    self._open()
                else:
                    self._wait_for_others(timeout)
                return index
            finally:
                self._count -= 1
                if self._count == 0 and self._state in (self._DRAINING, self._RESETTING):
                    self._state = self._FILLING
                    self._cond.notify_all()

    def _open(self):
        try:
            if self._action:
                self._action()
            self._state = self._DRAINING
            self._cond.notify_all()
        except:
            self._break()
            raise

    def _wait_for_others(self, timeout):
        if not self._cond.wait_for(lambda: self._state != self._FILLING, timeout):
            self._break()
            raise BrokenBarrierError
        if self._state < 0:
            raise BrokenBarrierError

    def _break(self):
        self._state = self._BROKEN
        self._cond.notify_all()

    def reset(self):
        """Start anew; threads that wait get BrokenBarrierError."""
        with self._cond:
            if self._count > 0:
                if self._state in (self._FILLING, self._BROKEN):
                    self._state = self._RESETTING
            else:
                self._state = self._FILLING
            self._cond.notify_all()

    def abort(self):
        """Break the barrier: all who wait or come get BrokenBarrierError."""
        with self._cond:
            self._break()

    @property
    def parties(self):
        """How many threads the barrier waits for."""
        return self._parties

    @property
    def n_waiting(self):
        """How many of them are here."""
        return self._count if self._state == self._FILLING else 0

    @property
    def broken(self):
        """Whether the barrier is broken."""
        return self._state == self._BROKEN
