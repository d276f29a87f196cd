"""Queues between interpreters."""

import queue
import weakref

import _interpqueues
from _interpqueues import QueueError, QueueNotFoundError

__all__ = ["UNBOUND", "UNBOUND_ERROR", "UNBOUND_REMOVE", "create", "list_all", "Queue", "QueueError",
           "QueueNotFoundError", "QueueEmpty", "QueueFull", "ItemInterpreterDestroyed"]


class QueueEmpty(QueueError, queue.Empty):
    """There is nothing in the queue, or nothing came in time."""


class QueueFull(QueueError, queue.Full):
    """There is no room in the queue, or there was none in time."""


class ItemInterpreterDestroyed(QueueError):
    """The interpreter that put the item in has ended."""


class _Unbound:
    """Stands for an item whose interpreter has ended."""

    __slots__ = ()

    def __new__(cls):
        raise Exception(f"use {__name__}.UNBOUND")

    def __repr__(self):
        return f"{__name__}.UNBOUND"

    def __reduce__(self):
        return "UNBOUND"


# What get() makes of an item whose interpreter has ended: it returns UNBOUND, it raises, or it never sees it.
UNBOUND = object.__new__(_Unbound)
UNBOUND_ERROR = object()
UNBOUND_REMOVE = object()

_NUMBERS = {UNBOUND_REMOVE: 1, UNBOUND_ERROR: 2, UNBOUND: 3}
_OBJECTS = {number: unbound for unbound, number in _NUMBERS.items()}


def _number(unbound):
    try:
        return _NUMBERS[unbound]
    except (KeyError, TypeError):
        raise NotImplementedError(f"unsupported unbound replacement op {unbound!r}") from None


def create(maxsize=0, *, unbounditems=UNBOUND):
    """A new queue for at most maxsize items (0: any number).

    unbounditems tells what becomes of an item when the interpreter that put it in ends; put() may say otherwise.
    """
    number = _number(unbounditems)
    return Queue(_interpqueues.create(maxsize, number))


def list_all():
    """All queues there are."""
    return [Queue(id) for id, _ in _interpqueues.list_all()]


# One object for each queue.
_known = weakref.WeakValueDictionary()


def _seconds(timeout):
    if timeout is not None and timeout < 0:
        raise ValueError("timeout value must be non-negative")
    return timeout


class Queue:
    """A queue that interpreters share. Items are copied on their way, except for the memory of memoryviews."""

    def __new__(cls, id, /):
        if not isinstance(id, int):
            raise TypeError(f"id must be an int, got {id!r}")
        id = int(id)
        self = _known.get(id)
        if self is None:
            _interpqueues.bind(id)
            self = super().__new__(cls)
            self._id = id
            _known[id] = self
        return self

    def __del__(self, _release=_interpqueues.release, _gone=QueueNotFoundError):
        try:
            id = self._id
        except AttributeError:
            return
        try:
            _release(id)
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
    def unbounditems(self):
        return _OBJECTS[_interpqueues.get_unbound(self._id)]

    @property
    def maxsize(self):
        return _interpqueues.get_maxsize(self._id)

    def empty(self):
        return self.qsize() == 0

    def full(self):
        return _interpqueues.is_full(self._id)

    def qsize(self):
        return _interpqueues.get_count(self._id)

    def put(self, obj, block=True, timeout=None, *, unbounditems=None):
        """Add a copy of obj, waiting for room if block is true (for at most timeout seconds).

        unbounditems: what get() does when this interpreter has ended by then. UNBOUND: return UNBOUND.
        UNBOUND_ERROR: raise ItemInterpreterDestroyed. UNBOUND_REMOVE: the item is taken out. None: the queue's own.
        """
        number = -1 if unbounditems is None else _number(unbounditems)
        if not _interpqueues.put(self._id, obj, number, _seconds(timeout) if block else 0):
            raise QueueFull(f"queue {self._id} is full")

    def put_nowait(self, obj, *, unbounditems=None):
        """put(obj, block=False)"""
        self.put(obj, False, unbounditems=unbounditems)

    def get(self, block=True, timeout=None):
        """Take the next item out, waiting for one if block is true (for at most timeout seconds)."""
        found = _interpqueues.get(self._id, _seconds(timeout) if block else 0)
        if found is None:
            raise QueueEmpty(f"queue {self._id} is empty")
        obj, number = found
        if number is None:
            return obj
        unbound = _OBJECTS[number]
        if unbound is UNBOUND_ERROR:
            raise ItemInterpreterDestroyed("item's original interpreter destroyed")
        return unbound

    def get_nowait(self):
        """get(block=False)"""
        return self.get(False)


_interpqueues._register_queue_type(Queue)
