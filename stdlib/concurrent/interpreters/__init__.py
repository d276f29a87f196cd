"""Interpreters within one process, each with modules, objects and a lock of its own (PEP 734).

    interp = create()
    interp.exec("print('hello')")
    print(interp.call(pow, 2, 10))
    interp.close()
"""

import weakref

import _interpreters
from _interpreters import InterpreterError, InterpreterNotFoundError, NotShareableError, is_shareable
from ._queues import Queue, QueueEmpty, QueueFull, create as create_queue

__all__ = ["get_current", "get_main", "create", "list_all", "is_shareable", "Interpreter", "InterpreterError",
           "InterpreterNotFoundError", "ExecutionFailed", "NotShareableError", "create_queue", "Queue", "QueueEmpty",
           "QueueFull"]


class ExecutionFailed(InterpreterError):
    """What ran in another interpreter raised an exception; `excinfo` tells about it."""

    def __init__(self, excinfo):
        super().__init__(excinfo.formatted)
        self.excinfo = excinfo

    def __str__(self):
        return f"{super().__str__()}\n\nUncaught in the interpreter:\n\n{self.excinfo.errdisplay}"


def create():
    """A new interpreter, in which nothing runs. It ends with the last object for it."""
    return Interpreter(_interpreters.create())


def list_all():
    """All interpreters of the program."""
    found = []
    for id, _ in _interpreters.list_all():
        try:
            found.append(Interpreter(id))
        except InterpreterNotFoundError:
            pass
    return found


def get_current():
    """The interpreter that this code runs in."""
    return Interpreter(_interpreters.get_current()[0])


def get_main():
    """The interpreter that the program began with."""
    return Interpreter(_interpreters.get_main()[0])


# One object for each interpreter.
_known = weakref.WeakValueDictionary()

_ORIGINS = {
    _interpreters.WHENCE_UNKNOWN: "unknown",
    _interpreters.WHENCE_RUNTIME: "runtime init",
    _interpreters.WHENCE_LEGACY_CAPI: "legacy C-API",
    _interpreters.WHENCE_CAPI: "C-API",
    _interpreters.WHENCE_XI: "cross-interpreter C-API",
    _interpreters.WHENCE_STDLIB: "_interpreters module",
}


class Interpreter:
    """One interpreter: `id` is its number, `whence` tells how it came to be.

    Only those that create() made can be closed, and run what others want.
    """

    def __new__(cls, id, /):
        if not isinstance(id, int):
            raise TypeError(f"id must be an int, got {id!r}")
        id = int(id)
        self = _known.get(id)
        if self is None:
            whence = _interpreters.whence(id)
            _interpreters.incref(id)
            self = super().__new__(cls)
            self._id = id
            self._whence = whence
            _known[id] = self
        return self

    # What it needs is bound here: at the end of a program its module may be empty.
    def __del__(self, _decref=_interpreters.decref, _gone=InterpreterNotFoundError):
        try:
            id = self._id
        except AttributeError:
            return
        try:
            _decref(id)
        except _gone:
            pass

    def __repr__(self):
        return f"{type(self).__name__}({self._id})"

    def __hash__(self):
        return hash(self._id)

    def __reduce__(self):
        return (type(self), (self._id,))

    @property
    def id(self):
        return self._id

    @property
    def whence(self):
        return _ORIGINS[self._whence]

    def is_running(self):
        """Does a thread run in its __main__?"""
        return _interpreters.is_running(self._id)

    def close(self):
        """End the interpreter: wait for its threads and free what it has. It must not be running."""
        _interpreters.destroy(self._id)

    def prepare_main(self, ns=None, /, **kwargs):
        """Set variables of its __main__ to copies of the given values, which must be shareable."""
        values = kwargs if ns is None else dict(ns, **kwargs)
        _interpreters.set___main___attrs(self._id, values)

    def exec(self, code, /):
        """Run a text, a code object or a function without arguments in its __main__.

        The calling thread does it, and leaves its own interpreter to others meanwhile. ExecutionFailed tells of an
        exception that nothing caught.
        """
        excinfo = _interpreters.exec(self._id, code)
        if excinfo is not None:
            raise ExecutionFailed(excinfo)

    def _call(self, callable, args, kwargs):
        result, excinfo, _ = _interpreters.call(self._id, callable, args, kwargs)
        if excinfo is not None:
            raise ExecutionFailed(excinfo)
        return result

    def call(self, callable, /, *args, **kwargs):
        """Call a copy of the callable there with copies of the arguments; a copy of the result.

        A function that needs nothing but builtins goes as its code, other things as a pickle.
        """
        return self._call(callable, args, kwargs)

    def call_in_thread(self, callable, /, *args, **kwargs):
        """Start a thread that makes the call; the result is dropped. Returns the thread."""
        import threading
        thread = threading.Thread(target=self._call, args=(callable, args, kwargs))
        thread.start()
        return thread
