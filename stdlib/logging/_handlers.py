"""Filters, and the handlers that bring records where they are to go."""

import io
import os
import sys
import threading
import weakref
from types import GenericAlias

import logging
from ._format import _defaultFormatter
from ._levels import NOTSET, WARNING, _checkLevel, _lock, getLevelName
from ._record import LogRecord

__all__ = ["Filter", "Handler", "StreamHandler", "FileHandler", "NullHandler", "getHandlerByName", "getHandlerNames"]

_handlers = weakref.WeakValueDictionary()  # those with names
_handlerList = []  # weak references to all, in the order of making: shutdown() goes backwards
_open = open


class Filter:
    """Lets through what a logger called name and those below it have made; everything without a name."""

    __module__ = "logging"

    def __init__(self, name=""):
        self.name = name
        self.nlen = len(name)

    def filter(self, record):
        """Whether the record is to be handled."""
        name = self.name
        return not name or record.name == name or record.name.startswith(name + ".")


class Filterer:
    """What loggers and handlers share: a list of filters."""

    __module__ = "logging"

    def __init__(self):
        self.filters = []

    def addFilter(self, filter):
        if filter not in self.filters:
            self.filters.append(filter)

    def removeFilter(self, filter):
        if filter in self.filters:
            self.filters.remove(filter)

    def filter(self, record):
        """The record, or one that a filter has put in its place; False when a filter has stopped it."""
        for filter in self.filters:
            result = filter.filter(record) if hasattr(filter, "filter") else filter(record)
            if not result:
                return False
            if isinstance(result, LogRecord):
                record = result
        return record


def getHandlerByName(name):
    """The handler with that name, or None."""
    return _handlers.get(name)


def getHandlerNames():
    """The names of all handlers that have one."""
    return frozenset(_handlers)


def _removeHandlerRef(reference, known=_handlerList, lock=_lock):
    # The last ones end when this module's names are gone.
    with lock:
        if reference in known:
            known.remove(reference)


def _addHandlerRef(handler):
    with _lock:
        _handlerList.append(weakref.ref(handler, _removeHandlerRef))


# Locks that a child of a fork gets free, whoever held them in the parent.
_locked_objects = weakref.WeakSet()


def _after_fork_in_child():
    for handler in _locked_objects:
        handler._at_fork_reinit()
    _lock._at_fork_reinit()


# Nobody holds the module's lock while the process splits.
os.register_at_fork(before=_lock.acquire, after_in_parent=_lock.release, after_in_child=_after_fork_in_child)


class Handler(Filterer):
    """Does something with records. Subclasses say what in emit()."""

    __module__ = "logging"

    def __init__(self, level=NOTSET):
        super().__init__()
        self._name = None
        self.level = _checkLevel(level)
        self.formatter = None
        self._closed = False
        _addHandlerRef(self)
        self.createLock()

    def get_name(self):
        return self._name

    def set_name(self, name):
        with _lock:
            if self._name in _handlers:
                del _handlers[self._name]
            self._name = name
            if name:
                _handlers[name] = self

    name = property(get_name, set_name)

    def createLock(self):
        """Make the lock that only one thread at a time emits."""
        self.lock = threading.RLock()
        _locked_objects.add(self)

    def _at_fork_reinit(self):
        self.lock._at_fork_reinit()

    def acquire(self):
        if self.lock:
            self.lock.acquire()

    def release(self):
        if self.lock:
            self.lock.release()

    def setLevel(self, level):
        """Leave out what is less important."""
        self.level = _checkLevel(level)

    def format(self, record):
        """The text of a record, by the handler's formatter or the default one."""
        return (self.formatter or _defaultFormatter).format(record)

    def emit(self, record):
        raise NotImplementedError("emit must be implemented by Handler subclasses")

    def handle(self, record):
        """Emit the record if the filters let it through; what they made of it."""
        result = self.filter(record)
        if isinstance(result, LogRecord):
            record = result
        if result:
            with self.lock:
                self.emit(record)
        return result

    def setFormatter(self, fmt):
        self.formatter = fmt

    def flush(self):
        """Write what is kept back; for subclasses."""

    def close(self):
        """Forget the handler's name; subclasses give more back."""
        with _lock:
            self._closed = True
            if self._name and self._name in _handlers:
                del _handlers[self._name]

    def handleError(self, record):
        """emit() has failed: say so on stderr, with the place that logged, unless raiseExceptions is false."""
        err = sys.stderr
        if not logging.raiseExceptions or not err:
            return
        import traceback
        exception = sys.exception()
        try:
            err.write("--- Logging error ---\n")
            traceback.print_exception(exception, limit=None, file=err)
            err.write("Call stack:\n")
            frame = exception.__traceback__.tb_frame
            while frame and os.path.dirname(frame.f_code.co_filename) == logging.__path__[0]:
                frame = frame.f_back
            if frame:
                traceback.print_stack(frame, file=err)
            else:
                err.write(f"Logged from file {record.filename}, line {record.lineno}\n")
            try:
                err.write(f"Message: {record.msg!r}\nArguments: {record.args}\n")
            except RecursionError:
                raise
            except Exception:
                err.write("Unable to print the message and arguments - possible formatting error.\n"
                          "Use the traceback above to help find the error.\n")
        except OSError:
            pass
        finally:
            del exception

    def __repr__(self):
        return f"<{type(self).__name__} ({getLevelName(self.level)})>"


class StreamHandler(Handler):
    """Writes to a stream, sys.stderr if none is given."""

    __module__ = "logging"
    terminator = "\n"

    def __init__(self, stream=None):
        super().__init__()
        self.stream = sys.stderr if stream is None else stream

    def flush(self):
        with self.lock:
            if self.stream and hasattr(self.stream, "flush"):
                self.stream.flush()

    def emit(self, record):
        try:
            # One write, so that lines of several processes do not mix.
            self.stream.write(self.format(record) + self.terminator)
            self.flush()
        except RecursionError:
            raise
        except Exception:
            self.handleError(record)

    def setStream(self, stream):
        """Write to another stream from now on; the old one, or None if it is the same."""
        if stream is self.stream:
            return None
        old = self.stream
        with self.lock:
            self.flush()
            self.stream = stream
        return old

    def __repr__(self):
        # It may be a number.
        name = str(getattr(self.stream, "name", ""))
        return f"<{type(self).__name__} {name + ' ' if name else ''}({getLevelName(self.level)})>"

    __class_getitem__ = classmethod(GenericAlias)


class FileHandler(StreamHandler):
    """Writes to a file; with delay it is opened for the first record."""

    __module__ = "logging"

    def __init__(self, filename, mode="a", encoding=None, delay=False, errors=None):
        # The folder may change before the file is opened.
        self.baseFilename = os.path.abspath(os.fspath(filename))
        self.mode = mode
        self.encoding = encoding
        if "b" not in mode:
            self.encoding = io.text_encoding(encoding)
        self.errors = errors
        self.delay = delay
        # Still there when the end of the program closes the handlers.
        self._builtin_open = _open
        if delay:
            Handler.__init__(self)
            self.stream = None
        else:
            super().__init__(self._open())

    def close(self):
        with self.lock:
            try:
                if self.stream:
                    try:
                        self.flush()
                    finally:
                        stream = self.stream
                        self.stream = None
                        if hasattr(stream, "close"):
                            stream.close()
            finally:
                # Whatever else happened it is closed.
                super().close()

    def _open(self):
        return self._builtin_open(self.baseFilename, self.mode, encoding=self.encoding, errors=self.errors)

    def emit(self, record):
        # A file that was to be written anew is not once it was closed.
        if self.stream is None and (self.mode != "w" or not self._closed):
            self.stream = self._open()
        if self.stream:
            super().emit(record)

    def __repr__(self):
        return f"<{type(self).__name__} {self.baseFilename} ({getLevelName(self.level)})>"


class _StderrHandler(StreamHandler):
    """Writes to what sys.stderr is at that moment."""

    __module__ = "logging"

    def __init__(self, level=NOTSET):
        Handler.__init__(self, level)

    @property
    def stream(self):
        return sys.stderr


class NullHandler(Handler):
    """Does nothing: for libraries, so that nothing is said unless the program wants it."""

    __module__ = "logging"

    def handle(self, record):
        """Does nothing."""

    def emit(self, record):
        """Does nothing."""

    def createLock(self):
        self.lock = None

    def _at_fork_reinit(self):
        pass


_defaultLastResort = _StderrHandler(WARNING)
