"""Locks, semaphores, conditions, events and barriers for processes."""

import _multiprocessing

from . import _plain, context, process, reduction

__all__ = ['Lock', 'RLock', 'Semaphore', 'BoundedSemaphore', 'Condition', 'Event', 'Barrier']

RECURSIVE_MUTEX, SEMAPHORE = 0, 1
SEM_VALUE_MAX = _multiprocessing.SEM_VALUE_MAX


class SemLock:
    """What they are made of. It can be handed to a process at its start."""

    def __init__(self, kind, value, maxvalue, *, ctx=None, robust=False):
        self._set(_multiprocessing.SemLock(kind, value, maxvalue, robust))

    def _set(self, semlock):
        self._semlock = semlock
        self.acquire = semlock.acquire
        self.release = semlock.release

    def locked(self):
        return self._semlock._is_zero()

    def __enter__(self):
        return self._semlock.__enter__()

    def __exit__(self, *args):
        return self._semlock.__exit__(*args)

    def __getstate__(self):
        context.assert_spawning(self)
        lock = self._semlock
        return (reduction.DupFd(lock.fd), lock.offset, lock.kind, lock.maxvalue, lock.robust)

    def __setstate__(self, state):
        fd, *rest = state
        self._set(_multiprocessing.SemLock.attach(fd.detach(), *rest))

    def _owner(self):
        """Who has it, as far as can be told."""
        if self._semlock._is_mine():
            name = process.current_process().name
            import threading
            if threading.current_thread().name != 'MainThread':
                name += '|' + threading.current_thread().name
            return name
        if self._semlock._get_value() == 1:
            return 'None'
        return 'SomeOtherThread' if self._semlock._count() > 0 else 'SomeOtherProcess'


class Semaphore(SemLock):
    def __init__(self, value=1, *, ctx=None):
        super().__init__(SEMAPHORE, value, SEM_VALUE_MAX)

    def get_value(self):
        return self._semlock._get_value()

    def __repr__(self):
        return '<%s(value=%s)>' % (type(self).__name__, self._semlock._get_value())


class BoundedSemaphore(Semaphore):
    def __init__(self, value=1, *, ctx=None):
        SemLock.__init__(self, SEMAPHORE, value, value)

    def __repr__(self):
        return '<%s(value=%s, maxvalue=%s)>' % (type(self).__name__, self._semlock._get_value(),
                                                self._semlock.maxvalue)


class Lock(SemLock):
    def __init__(self, *, ctx=None, robust=False):
        super().__init__(SEMAPHORE, 1, 1, robust=robust)

    def __repr__(self):
        return '<%s(owner=%s)>' % (type(self).__name__, self._owner())


class RLock(SemLock):
    def __init__(self, *, ctx=None):
        super().__init__(RECURSIVE_MUTEX, 1, 1)

    def __repr__(self):
        owner = self._owner()
        count = self._semlock._count() if self._semlock._is_mine() else 0 if owner == 'None' else 'nonzero'
        return '<%s(%s, %s)>' % (type(self).__name__, owner, count)


class Condition:
    """Waiting for something that others do while they hold the lock."""

    def __init__(self, lock=None, *, ctx=None):
        self._set(lock or RLock(), Semaphore(0), Semaphore(0), Semaphore(0))

    def _set(self, lock, sleeping, woken, wake):
        # Who waits counts itself in `sleeping`, sleeps on `wake`, and when it goes on counts in `woken`.
        self._lock = lock
        self._sleeping_count = sleeping
        self._woken_count = woken
        self._wait_semaphore = wake
        self.acquire = lock.acquire
        self.release = lock.release

    def __getstate__(self):
        context.assert_spawning(self)
        return self._lock, self._sleeping_count, self._woken_count, self._wait_semaphore

    def __setstate__(self, state):
        self._set(*state)

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def __repr__(self):
        waiters = self._sleeping_count.get_value() - self._woken_count.get_value()
        return '<%s(%s, %s)>' % (type(self).__name__, self._lock, waiters)

    def wait(self, timeout=None):
        """Gives the lock back until somebody notifies. False when nobody did in time."""
        assert self._lock._semlock._is_mine(), 'must acquire() condition before using wait()'
        self._sleeping_count.release()
        count = self._lock._semlock._count()
        for _ in range(count):
            self._lock.release()
        try:
            return self._wait_semaphore.acquire(True, timeout)
        finally:
            self._woken_count.release()
            for _ in range(count):
                self._lock.acquire()

    def notify(self, n=1):
        """Lets n of those who wait go on."""
        assert self._lock._semlock._is_mine(), 'lock is not owned'
        assert not self._wait_semaphore.acquire(False), 'notify: Should not have been able to acquire _wait_semaphore'
        # Those whose time was up have gone on without having been notified.
        while self._woken_count.acquire(False):
            self._sleeping_count.acquire(False)
        sleepers = 0
        while sleepers < n and self._sleeping_count.acquire(False):
            self._wait_semaphore.release()
            sleepers += 1
        if sleepers:
            for _ in range(sleepers):
                # A waiter that was killed will not say that it has woken.
                if not self._woken_count.acquire(True, 1.0):
                    break
            # A notification that somebody's timeout made unnecessary is taken back.
            while self._wait_semaphore.acquire(False):
                pass

    def notify_all(self):
        """Lets all who wait go on."""
        self.notify(n=SEM_VALUE_MAX)

    wait_for = _plain.wait_for


class Event:
    """A flag that processes wait for."""

    def __init__(self, *, ctx=None):
        self._cond = Condition(Lock())
        self._flag = Semaphore(0)

    def is_set(self):
        with self._cond:
            if self._flag.acquire(False):
                self._flag.release()
                return True
            return False

    def set(self):
        with self._cond:
            self._flag.acquire(False)
            self._flag.release()
            self._cond.notify_all()

    def clear(self):
        with self._cond:
            self._flag.acquire(False)

    def wait(self, timeout=None):
        with self._cond:
            if self._flag.acquire(False):
                self._flag.release()
            else:
                self._cond.wait(timeout)
            if self._flag.acquire(False):
                self._flag.release()
                return True
            return False

    def __repr__(self):
        return '<%s at %s %s>' % (type(self).__qualname__, hex(id(self)), 'set' if self.is_set() else 'unset')


def __getattr__(name):
    # Only who wants a barrier needs threading.
    if name != 'Barrier':
        raise AttributeError("module %r has no attribute %r" % (__name__, name))
    import threading
    from .sharedctypes import _Memory

    class Barrier(threading.Barrier):
        """A place where a fixed number of processes wait for each other."""

        def __init__(self, parties, action=None, timeout=None, *, ctx=None):
            if parties < 1:
                raise ValueError("parties must be >= 1")
            self.__setstate__((parties, action, timeout, Condition(), _Memory(8)))
            self._state = 0
            self._count = 0

        def __setstate__(self, state):
            self._parties, self._action, self._timeout, self._cond, self._memory = state
            self._numbers = self._memory.view('i')

        def __getstate__(self):
            return self._parties, self._action, self._timeout, self._cond, self._memory

        @property
        def _state(self):
            return self._numbers[0]

        @_state.setter
        def _state(self, value):
            self._numbers[0] = value

        @property
        def _count(self):
            return self._numbers[1]

        @_count.setter
        def _count(self, value):
            self._numbers[1] = value

    Barrier.__qualname__ = 'Barrier'
    globals()['Barrier'] = Barrier
    return Barrier
