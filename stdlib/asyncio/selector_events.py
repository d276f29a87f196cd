"""A loop that waits for files with a selector."""

__all__ = ("BaseSelectorEventLoop",)

import os
import selectors

from . import base_events, events
from .log import logger


class _Pipe:
    """One end of the pipe by which other threads and signals wake the loop, with the methods of a socket."""

    def __init__(self, fd):
        self._fd = fd

    def fileno(self):
        return self._fd

    def recv(self, size):
        return os.read(self._fd, size)

    def send(self, data):
        return os.write(self._fd, data)

    def close(self):
        os.close(self._fd)


def _check_ssl_socket(sock):
    import sys
    ssl = sys.modules.get("ssl")
    if ssl is not None and isinstance(sock, ssl.SSLSocket):
        raise TypeError("Socket cannot be of type SSLSocket")


class BaseSelectorEventLoop(base_events.BaseEventLoop):
    """Readers and writers: callbacks for files that can be read or written."""

    def __init__(self, selector=None):
        super().__init__()
        # A selector of the script's own may know of more than what is registered here.
        self._own_selector = selector is None
        if selector is None:
            selector = selectors.DefaultSelector()
        logger.debug("Using selector: %s", type(selector).__name__)
        self._selector = selector
        self._make_self_pipe()
        self._note_watched()

    def _note_watched(self):
        # Whether anything but the loop's own pipe can bring events.
        self._watches = not self._own_selector or len(self._selector.get_map()) > self._internal_fds

    def close(self):
        if self.is_running():
            raise RuntimeError("Cannot close a running event loop")
        if self.is_closed():
            return
        self._close_self_pipe()
        super().close()
        if self._selector is not None:
            self._selector.close()
            self._selector = None

    # -- being woken --

    def _make_self_pipe(self):
        reader, writer = os.pipe()
        os.set_blocking(reader, False)
        os.set_blocking(writer, False)
        self._ssock, self._csock = _Pipe(reader), _Pipe(writer)
        self._internal_fds = 1
        self._add_reader(reader, self._read_from_self)

    def _close_self_pipe(self):
        self._remove_reader(self._ssock.fileno())
        self._ssock.close()
        self._csock.close()
        self._ssock = self._csock = None
        self._internal_fds = 0

    def _process_self_data(self, data):
        pass

    def _read_from_self(self):
        while True:
            try:
                data = self._ssock.recv(4096)
            except InterruptedError:
                continue
            except BlockingIOError:
                break
            if not data:
                break
            self._process_self_data(data)

    def _write_to_self(self):
        # Another thread may be closing the loop.
        csock = self._csock
        if csock is None:
            return
        try:
            csock.send(b"\0")
        except OSError:
            # The pipe is full: then the loop wakes up anyway.
            if self._debug:
                logger.debug("Fail to write a null byte into the self-pipe socket", exc_info=True)

    # -- readers and writers --

    def _process_events(self, event_list):
        for key, mask in event_list:
            reader, writer = key.data
            if mask & selectors.EVENT_READ and reader is not None:
                if reader._cancelled:
                    self._remove_reader(key.fileobj)
                else:
                    self._add_callback(reader)
            if mask & selectors.EVENT_WRITE and writer is not None:
                if writer._cancelled:
                    self._remove_writer(key.fileobj)
                else:
                    self._add_callback(writer)

    def _set_handle(self, fd, which, handle):
        # which: 0 the reader, 1 the writer.
        event = selectors.EVENT_WRITE if which else selectors.EVENT_READ
        key = self._selector.get_map().get(fd)
        if key is None:
            self._selector.register(fd, event, (None, handle) if which else (handle, None))
            self._note_watched()
            return
        reader, writer = key.data
        old = writer if which else reader
        self._selector.modify(fd, key.events | event, (reader, handle) if which else (handle, writer))
        if old is not None:
            old.cancel()

    def _drop_handle(self, fd, which):
        if self.is_closed():
            return False
        key = self._selector.get_map().get(fd)
        if key is None:
            return False
        event = selectors.EVENT_WRITE if which else selectors.EVENT_READ
        reader, writer = key.data
        old = writer if which else reader
        left = key.events & ~event
        if not left:
            self._selector.unregister(fd)
            self._note_watched()
        else:
            self._selector.modify(fd, left, (reader, None) if which else (None, writer))
        if old is None:
            return False
        old.cancel()
        return True

    def _add_reader(self, fd, callback, *args):
        self._check_closed()
        handle = events.Handle(callback, args, self, None)
        self._set_handle(fd, 0, handle)
        return handle

    def _remove_reader(self, fd):
        return self._drop_handle(fd, 0)

    def _add_writer(self, fd, callback, *args):
        self._check_closed()
        handle = events.Handle(callback, args, self, None)
        self._set_handle(fd, 1, handle)
        return handle

    def _remove_writer(self, fd):
        return self._drop_handle(fd, 1)

    def add_reader(self, fd, callback, *args):
        """Call callback(*args) whenever fd can be read."""
        self._add_reader(fd, callback, *args)

    def remove_reader(self, fd):
        """Take that back; whether there was a callback."""
        return self._remove_reader(fd)

    def add_writer(self, fd, callback, *args):
        """Call callback(*args) whenever fd can be written."""
        self._add_writer(fd, callback, *args)

    def remove_writer(self, fd):
        """Take that back; whether there was a callback."""
        return self._remove_writer(fd)

    # -- sockets that do not block --

    def _check_socket(self, sock):
        _check_ssl_socket(sock)
        if self._debug and sock.gettimeout() != 0:
            raise ValueError("the socket must be non-blocking")

    async def _until(self, sock, writing, attempt):
        # Tries until it would not block any more.
        self._check_socket(sock)
        try:
            return attempt()
        except (BlockingIOError, InterruptedError):
            pass
        fut = self.create_future()
        fd = sock.fileno()

        def again():
            if fut.done():
                return
            try:
                result = attempt()
            except (BlockingIOError, InterruptedError):
                return
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException as exc:
                fut.set_exception(exc)
            else:
                fut.set_result(result)

        handle = self._add_writer(fd, again) if writing else self._add_reader(fd, again)
        try:
            return await fut
        finally:
            if not handle._cancelled:
                if writing:
                    self._remove_writer(fd)
                else:
                    self._remove_reader(fd)

    async def sock_recv(self, sock, n):
        """Up to n bytes from a socket."""
        return await self._until(sock, False, lambda: sock.recv(n))

    async def sock_recv_into(self, sock, buf):
        """Read from a socket into a buffer; returns how much."""
        return await self._until(sock, False, lambda: sock.recv_into(buf))

    async def sock_recvfrom(self, sock, bufsize):
        """A datagram and its sender."""
        return await self._until(sock, False, lambda: sock.recvfrom(bufsize))

    async def sock_recvfrom_into(self, sock, buf, nbytes=0):
        """Read a datagram into a buffer; returns its size and sender."""
        return await self._until(sock, False, lambda: sock.recvfrom_into(buf, nbytes or len(buf)))

    async def sock_sendall(self, sock, data):
        """Write all of data to a socket."""
        view = memoryview(data).cast("B")
        while len(view):
            sent = await self._until(sock, True, lambda: sock.send(view))
            view = view[sent:]

    async def sock_sendto(self, sock, data, address):
        """Send a datagram."""
        return await self._until(sock, True, lambda: sock.sendto(data, address))

    async def sock_connect(self, sock, address):
        """Connect a socket."""
        import socket
        self._check_socket(sock)
        if sock.family in (socket.AF_INET, getattr(socket, "AF_INET6", None)):
            found = await self._ensure_resolved(address, family=sock.family, type=sock.type, proto=sock.proto)
            address = found[0][4]
        try:
            sock.connect(address)
            return
        except (BlockingIOError, InterruptedError):
            pass
        fut = self.create_future()
        fd = sock.fileno()

        def connected():
            if fut.done():
                return
            error = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            if error:
                fut.set_exception(OSError(error, f"Connect call failed {address}"))
            else:
                fut.set_result(None)

        self._add_writer(fd, connected)
        try:
            await fut
        finally:
            self._remove_writer(fd)

    async def _ensure_resolved(self, address, *, family=0, type=0, proto=0, flags=0):
        import socket
        host, port = address[:2]
        # An address in numbers needs no look-up in a thread.
        for kind in (socket.AF_INET, socket.AF_INET6):
            if family not in (0, kind) or not isinstance(host, str) or not isinstance(port, int):
                continue
            try:
                socket.inet_pton(kind, host.partition("%")[0])
            except OSError:
                continue
            rest = (port,) if kind == socket.AF_INET else (port, *(address[2:] or (0, 0)))
            return [(kind, type, proto, "", (host, *rest))]
        return await self.getaddrinfo(host, port, family=family, type=type, proto=proto, flags=flags)

    async def sock_accept(self, sock):
        """Accept a connection; returns (socket, address)."""

        def accept():
            conn, address = sock.accept()
            conn.setblocking(False)
            return conn, address

        return await self._until(sock, False, accept)


# Connections and servers: their module, and socket with it, is imported with the first of them.

def _of_sockets(name):
    def method(self, *args, **kwargs):
        from .selector_sockets import _SocketsMixin
        return getattr(_SocketsMixin, name)(self, *args, **kwargs)
    method.__name__ = name
    method.__qualname__ = f"BaseSelectorEventLoop.{name}"
    return method


for _name in ("create_connection", "create_server", "create_unix_connection", "create_unix_server",
              "connect_accepted_socket", "_make_connection", "_connect_any", "_serve", "_start_serving", "_accept",
              "_stop_serving"):
    setattr(BaseSelectorEventLoop, _name, _of_sockets(_name))
del _name
