"""Finalizers, the end of a process, logging."""

import itertools
import posix as os
import sys

import _multiprocessing

from . import process

__all__ = ['sub_debug', 'debug', 'info', 'sub_warning', 'get_logger', 'log_to_stderr', 'is_exiting', 'Finalize',
           'register_after_fork', 'close_fds', 'SUBDEBUG', 'SUBWARNING']

# -- logging --

NOTSET = 0
SUBDEBUG = 5
DEBUG = 10
INFO = 20
SUBWARNING = 25
WARNING = 30
LOGGER_NAME = 'multiprocessing'
DEFAULT_LOGGING_FORMAT = '[%(levelname)s/%(processName)s] %(message)s'

_logger = None
_log_to_stderr = False


def _log(level, message, args):
    if _logger is not None:
        _logger.log(level, message, *args, stacklevel=3)


def sub_debug(message, *args):
    _log(SUBDEBUG, message, args)


def debug(message, *args):
    _log(DEBUG, message, args)


def info(message, *args):
    _log(INFO, message, args)


def sub_warning(message, *args):
    _log(SUBWARNING, message, args)


def warn(message, *args):
    _log(WARNING, message, args)


def get_logger():
    """The logger of the package."""
    global _logger
    if _logger is None:
        import logging
        _logger = logging.getLogger(LOGGER_NAME)
        _logger.propagate = 0
    return _logger


def log_to_stderr(level=None):
    """Lets the logger write to stderr."""
    global _log_to_stderr
    import logging
    logger = get_logger()
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(DEFAULT_LOGGING_FORMAT))
    logger.addHandler(handler)
    if level:
        logger.setLevel(level)
    _log_to_stderr = True
    return logger


# -- finalizers --

_finalizers = {}
_finalizer_counter = itertools.count()


class Finalize:
    """Calls callback(*args, **kwargs) once: when obj ends, when it is called, or at the end of the process.

    Those with an exitpriority are called at the end; the higher it is the earlier.
    """

    def __init__(self, obj, callback, args=(), kwargs=None, exitpriority=None):
        if exitpriority is not None and not isinstance(exitpriority, int):
            raise TypeError('Exitpriority ({0!r}) must be None or int, not {1!s}'.format(
                exitpriority, type(exitpriority)))
        if obj is None and exitpriority is None:
            raise ValueError("Without object, exitpriority cannot be None")
        self._callback = callback
        self._args = args
        self._kwargs = kwargs or {}
        self._key = (exitpriority, next(_finalizer_counter))
        self._pid = os.getpid()
        self._weakref = None
        if obj is not None:
            import weakref
            self._weakref = weakref.ref(obj, self)
        _finalizers[self._key] = self
        _prepare_exit()

    def __call__(self, wr=None, _finalizers=_finalizers, _getpid=os.getpid):
        # (The names are kept as defaults: objects may end when those of the module are gone.)
        if _finalizers.pop(self._key, None) is None:
            return None
        callback, args, kwargs = self._callback, self._args, self._kwargs
        self._callback = self._args = self._kwargs = self._weakref = None
        # A forked child has the finalizers of its parent, but nothing to finalize.
        if self._pid != _getpid():
            return None
        return callback(*args, **kwargs)

    def cancel(self):
        """Forgets about it."""
        if _finalizers.pop(self._key, None) is not None:
            self._callback = self._args = self._kwargs = self._weakref = None

    def still_active(self):
        return self._key in _finalizers

    def __repr__(self):
        obj = self._weakref() if self._weakref is not None else None
        if self._callback is None:
            return '<%s object, dead>' % type(self).__name__
        text = '<%s object, callback=%s' % (type(self).__name__,
                                            getattr(self._callback, '__name__', self._callback))
        if self._key[0] is not None:
            text += ', exitpriority=' + str(self._key[0])
        return text + '>'


def _run_finalizers(minpriority=None):
    """Calls those with an exitpriority of at least minpriority; without one, all."""
    def due(key):
        return key[0] is not None and (minpriority is None or key[0] >= minpriority)

    for key in sorted(filter(due, _finalizers), reverse=True):
        finalizer = _finalizers.get(key)
        if finalizer is not None:
            try:
                finalizer()
            except Exception:
                import traceback
                traceback.print_exc()
    if minpriority is None:
        _finalizers.clear()


# -- the end of a process --

_exiting = False
_exit_prepared = None


def is_exiting():
    """Has the process begun to end?"""
    return _exiting


def _prepare_exit():
    """Called before there is anything to clean up: once in each process."""
    global _exit_prepared
    if _exit_prepared is None:
        import atexit
        atexit.register(_exit_function)
    _exit_prepared = True


def _exit_function():
    """Ends daemonic children, waits for the others, calls finalizers."""
    global _exiting
    if _exiting:
        return
    _exiting = True
    info('process shutting down')
    debug('running all "atexit" finalizers with priority >= 0')
    _run_finalizers(0)
    children = process.active_children()
    for child in children:
        if child.daemon:
            info('calling terminate() for daemon %s', child.name)
            child._popen.terminate()
    try:
        for child in process.active_children():
            info('calling join() for process %s', child.name)
            if child.daemon:
                child.join(1)
                if child.is_alive():
                    child.kill()
            child.join()
    except BaseException:
        # Whoever interrupts the wait wants the end of all.
        for child in process.active_children():
            child._popen.terminate()
        for child in process.active_children():
            child.join(1)
            if child.is_alive():
                child.kill()
                child.join()
        raise
    finally:
        debug('running the remaining "atexit" finalizers')
        _run_finalizers()


# -- children: what they inherit, and how they notice that their parent has gone --

_life = None            # (process, read end, write end): the write end is open as long as the process lives
_inherited = []         # descriptors that a child of this process has to close
_after_fork = {}


def register_after_fork(obj, func):
    """func(obj) is called in a forked child, if obj still lives there."""
    import weakref
    _after_fork[id(obj)] = weakref.ref(obj), func


def life_pipe():
    """The read end of a pipe that is closed when this process ends, however it does."""
    global _life
    pid = os.getpid()
    if _life is None or _life[0] != pid:
        _life = pid, *os.pipe()
    return _life[1]


def _forked():
    """In a forked child: gives up what belongs to the parent."""
    global _life, _exiting
    # Flushed before the fork; other threads may have gone on writing since.
    for stream in (sys.stdout, sys.stderr):
        _multiprocessing.discard_output(stream)
    if _life is not None:
        os.close(_life[2])
        # The read end stays: it tells when the parent has ended.
        _life = None
    for fd in _inherited:
        try:
            os.close(fd)
        except OSError:
            pass
    _inherited.clear()
    _finalizers.clear()
    _exiting = False


def _start_child():
    """In a child, before its run()."""
    for reference, func in list(_after_fork.values()):
        obj = reference()
        if obj is not None:
            try:
                func(obj)
            except Exception as error:
                info('after forker raised exception %s', error)


def close_fds(*fds):
    for fd in fds:
        os.close(fd)


def _close_stdin():
    """Children do not read what is meant for the first process."""
    if sys.stdin is None:
        return
    try:
        sys.stdin.close()
    except (OSError, ValueError):
        pass
    try:
        fd = os.open('/dev/null', os.O_RDONLY)
        try:
            sys.stdin = open(fd, encoding='utf-8', closefd=False)
        except:
            os.close(fd)
            raise
    except (OSError, ValueError):
        pass


def _flush_std_streams():
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, ValueError, OSError):
            pass


def _cleanup_tests():
    _run_finalizers()
