"""Threads, and the ways in which they wait for one another.

Lock and RLock are native (module _thread); everything else here is built on them. A thread that waits
always waits for a lock that somebody else will release: there is no polling anywhere.
"""

import _thread
import sys as _sys
from _contextvars import copy_context as _copy_context
from itertools import count as _count

from ._waiting import Barrier, BoundedSemaphore, BrokenBarrierError, Condition, Event, Lock, RLock, Semaphore

__all__ = [
    "get_ident", "active_count", "Condition", "current_thread", "enumerate", "main_thread", "TIMEOUT_MAX",
    "Event", "Lock", "RLock", "Semaphore", "BoundedSemaphore", "Thread", "Barrier", "BrokenBarrierError",
    "Timer", "ThreadError", "setprofile", "settrace", "local", "stack_size", "excepthook", "ExceptHookArgs",
    "getprofile", "gettrace", "setprofile_all_threads", "settrace_all_threads", "get_native_id",
]

local = _thread._local
get_ident = _thread.get_ident
get_native_id = _thread.get_native_id
stack_size = _thread.stack_size
ThreadError = _thread.error
TIMEOUT_MAX = _thread.TIMEOUT_MAX

_profile_hook = None
_trace_hook = None


def setprofile(func):
    """Set the profile function of all threads that start from now on."""
    global _profile_hook
    _profile_hook = func


def setprofile_all_threads(func):
    """setprofile, and for the threads that run already."""
    setprofile(func)
    _sys._setprofileallthreads(func)


def getprofile():
    """The function set by setprofile."""
    return _profile_hook


def settrace(func):
    """Set the trace function of all threads that start from now on."""
    global _trace_hook
    _trace_hook = func


def settrace_all_threads(func):
    """settrace, and for the threads that run already."""
    settrace(func)
    _sys._settraceallthreads(func)


def gettrace():
    """The function set by settrace."""
    return _trace_hook


# All threads by identifier; those that were started and do not run yet. Under _registry_lock.
_registry_lock = RLock()
_active = {}
_starting = {}
_name_numbers = _count(1)


def _new_name(template="Thread-%d"):
    return template % next(_name_numbers)


class Thread:
    """A function that runs in a thread of its own; or override run() in a subclass."""

    _initialized = False

    def __init__(self, group=None, target=None, name=None, args=(), kwargs=None, *, daemon=None, context=None):
        assert group is None, "group argument must be None for now"
        if name is not None:
            name = str(name)
        else:
            name = _new_name("Thread-%d")
            if target is not None:
                target_name = getattr(target, "__name__", None)
                if target_name is not None:
                    name += f" ({target_name})"
        self._target = target
        self._name = name
        self._args = args
        self._kwargs = {} if kwargs is None else kwargs
        if daemon and not _thread.daemon_threads_allowed():
            raise RuntimeError("daemon threads are disabled in this (sub)interpreter")
        self._daemonic = current_thread().daemon if daemon is None else daemon
        self._context = context
        self._ident = None
        self._native_id = None
        self._handle = _thread._ThreadHandle()
        self._started = Event()
        self._initialized = True
        self._stderr = _sys.stderr
        self._excepthook = excepthook

    def __repr__(self):
        assert self._initialized, "Thread.__init__() was not called"
        status = "initial"
        if self._started.is_set():
            status = "started"
        if self._handle.is_done():
            status = "stopped"
        if self._daemonic:
            status += " daemon"
        if self._ident is not None:
            status += f" {self._ident}"
        return f"<{type(self).__name__}({self._name}, {status})>"

    def start(self):
        """Start the thread; at most once."""
        if not self._initialized:
            raise RuntimeError("thread.__init__() not called")
        if self._started.is_set():
            raise RuntimeError("threads can only be started once")
        if self._context is None and _sys.flags.thread_inherit_context:
            self._context = _copy_context()
        with _registry_lock:
            _starting[self] = self
        try:
            _thread.start_joinable_thread(self._bootstrap, handle=self._handle, daemon=self.daemon)
        except Exception:
            with _registry_lock:
                _starting.pop(self, None)
            raise
        # Once the thread runs it is in _active, so that enumerate() shows it to whoever called start().
        self._started.wait()

    def run(self):
        """What the thread does: target(*args, **kwargs)."""
        try:
            if self._target is not None:
                self._target(*self._args, **self._kwargs)
        finally:
            # Often the arguments hold the thread itself.
            del self._target, self._args, self._kwargs

    def _bootstrap(self):
        try:
            self._ident = get_ident()
            self._native_id = get_native_id()
            _thread.set_name(self._name)
            with _registry_lock:
                _active[self._ident] = self
                _starting.pop(self, None)
            self._started.set()
            if _trace_hook is not None:
                _sys.settrace(_trace_hook)
            if _profile_hook is not None:
                _sys.setprofile(_profile_hook)
            try:
                if self._context is not None:
                    self._context.run(self.run)
                else:
                    self.run()
            except BaseException:
                self._report()
        finally:
            self._forget()

    def _report(self):
        exc_type, exc_value, exc_traceback = _sys.exc_info()
        try:
            # The hook as it is now; at the end of the program the module may be empty already.
            hook = excepthook or self._excepthook
            hook(ExceptHookArgs((exc_type, exc_value, exc_traceback, self)))
        except Exception as error:
            error.__suppress_context__ = True
            if _sys is not None and _sys.stderr is not None:
                print("Exception in threading.excepthook:", file=_sys.stderr, flush=True)
            if _sys is not None and _sys.excepthook is not None:
                _sys.excepthook(*_sys.exc_info())
        finally:
            exc_type = exc_value = exc_traceback = None

    def _forget(self):
        with _registry_lock:
            _active.pop(get_ident(), None)

    def _ended_by_fork(self):
        # It lives on in the parent only. Nobody is to wait for it here.
        started = Event()
        started.set()
        self._started = started
        if self._handle.ident:
            self._handle._set_done()

    def join(self, timeout=None):
        """Wait until the thread has ended or timeout seconds have passed."""
        if not self._initialized:
            raise RuntimeError("Thread.__init__() not called")
        if not self._started.is_set():
            raise RuntimeError("cannot join thread before it is started")
        if self is current_thread():
            raise RuntimeError("cannot join current thread")
        # A negative time-out means "do not wait", None "as long as it takes".
        self._handle.join(timeout if timeout is None else max(timeout, 0))

    @property
    def name(self):
        """A name for people; it has no meaning to the system."""
        assert self._initialized, "Thread.__init__() not called"
        return self._name

    @name.setter
    def name(self, name):
        assert self._initialized, "Thread.__init__() not called"
        self._name = str(name)
        if get_ident() == self._ident:
            _thread.set_name(self._name)

    @property
    def ident(self):
        """The thread's identifier, None before it starts."""
        assert self._initialized, "Thread.__init__() not called"
        return self._ident

    @property
    def native_id(self):
        """The system's number of the thread, None before it starts."""
        assert self._initialized, "Thread.__init__() not called"
        return self._native_id

    def is_alive(self):
        """Whether the thread has started and not ended."""
        assert self._initialized, "Thread.__init__() not called"
        return self._started.is_set() and not self._handle.is_done()

    @property
    def daemon(self):
        """Whether the program may end without waiting for this thread."""
        assert self._initialized, "Thread.__init__() not called"
        return self._daemonic

    @daemon.setter
    def daemon(self, daemonic):
        if not self._initialized:
            raise RuntimeError("Thread.__init__() not called")
        if self._started.is_set():
            raise RuntimeError("cannot set daemon status of active thread")
        if daemonic and not _thread.daemon_threads_allowed():
            raise RuntimeError("daemon threads are disabled in this interpreter")
        self._daemonic = daemonic

    def isDaemon(self):
        """Old name of daemon."""
        return self.daemon

    def setDaemon(self, daemonic):
        """Old name of daemon = value."""
        self.daemon = daemonic

    def getName(self):
        """Old name of name."""
        return self.name

    def setName(self, name):
        """Old name of name = value."""
        self.name = name


class ExceptHookArgs(tuple):
    """What excepthook gets: (exc_type, exc_value, exc_traceback, thread)."""

    __slots__ = ()

    def __new__(cls, values):
        values = tuple(values)
        if len(values) != 4:
            raise TypeError(f"ExceptHookArgs() takes a 4-sequence ({len(values)}-sequence given)")
        return tuple.__new__(cls, values)

    exc_type = property(lambda self: self[0])
    exc_value = property(lambda self: self[1])
    exc_traceback = property(lambda self: self[2])
    thread = property(lambda self: self[3])

    def __repr__(self):
        return (f"_thread._ExceptHookArgs(exc_type={self[0]!r}, exc_value={self[1]!r}, "
                f"exc_traceback={self[2]!r}, thread={self[3]!r})")


def excepthook(args, /):
    """Report an exception that ended a thread."""
    if args.exc_type == SystemExit:
        return
    stderr = _sys.stderr if _sys is not None else None
    if stderr is None:
        stderr = getattr(args.thread, "_stderr", None)
        if stderr is None:
            return
    name = args.thread.name if args.thread is not None else get_ident()
    print(f"Exception in thread {name}:", file=stderr, flush=True)
    _sys.__excepthook__(args.exc_type, args.exc_value, args.exc_traceback)
    stderr.flush()


__excepthook__ = excepthook


class Timer(Thread):
    """A thread that calls a function after interval seconds, unless cancelled."""

    def __init__(self, interval, function, args=None, kwargs=None):
        super().__init__()
        self.interval = interval
        self.function = function
        self.args = args if args is not None else []
        self.kwargs = kwargs if kwargs is not None else {}
        self.finished = Event()

    def cancel(self):
        """Do not call the function, if it has not been called yet."""
        self.finished.set()

    def run(self):
        self.finished.wait(self.interval)
        if not self.finished.is_set():
            self.function(*self.args, **self.kwargs)
        self.finished.set()


class _RunningThread(Thread):
    """A Thread object for a thread that this module did not start."""

    def __init__(self, name, daemon):
        super().__init__(name=name, daemon=daemon)
        self._ident = get_ident()
        self._native_id = get_native_id()
        self._handle = _thread._make_thread_handle(self._ident)
        self._started.set()
        with _registry_lock:
            _active[self._ident] = self


class _MainThread(_RunningThread):
    def __init__(self):
        super().__init__("MainThread", False)


class _DummyThread(_RunningThread):
    def __init__(self):
        super().__init__(_new_name("Dummy-%d"), True)

    def is_alive(self):
        return True

    def join(self, timeout=None):
        raise RuntimeError("cannot join a dummy thread")


def current_thread():
    """The Thread object of the calling thread."""
    try:
        return _active[get_ident()]
    except KeyError:
        return _DummyThread()


def currentThread():
    """Old name of current_thread."""
    return current_thread()


def active_count():
    """How many threads are alive."""
    with _registry_lock:
        return len(_active) + len(_starting)


def activeCount():
    """Old name of active_count."""
    return active_count()


def enumerate():
    """All threads that are alive."""
    with _registry_lock:
        return list(_active.values()) + list(_starting)


def main_thread():
    """The thread that the program started with."""
    return _main_thread


_exit_functions = []


def _register_atexit(func, *args, **kwargs):
    """Call func at the end of the program, before threads are joined."""
    if _shutting_down:
        raise RuntimeError("can't register atexit after shutdown")
    _exit_functions.append((func, args, kwargs))


_shutting_down = False


def _shutdown():
    """End of the program: wait for all threads that are not daemons."""
    global _shutting_down
    if _main_thread._handle.is_done():
        return
    _shutting_down = True
    for func, args, kwargs in reversed(_exit_functions):
        func(*args, **kwargs)
    if _main_thread.ident == get_ident():
        _main_thread._handle._set_done()
    # A thread may start others while it ends: look again until none is left.
    while True:
        with _registry_lock:
            waiting = [t for t in (*_active.values(), *_starting)
                       if not t.daemon and t is not _main_thread and t.ident != get_ident()]
        if not waiting:
            break
        for thread in waiting:
            thread._started.wait()
            thread._handle.join()


def _after_fork():
    """In the child of a fork: the thread that forked is the main thread, and there is no other."""
    global _main_thread, _registry_lock
    _registry_lock = RLock()
    current = _active.get(get_ident())
    others = [t for t in (*_active.values(), *_starting) if t is not current]
    _starting.clear()
    _active.clear()
    if current is None:
        current = _MainThread()
    else:
        _active[get_ident()] = current
        current._native_id = get_native_id()
    _main_thread = current
    for thread in others:
        thread._ended_by_fork()


# Made before its object needs current_thread(): the first thread is no daemon.
class _Nobody:
    daemon = False


_active[get_ident()] = _Nobody
_main_thread = _MainThread()
