"""What a worker process does, and how results and errors come back from it."""

import errno
import itertools

import _multiprocessing

from .. import util
from ..reduction import ForkingPickler
from ._states import END, IDLE, LEAVING

__name__ = "multiprocessing.pool"  # the module that these belong to

_dumps = ForkingPickler.dumps
_loads = ForkingPickler.loads
_send = _multiprocessing.send_packet
_take = _multiprocessing.take_packet


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


def worker(tasks, results, claims, place, initializer=None, initargs=(), maxtasks=None, do=None):
    """What a worker process does: one task after the other.

    claims[place] tells what it is about even when it is killed: what it has taken is nowhere else.
    """
    if do is None:
        do = _do
    source, target = tasks.fds(), results.fds()
    taker = _multiprocessing.packet_taker(source[0])
    if initializer is not None:
        initializer(*initargs)
    claims = claims.view('q')
    claims[place] = IDLE
    done = 0
    try:
        while done != maxtasks:
            number, octets = _take(*source, taker)
            if number == END:
                break
            claims[place] = number
            _answer(target, number, do(octets) if octets is not None else _failed(OSError(errno.EMFILE, _NO_ROOM)))
            claims[place] = IDLE
            done += 1
        claims[place] = LEAVING
    except (EOFError, ConnectionError):
        pass  # the pool has gone
    util.debug('worker exiting after %d tasks' % done)


_NO_ROOM = 'Too many open files: what was sent has no room'


def _answer(target, number, octets):
    try:
        _send(*target, number, octets)
    except ConnectionError:
        raise
    except OSError as error:
        # A long result lies in a file of its own, which may be one too many.
        _send(*target, number, _failed(MaybeEncodingError(error, '%d octets' % len(octets))))


def _failed(error):
    return _dumps((False, error))


def _do(octets):
    """The octets of the result of a task."""
    try:
        func, args, kwargs = _loads(octets)
        if func is None:
            mapper, func = _loads(args)
            result = (True, mapper(func, kwargs))
        else:
            result = (True, func(*args, **kwargs))
    except Exception as error:
        result = (False, ExceptionWithTraceback(error))
    try:
        return _dumps(result)
    except Exception as error:
        return _failed(MaybeEncodingError(error, result[1]))
