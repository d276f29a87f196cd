"""Connections: messages, objects as well as octets, between two processes."""

import posix as os

import _multiprocessing

from . import reduction, util
from .context import AuthenticationError, BufferTooShort

__all__ = ['Client', 'Listener', 'Pipe', 'wait']

_dumps = reduction.ForkingPickler.dumps
_loads = reduction.ForkingPickler.loads


class _ConnectionBase:
    """One end of a pipe or socket."""

    _handle = None

    def __init__(self, handle, readable=True, writable=True):
        handle = handle.__index__()
        if handle < 0:
            raise ValueError("invalid handle")
        if not readable and not writable:
            raise ValueError("at least one of `readable` and `writable` must be True")
        self._handle = handle
        self._readable = readable
        self._writable = writable

    def __del__(self, _close=os.close):
        handle = self._handle
        if handle is not None:
            self._handle = None
            try:
                _close(handle)
            except OSError:
                pass

    def _check_open(self):
        if self._handle is None:
            raise OSError("handle is closed")

    def _check_readable(self):
        if self._handle is None:
            raise OSError("handle is closed")
        if not self._readable:
            raise OSError("connection is write-only")

    def _check_writable(self):
        if self._handle is None:
            raise OSError("handle is closed")
        if not self._writable:
            raise OSError("connection is read-only")

    @property
    def closed(self):
        return self._handle is None

    @property
    def readable(self):
        return self._readable

    @property
    def writable(self):
        return self._writable

    def fileno(self):
        """Its descriptor."""
        self._check_open()
        return self._handle

    def close(self):
        handle = self._handle
        if handle is not None:
            self._handle = None
            os.close(handle)

    def send_bytes(self, buf, offset=0, size=None):
        """Sends octets as one message."""
        self._check_writable()
        view = memoryview(buf)
        if view.itemsize > 1:
            view = view.cast('B')
        n = view.nbytes
        if offset < 0:
            raise ValueError("offset is negative")
        if n < offset:
            raise ValueError("buffer length < offset")
        if size is None:
            size = n - offset
        elif size < 0:
            raise ValueError("size is negative")
        elif offset + size > n:
            raise ValueError("buffer length < offset + size")
        _multiprocessing.send(self._handle, view[offset:offset + size])

    def send(self, obj):
        """Sends an object."""
        self._check_writable()
        _multiprocessing.send(self._handle, _dumps(obj))

    def recv_bytes(self, maxlength=None):
        """The octets of the next message."""
        self._check_readable()
        if maxlength is not None and maxlength < 0:
            raise ValueError("negative maxlength")
        octets = _multiprocessing.receive(self._handle, maxlength)
        if octets is None:
            # What is left of the message would be taken for another one.
            if self._writable:
                self._readable = False
            else:
                self.close()
            raise OSError("bad message length")
        return octets

    def recv_bytes_into(self, buf, offset=0):
        """Writes the next message into a buffer. Returns how many octets it has."""
        self._check_readable()
        with memoryview(buf) as view:
            size = view.itemsize * len(view)
            if offset < 0:
                raise ValueError("negative offset")
            if offset > size:
                raise ValueError("offset too large")
            octets = _multiprocessing.receive(self._handle)
            if size < offset + len(octets):
                raise BufferTooShort(octets)
            target = view if view.itemsize == 1 and view.format == 'B' else view.cast('B')
            target[offset:offset + len(octets)] = octets
            return len(octets)

    def recv(self):
        """The next object."""
        self._check_readable()
        return _loads(_multiprocessing.receive(self._handle))

    def poll(self, timeout=0.0):
        """Is there something to receive, within the time?"""
        self._check_readable()
        return bool(_multiprocessing.wait((self._handle,), timeout))

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, exc_tb):
        self.close()


class Connection(_ConnectionBase):
    """One end of a pipe or socket."""

    def __reduce__(self):
        self._check_open()
        return _rebuild_connection, (reduction.DupFd(self._handle), self._readable, self._writable)


def _rebuild_connection(fd, readable, writable):
    return Connection(fd.detach(), readable, writable)


def Pipe(duplex=True):
    """Two connections; what one sends, the other receives. Without duplex the first only receives."""
    if duplex:
        a, b = _multiprocessing.socketpair()
        return Connection(a), Connection(b)
    read, write = os.pipe()
    return Connection(read, writable=False), Connection(write, readable=False)


def wait(object_list, timeout=None):
    """Those of the objects (connections, sentinels, whatever has a fileno()) that are ready to be read."""
    by_fd = {}
    for obj in object_list:
        fd = obj if isinstance(obj, int) else obj.fileno()
        by_fd.setdefault(fd, []).append(obj)
    return [obj for fd in _multiprocessing.wait(list(by_fd), timeout) for obj in by_fd[fd]]


# -- connections by address: between processes that are not related --

_counter = iter(range(1 << 62))


def arbitrary_address(family=None):
    """A name for a listener. It begins with a NUL: it is in no folder, and ends with its listener."""
    if family not in (None, 'AF_UNIX'):
        raise ValueError('unrecognized family: %r' % family)
    return '\0listener-%d-%d-%s' % (os.getpid(), next(_counter), os.urandom(6).hex())


def _encode(address):
    if isinstance(address, str):
        return address.encode('utf-8', 'surrogateescape')
    if isinstance(address, bytes):
        return address
    raise ValueError('address type of %r unrecognized' % (address,))


class Listener:
    """Waits for connections of other processes of this machine."""

    def __init__(self, address=None, family=None, backlog=1, authkey=None):
        if family not in (None, 'AF_UNIX'):
            raise ValueError('Family %s is not recognized.' % family)
        if authkey is not None and not isinstance(authkey, bytes):
            raise TypeError('authkey should be a byte string')
        self._address = address or arbitrary_address()
        self._fd = _multiprocessing.listen(_encode(self._address), max(backlog, 1))
        self._authkey = authkey
        self._last_accepted = None
        self._unlink = None
        path = _encode(self._address)
        if not path.startswith(b'\0'):
            self._unlink = util.Finalize(self, os.unlink, args=(path,), exitpriority=0)

    def accept(self):
        """The next connection, once both sides have shown that they know the key."""
        if self._fd is None:
            raise OSError('listener is closed')
        connection = Connection(_multiprocessing.accept(self._fd))
        if self._authkey is not None:
            try:
                deliver_challenge(connection, self._authkey)
                answer_challenge(connection, self._authkey)
            except BaseException:
                connection.close()
                raise
        return connection

    def close(self):
        fd, self._fd = self._fd, None
        if fd is not None:
            os.close(fd)
            if self._unlink is not None:
                self._unlink()

    def __del__(self, _close=os.close):
        fd = getattr(self, '_fd', None)
        if fd is not None:
            _close(fd)

    @property
    def address(self):
        return self._address

    @property
    def last_accepted(self):
        return self._last_accepted

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_value, exc_tb):
        self.close()


def Client(address, family=None, authkey=None):
    """A connection to a listener."""
    if authkey is not None and not isinstance(authkey, bytes):
        raise TypeError('authkey should be a byte string')
    connection = Connection(_multiprocessing.connect(_encode(address)))
    if authkey is not None:
        try:
            answer_challenge(connection, authkey)
            deliver_challenge(connection, authkey)
        except BaseException:
            connection.close()
            raise
    return connection


# Each side sends a random text; the other one proves that it knows the key by the text's digest under it.
_CHALLENGE = b'#CHALLENGE#'
_WELCOME = b'#WELCOME#'
_FAILURE = b'#FAILURE#'


def _digest(key, message):
    from _random import _sha512
    key = (key if len(key) <= 128 else _sha512(key)).ljust(128, b'\0')
    inner = _sha512(bytes(x ^ 0x36 for x in key) + message)
    return _sha512(bytes(x ^ 0x5c for x in key) + inner)


def _same(a, b):
    """Are they equal? Takes the same time for all that are as long."""
    if len(a) != len(b):
        return False
    difference = 0
    for x, y in zip(a, b):
        difference |= x ^ y
    return difference == 0


def deliver_challenge(connection, authkey):
    if not isinstance(authkey, bytes):
        raise ValueError("Authkey must be bytes, not {0!s}".format(type(authkey)))
    message = os.urandom(40)
    connection.send_bytes(_CHALLENGE + message)
    response = connection.recv_bytes(256)
    if _same(response, _digest(authkey, message)):
        connection.send_bytes(_WELCOME)
    else:
        connection.send_bytes(_FAILURE)
        raise AuthenticationError('digest received was wrong')


def answer_challenge(connection, authkey):
    if not isinstance(authkey, bytes):
        raise ValueError("Authkey must be bytes, not {0!s}".format(type(authkey)))
    message = connection.recv_bytes(256)
    if not message.startswith(_CHALLENGE):
        raise AuthenticationError('protocol error, expected challenge: %r' % message)
    connection.send_bytes(_digest(authkey, message[len(_CHALLENGE):]))
    if connection.recv_bytes(256) != _WELCOME:
        raise AuthenticationError('digest sent was rejected')
