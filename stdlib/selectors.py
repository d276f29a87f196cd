"""Waiting for several files at once: one interface over epoll, poll and select."""

import math
import select
from abc import ABCMeta, abstractmethod
from collections import namedtuple
from collections.abc import Mapping

EVENT_READ = 1
EVENT_WRITE = 2
_BOTH = EVENT_READ | EVENT_WRITE

SelectorKey = namedtuple('SelectorKey', ['fileobj', 'fd', 'events', 'data'])
SelectorKey.__doc__ = """What a selector knows of a registered file: the object, its descriptor, the events that are
waited for, and the data given with it."""


def _descriptor_of(fileobj):
    if isinstance(fileobj, int):
        fd = fileobj
    else:
        try:
            fd = int(fileobj.fileno())
        except (AttributeError, TypeError, ValueError):
            raise ValueError(f"Invalid file object: {fileobj!r}") from None
    if fd < 0:
        raise ValueError(f"Invalid file descriptor: {fd}")
    return fd


class _KeyMap(Mapping):
    """The registered files of a selector, by file object or descriptor."""

    def __init__(self, selector):
        self._selector = selector

    def __len__(self):
        return len(self._selector._by_fd)

    def get(self, fileobj, default=None):
        return self._selector._by_fd.get(self._selector._lookup(fileobj), default)

    def __getitem__(self, fileobj):
        key = self._selector._by_fd.get(self._selector._lookup(fileobj))
        if key is None:
            raise KeyError(f"{fileobj!r} is not registered")
        return key

    def __iter__(self):
        return iter(self._selector._by_fd)


class BaseSelector(metaclass=ABCMeta):
    """What every selector can do."""

    @abstractmethod
    def register(self, fileobj, events, data=None):
        """Waits for events of a file from now on; returns its SelectorKey."""
        raise NotImplementedError

    @abstractmethod
    def unregister(self, fileobj):
        """Waits for it no longer; returns its SelectorKey."""
        raise NotImplementedError

    def modify(self, fileobj, events, data=None):
        """Changes what is waited for, or the data."""
        self.unregister(fileobj)
        return self.register(fileobj, events, data)

    @abstractmethod
    def select(self, timeout=None):
        """Waits until some are ready, at most timeout seconds: a list of (SelectorKey, events)."""
        raise NotImplementedError

    def close(self):
        """Frees what the selector holds."""

    def get_key(self, fileobj):
        """The SelectorKey of a registered file."""
        mapping = self.get_map()
        if mapping is None:
            raise RuntimeError('Selector is closed')
        try:
            return mapping[fileobj]
        except KeyError:
            raise KeyError(f"{fileobj!r} is not registered") from None

    @abstractmethod
    def get_map(self):
        """The registered files, a mapping to their SelectorKeys."""
        raise NotImplementedError

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self.close()


class _Registry(BaseSelector):
    # The book-keeping that all selectors share.

    def __init__(self):
        self._by_fd = {}
        self._map = _KeyMap(self)

    def _lookup(self, fileobj):
        try:
            return _descriptor_of(fileobj)
        except ValueError:
            # A file that was closed while registered still has its entry.
            for key in self._by_fd.values():
                if key.fileobj is fileobj:
                    return key.fd
            raise

    def register(self, fileobj, events, data=None):
        if not events or events & ~_BOTH:
            raise ValueError(f"Invalid events: {events!r}")
        key = SelectorKey(fileobj, self._lookup(fileobj), events, data)
        if key.fd in self._by_fd:
            raise KeyError(f"{fileobj!r} (FD {key.fd}) is already registered")
        self._by_fd[key.fd] = key
        return key

    def unregister(self, fileobj):
        try:
            return self._by_fd.pop(self._lookup(fileobj))
        except KeyError:
            raise KeyError(f"{fileobj!r} is not registered") from None

    def modify(self, fileobj, events, data=None):
        try:
            key = self._by_fd[self._lookup(fileobj)]
        except KeyError:
            raise KeyError(f"{fileobj!r} is not registered") from None
        if events != key.events:
            self.unregister(fileobj)
            return self.register(fileobj, events, data)
        if data != key.data:
            key = key._replace(data=data)
            self._by_fd[key.fd] = key
        return key

    def close(self):
        self._by_fd.clear()
        self._map = None

    def get_map(self):
        return self._map

    def _found(self, pairs):
        # (descriptor, events) of those that are still registered, as select() returns them.
        ready = []
        by_fd = self._by_fd
        for fd, events in pairs:
            key = by_fd.get(fd)
            if key is not None and events & key.events:
                ready.append((key, events & key.events))
        return ready


class SelectSelector(_Registry):
    """A selector on select.select."""

    def __init__(self):
        super().__init__()
        self._readers = set()
        self._writers = set()

    def register(self, fileobj, events, data=None):
        key = super().register(fileobj, events, data)
        if key.events & EVENT_READ:
            self._readers.add(key.fd)
        if key.events & EVENT_WRITE:
            self._writers.add(key.fd)
        return key

    def unregister(self, fileobj):
        key = super().unregister(fileobj)
        self._readers.discard(key.fd)
        self._writers.discard(key.fd)
        return key

    def select(self, timeout=None):
        timeout = None if timeout is None else max(timeout, 0)
        try:
            readable, writable, _ = select.select(self._readers, self._writers, [], timeout)
        except InterruptedError:
            return []
        readable, writable = set(readable), set(writable)
        return self._found((fd, (EVENT_READ if fd in readable else 0) | (EVENT_WRITE if fd in writable else 0))
                           for fd in readable | writable)


class _SystemSelector(_Registry):
    # Those whose set of files the system keeps: an object with register, modify and unregister.
    _reads = _writes = 0

    def _system_events(self, events):
        return (self._reads if events & EVENT_READ else 0) | (self._writes if events & EVENT_WRITE else 0)

    def register(self, fileobj, events, data=None):
        key = super().register(fileobj, events, data)
        try:
            self._selector.register(key.fd, self._system_events(events))
        except BaseException:
            super().unregister(fileobj)
            raise
        return key

    def unregister(self, fileobj):
        key = super().unregister(fileobj)
        try:
            self._selector.unregister(key.fd)
        except (OSError, KeyError):
            # It was closed since it was registered.
            pass
        return key

    def modify(self, fileobj, events, data=None):
        try:
            key = self._by_fd[self._lookup(fileobj)]
        except KeyError:
            raise KeyError(f"{fileobj!r} is not registered") from None
        if events != key.events:
            if not events or events & ~_BOTH:
                raise ValueError(f"Invalid events: {events!r}")
            try:
                self._selector.modify(key.fd, self._system_events(events))
            except BaseException:
                super().unregister(fileobj)
                raise
        if events != key.events or data != key.data:
            key = key._replace(events=events, data=data)
            self._by_fd[key.fd] = key
        return key

    def _ready(self, reported):
        # A hang-up or an error makes it ready for whatever is waited for.
        reads, writes = self._reads, self._writes
        return self._found((fd, (EVENT_READ if events & ~writes else 0) | (EVENT_WRITE if events & ~reads else 0))
                           for fd, events in reported)


class PollSelector(_SystemSelector):
    """A selector on select.poll."""

    _reads = select.POLLIN
    _writes = select.POLLOUT

    def __init__(self):
        super().__init__()
        self._selector = select.poll()

    def select(self, timeout=None):
        if timeout is not None:
            timeout = math.ceil(max(timeout, 0) * 1000)
        try:
            return self._ready(self._selector.poll(timeout))
        except InterruptedError:
            return []


class EpollSelector(_SystemSelector):
    """A selector on select.epoll."""

    _reads = select.EPOLLIN
    _writes = select.EPOLLOUT

    def __init__(self):
        super().__init__()
        self._selector = select.epoll()

    def fileno(self):
        """The descriptor of the epoll object itself."""
        return self._selector.fileno()

    def select(self, timeout=None):
        if timeout is None:
            timeout = -1
        elif timeout <= 0:
            timeout = 0
        try:
            reported = self._selector.poll(timeout, len(self._by_fd) or 1)
        except InterruptedError:
            return []
        return self._ready(reported) if reported else []

    def close(self):
        self._selector.close()
        super().close()


DefaultSelector = EpollSelector
