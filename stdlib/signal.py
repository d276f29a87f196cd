"""Signals: handlers, timers and waiting. Handlers run in the main thread, between two instructions."""

import _signal
from _signal import *
from enum import IntEnum as _IntEnum

_IntEnum._convert_('Signals', __name__, lambda name: name.isupper() and name.startswith('SIG')
                   and not name.startswith('SIG_'))
_IntEnum._convert_('Handlers', __name__, lambda name: name in ('SIG_DFL', 'SIG_IGN'))
_IntEnum._convert_('Sigmasks', __name__, lambda name: name in ('SIG_BLOCK', 'SIG_UNBLOCK', 'SIG_SETMASK'))


def _named(value, kind):
    # A plain number as a member of its enumeration; what has no name there stays as it is.
    if not isinstance(value, int):
        return value
    try:
        return kind(value)
    except (ValueError, TypeError):
        return value


def _named_set(numbers):
    return {_named(number, Signals) for number in numbers}


def signal(signalnum, handler):
    """Sets the handler of a signal: a function of (number, frame), SIG_DFL or SIG_IGN. Returns the old one."""
    return _named(_signal.signal(signalnum, handler), Handlers)


def getsignal(signalnum):
    """The handler of a signal; None when it was not set from Python."""
    return _named(_signal.getsignal(signalnum), Handlers)


def pthread_sigmask(how, mask):
    """Changes which signals this thread holds back; returns the old set."""
    return _named_set(_signal.pthread_sigmask(how, mask))


def sigpending():
    """The signals that are held back and have come."""
    return _named_set(_signal.sigpending())


def sigwait(sigset):
    """Waits for one of the signals."""
    return _named(_signal.sigwait(sigset), Signals)


def valid_signals():
    """All signals of this system."""
    return _named_set(_signal.valid_signals())
