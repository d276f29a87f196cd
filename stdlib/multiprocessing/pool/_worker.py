"""What a worker process does, and how results and errors come back from it."""

import itertools

import _multiprocessing

from .. import util
from ..reduction import ForkingPickler

__name__ = "multiprocessing.pool"  # the module that these belong to

_dumps = ForkingPickler.dumps
_loads = ForkingPickler.loads
_send = _multiprocessing.send
_receive = _multiprocessing.receive


# -- errors that travel --

class RemoteTraceback(Exception):
    """The traceback of an exception in another process, as text."""

    def __init__(self, tb):
        self.tb = tb

    def __str__(self):
        return self.tb


class ExceptionWithTraceback:
    """An exception that keeps its traceback when it is pickled: as its __cause__."""

    def __init__(self, error, tb=None):
        import traceback
        lines = traceback.format_exception(type(error), error, error.__traceback__ if tb is None else tb)
        self.error = error
        self.tb = '\n"""\n%s"""' % ''.join(lines)

    def __reduce__(self):
        return _rebuild_exception, (self.error, self.tb)


def _rebuild_exception(error, tb):
    error.__cause__ = RemoteTraceback(tb)
    return error


class MaybeEncodingError(Exception):
    """A result that cannot be sent."""

    def __init__(self, exc, value):
        self.exc = repr(exc)
        self.value = repr(value)
        super().__init__(self.exc, self.value)

    def __str__(self):
        return "Error sending result: '%s'. Reason: '%s'" % (self.value, self.exc)

    def __repr__(self):
        return "<%s: %s>" % (type(self).__name__, self)


# -- what workers call --

def mapstar(func, items):
    return list(map(func, items))


def starmapstar(func, items):
    return list(itertools.starmap(func, items))


# A worker says so when it is ready; whatever else it sends is a result.
_READY = b''


def worker(receive, send, initializer=None, initargs=(), maxtasks=None, do=None):
    """What a worker process does: one task after the other."""
    if do is None:
        do = _do
    if initializer is not None:
        initializer(*initargs)
    try:
        send.send_bytes(_READY)
        tasks, results = receive.fileno(), send.fileno()
        done = 0
        while maxtasks is None or done < maxtasks:
            octets = _receive(tasks)
            if not octets:
                break
            _send(results, do(octets))
            done += 1
    except (EOFError, OSError):
        pass  # the pool has gone
    util.debug('worker exiting after %d tasks' % done)


def _do(octets):
    """The octets of the result of a task."""
    try:
        func, args, kwargs = _loads(octets)
        result = (True, func(*args, **kwargs))
    except Exception as error:
        result = (False, ExceptionWithTraceback(error))
    try:
        return _dumps(result)
    except Exception as error:
        return _dumps((False, MaybeEncodingError(error, result[1])))
