"""Sockets: connections between processes and machines."""

import _socket
import io
import os
from _socket import *
from enum import IntEnum, IntFlag

IntEnum._convert_('AddressFamily', __name__, lambda name: name.isupper() and name.startswith('AF_'))
IntEnum._convert_('SocketKind', __name__, lambda name: name.isupper() and name.startswith('SOCK_'))
IntFlag._convert_('MsgFlag', __name__, lambda name: name.isupper() and name.startswith('MSG_'))
IntFlag._convert_('AddressInfo', __name__, lambda name: name.isupper() and name.startswith('AI_'))

_NOT_BLOCKING = {11}  # EAGAIN, which is EWOULDBLOCK here


def _member(value, kind):
    try:
        return kind(value)
    except ValueError:
        return value


class socket(_socket.socket):
    """A socket; a context manager that closes it."""

    __slots__ = ['_io_refs', '_closed']

    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        super().__init__(family, type, proto, fileno)
        self._io_refs = 0
        self._closed = False

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        if not self._closed:
            self.close()

    def __repr__(self):
        closed = getattr(self, '_closed', False)
        parts = [f"<{type(self).__module__}.{type(self).__qualname__}{' [closed]' if closed else ''} "
                 f"fd={self.fileno()}, family={int(self.family)}, type={int(self.type)}, proto={self.proto}"]
        if not closed:
            for label, ask in (('laddr', self.getsockname), ('raddr', self.getpeername)):
                try:
                    address = ask()
                    if address:
                        parts.append(f", {label}={address}")
                except (OSError, AttributeError):
                    pass
        return ''.join(parts) + '>'

    def __getstate__(self):
        raise TypeError(f"cannot pickle {type(self).__name__!r} object")

    @property
    def family(self):
        """The address family."""
        return _member(super().family, AddressFamily)

    @property
    def type(self):
        """The kind of socket."""
        return _member(super().type, SocketKind)

    def dup(self):
        """A second socket object for the same connection."""
        copy = self.__class__(self.family, self.type, self.proto, fileno=dup(self.fileno()))
        copy.settimeout(self.gettimeout())
        return copy

    def accept(self):
        """Waits for a connection: (socket, address of the other side)."""
        fd, address = self._accept()
        connection = socket(self.family, self.type, self.proto, fileno=fd)
        # A time-out of the listener is not the connection's.
        if getdefaulttimeout() is None and self.gettimeout():
            connection.setblocking(True)
        return connection, address

    def makefile(self, mode='r', buffering=None, *, encoding=None, errors=None, newline=None):
        """A stream on the socket; the connection stays until it is closed too."""
        if not set(mode) <= {'r', 'w', 'b'}:
            raise ValueError(f"invalid mode {mode!r} (only r, w, b allowed)")
        writing = 'w' in mode
        reading = 'r' in mode or not writing
        raw = SocketIO(self, ('r' if reading else '') + ('w' if writing else ''))
        self._io_refs += 1
        if buffering is None or buffering < 0:
            buffering = io.DEFAULT_BUFFER_SIZE
        if buffering == 0:
            if 'b' not in mode:
                raise ValueError('unbuffered streams must be binary')
            return raw
        if reading and writing:
            buffer = io.BufferedRWPair(raw, raw, buffering)
        elif reading:
            buffer = io.BufferedReader(raw, buffering)
        else:
            buffer = io.BufferedWriter(raw, buffering)
        if 'b' in mode:
            return buffer
        text = io.TextIOWrapper(buffer, encoding, errors, newline)
        text.mode = mode
        return text

    def sendfile(self, file, offset=0, count=None):
        """Sends a file from its offset on; how many bytes went."""
        if 'b' not in getattr(file, 'mode', 'b'):
            raise ValueError('file should be opened in binary mode')
        if not self.type & SOCK_STREAM:
            raise ValueError('only SOCK_STREAM type sockets are supported')
        if count is not None and count <= 0:
            raise ValueError(f"count must be a positive integer (got {count!r})")
        if self.gettimeout() == 0:
            raise ValueError('non-blocking sockets are not supported')
        if offset:
            file.seek(offset)
        total = 0
        while count is None or total < count:
            data = file.read(8192 if count is None else min(8192, count - total))
            if not data:
                break
            self.sendall(data)
            total += len(data)
        if total and hasattr(file, 'seek'):
            file.seek(offset + total)
        return total

    def _stream_closed(self):
        if self._io_refs > 0:
            self._io_refs -= 1
        if self._closed:
            self.close()

    def close(self):
        """Closes the socket, once the streams made of it are closed."""
        self._closed = True
        if self._io_refs <= 0:
            super().close()

    def detach(self):
        """Closes the object, not the connection: returns its descriptor."""
        self._closed = True
        return super().detach()

    def get_inheritable(self):
        """Whether child processes get it."""
        return os.get_inheritable(self.fileno())

    def set_inheritable(self, inheritable):
        """Sets whether child processes get it."""
        os.set_inheritable(self.fileno(), inheritable)


class SocketIO(io.RawIOBase):
    """The raw stream on a socket that makefile() puts a buffer around."""

    def __init__(self, sock, mode):
        if mode not in ('r', 'w', 'rw', 'rb', 'wb', 'rwb'):
            raise ValueError(f"invalid mode: {mode!r}")
        super().__init__()
        self._sock = sock
        self._mode = mode
        self._timed_out = False

    def readinto(self, buffer):
        if self.closed:
            raise ValueError('I/O operation on closed socket.')
        if not self.readable():
            raise io.UnsupportedOperation('not readable')
        if self._timed_out:
            raise OSError('cannot read from timed out object')
        try:
            return self._sock.recv_into(buffer)
        except timeout:
            self._timed_out = True
            raise
        except OSError as error:
            if error.errno in _NOT_BLOCKING:
                return None
            raise

    def write(self, data):
        if self.closed:
            raise ValueError('I/O operation on closed socket.')
        if not self.writable():
            raise io.UnsupportedOperation('not writable')
        try:
            return self._sock.send(data)
        except OSError as error:
            if error.errno in _NOT_BLOCKING:
                return None
            raise

    def readable(self):
        return 'r' in self._mode

    def writable(self):
        return 'w' in self._mode

    def fileno(self):
        return self._sock.fileno()

    @property
    def name(self):
        return -1 if self.closed else self.fileno()

    @property
    def mode(self):
        return self._mode

    def close(self):
        if self.closed:
            return
        super().close()
        self._sock._stream_closed()
        self._sock = None


SocketType = _socket.SocketType


def fromfd(fd, family, type, proto=0):
    """A socket on a copy of a descriptor."""
    return socket(family, type, proto, fileno=dup(fd))


def socketpair(family=None, type=SOCK_STREAM, proto=0):
    """Two sockets that are connected to each other."""
    if family is None:
        family = AF_UNIX
    a, b = _socket.socketpair(family, type, proto)
    return (socket(family, type, proto, a.detach()), socket(family, type, proto, b.detach()))


def send_fds(sock, buffers, fds, flags=0, address=None):
    """Sends descriptors over an AF_UNIX socket."""
    import struct
    packed = struct.pack(f"{len(fds)}i", *fds)
    return sock.sendmsg(buffers, [(SOL_SOCKET, SCM_RIGHTS, packed)], flags, address)


def recv_fds(sock, bufsize, maxfds, flags=0):
    """Receives descriptors: (data, list of descriptors, flags, address)."""
    import struct
    fds = []
    data, ancillary, told, address = sock.recvmsg(bufsize, CMSG_LEN(maxfds * 4), flags)
    for level, kind, packed in ancillary:
        if level == SOL_SOCKET and kind == SCM_RIGHTS:
            fds.extend(struct.unpack(f"{len(packed) // 4}i", packed[:len(packed) // 4 * 4]))
    return data, fds, told, address


def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    """The addresses of a host and service: (family, type, proto, name, address) each."""
    return [(_member(f, AddressFamily), _member(t, SocketKind), p, name, address)
            for f, t, p, name, address in _socket.getaddrinfo(host, port, family, type, proto, flags)]


def gethostbyname(host):
    """The IPv4 address of a host, as text."""
    return _socket.getaddrinfo(host, None, AF_INET, SOCK_STREAM)[0][4][0]


def getfqdn(name=''):
    """The full name of a host."""
    name = name.strip()
    return gethostname() if not name or name in ('0.0.0.0', '::') else name


def has_dualstack_ipv6():
    """Whether one socket can listen for IPv4 and IPv6."""
    try:
        with socket(AF_INET6, SOCK_STREAM) as sock:
            sock.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 0)
            return True
    except OSError:
        return False


def create_connection(address, timeout=..., source_address=None, *, all_errors=False):
    """Connects to (host, port), trying all its addresses."""
    host, port = address
    errors = []
    for family, kind, proto, _, where in getaddrinfo(host, port, 0, SOCK_STREAM):
        sock = None
        try:
            sock = socket(family, kind, proto)
            if timeout is not ...:
                sock.settimeout(timeout)
            if source_address:
                sock.bind(source_address)
            sock.connect(where)
            return sock
        except OSError as error:
            errors.append(error)
            if sock is not None:
                sock.close()
    if not errors:
        raise OSError('getaddrinfo returns an empty list')
    try:
        if all_errors:
            raise ExceptionGroup('create_connection failed', errors)
        raise errors[0]
    finally:
        errors = None


def create_server(address, *, family=AF_INET, backlog=None, reuse_port=False, dualstack_ipv6=False):
    """A socket that listens at an address."""
    if dualstack_ipv6 and family != AF_INET6:
        raise ValueError('dualstack_ipv6 requires AF_INET6 family')
    sock = socket(family, SOCK_STREAM)
    try:
        sock.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
        if reuse_port:
            sock.setsockopt(SOL_SOCKET, SO_REUSEPORT, 1)
        if family == AF_INET6:
            sock.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 0 if dualstack_ipv6 else 1)
        sock.bind(address)
        if backlog is None:
            sock.listen()
        else:
            sock.listen(backlog)
        return sock
    except BaseException:
        sock.close()
        raise
