"""The interface of multiprocessing with threads instead of processes."""

import queue
import threading
from threading import Barrier, BoundedSemaphore, Condition, Event, Lock, RLock, Semaphore

from .. import _plain

__all__ = ['Process', 'current_process', 'active_children', 'freeze_support', 'Lock', 'RLock', 'Semaphore',
           'BoundedSemaphore', 'Condition', 'Event', 'Barrier', 'Queue', 'Manager', 'Pipe', 'Pool', 'JoinableQueue']

Queue = JoinableQueue = queue.Queue
current_process = threading.current_thread


class DummyProcess(threading.Thread):
    """A thread that is looked at as a process."""

    def __init__(self, group=None, target=None, name=None, args=(), kwargs={}, *, daemon=None):
        super().__init__(group, target, name, args, kwargs, daemon=daemon)
        self._started_here = False

    def start(self):
        super().start()
        self._started_here = True
        _children.add(self)

    @property
    def exitcode(self):
        return 0 if self._started_here and not self.is_alive() else None


Process = DummyProcess
_children = set()


def active_children():
    for child in list(_children):
        if not child.is_alive():
            _children.discard(child)
    return list(_children)


def freeze_support():
    pass


class Namespace(_plain.Namespace):
    """Any attributes."""


class Value:
    """A value."""

    def __init__(self, typecode, value, lock=True):
        self._typecode = typecode
        self.value = value

    def __repr__(self):
        return '<%s(%r, %r)>' % (type(self).__name__, self._typecode, self.value)


def Array(typecode, sequence, lock=True):
    import array
    return array.array(typecode, sequence)


def Manager():
    """What makes shared objects: this module, because threads share everything."""
    import sys
    return sys.modules[__name__]


def shutdown():
    pass


def Pool(processes=None, initializer=None, initargs=()):
    from multiprocessing.pool import ThreadPool
    return ThreadPool(processes, initializer, initargs)


class Connection:
    """One end of two queues."""

    def __init__(self, incoming, outgoing):
        self._in = incoming
        self.send = self.send_bytes = outgoing.put
        self.recv = self.recv_bytes = incoming.get

    def poll(self, timeout=0.0):
        if self._in.qsize() > 0:
            return True
        if timeout <= 0.0:
            return False
        with self._in.not_empty:
            self._in.not_empty.wait(timeout)
        return self._in.qsize() > 0

    def close(self):
        pass

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, exc_tb):
        self.close()


def Pipe(duplex=True):
    """Two connections, joined."""
    a, b = queue.Queue(), queue.Queue()
    return Connection(a, b), Connection(b, a)


dict = dict
list = list
