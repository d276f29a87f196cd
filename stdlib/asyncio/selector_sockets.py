"""Connections and servers of a selector loop: the transport of a stream socket."""

import collections
import os
import socket
import stat

from . import base_events, constants, protocols, tasks, transports
from .log import logger


class _SelectorSocketTransport(transports._FlowControlMixin, transports.Transport):
    """Both directions of a connected socket."""

    max_size = 256 * 1024

    def __init__(self, loop, sock, protocol, waiter=None, extra=None, server=None):
        super().__init__(extra, loop)
        self._extra["socket"] = sock
        for name, ask in (("sockname", sock.getsockname), ("peername", sock.getpeername)):
            if name not in self._extra:
                try:
                    self._extra[name] = ask()
                except OSError:
                    self._extra[name] = None
        self._sock = sock
        self._sock_fd = sock.fileno()
        self._server = server
        self._buffer = collections.deque()
        self._buffered = 0
        self._conn_lost = 0
        self._closing = False
        self._paused = False
        self._eof = False
        self.set_protocol(protocol)
        if server is not None:
            server._attach(self)
        if sock.family in (socket.AF_INET, socket.AF_INET6) and sock.type == socket.SOCK_STREAM:
            # Small pieces are not to wait for larger ones.
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        loop.call_soon(self._protocol.connection_made, self)
        loop.call_soon(self._add_reader)
        if waiter is not None:
            loop.call_soon(_set_unless_done, waiter)

    def __repr__(self):
        state = "closed" if self._sock is None else "closing" if self._closing else f"fd={self._sock_fd}"
        return f"<{type(self).__name__} {state} bufsize={self._buffered}>"

    def _add_reader(self):
        if self.is_reading():
            self._loop._add_reader(self._sock_fd, self._read_ready)

    def set_protocol(self, protocol):
        self._protocol = protocol
        self._fills_buffer = isinstance(protocol, protocols.BufferedProtocol)

    def get_protocol(self):
        return self._protocol

    def is_closing(self):
        return self._closing

    def is_reading(self):
        return not self._closing and not self._paused

    def pause_reading(self):
        if self.is_reading():
            self._paused = True
            self._loop._remove_reader(self._sock_fd)

    def resume_reading(self):
        if not self._closing and self._paused:
            self._paused = False
            self._add_reader()

    def _read_ready(self):
        if self._conn_lost:
            return
        try:
            if self._fills_buffer:
                buffer = self._protocol.get_buffer(-1)
                if not len(buffer):
                    raise RuntimeError("get_buffer() returned an empty buffer")
                count = self._sock.recv_into(buffer)
            else:
                data = self._sock.recv(self.max_size)
                count = len(data)
        except (BlockingIOError, InterruptedError):
            return
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            self._fatal_error(exc, "Fatal read error on socket transport")
            return
        try:
            if not count:
                self._end_of_data()
            elif self._fills_buffer:
                self._protocol.buffer_updated(count)
            else:
                self._protocol.data_received(data)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            self._fatal_error(exc, "Fatal error: protocol call failed.")

    def _end_of_data(self):
        if self._protocol.eof_received():
            # The other direction stays open.
            self._loop._remove_reader(self._sock_fd)
        else:
            self.close()

    def get_write_buffer_size(self):
        return self._buffered

    def write(self, data):
        if not isinstance(data, (bytes, bytearray, memoryview)):
            raise TypeError(f"data argument must be a bytes-like object, not {type(data).__name__!r}")
        if self._eof:
            raise RuntimeError("Cannot call write() after write_eof()")
        if not data:
            return
        if self._conn_lost:
            if self._conn_lost >= constants.LOG_THRESHOLD_FOR_CONNLOST_WRITES:
                logger.warning("socket.send() raised exception.")
            self._conn_lost += 1
            return
        data = memoryview(data).cast("B")
        if not self._buffer:
            try:
                data = data[self._sock.send(data):]
            except (BlockingIOError, InterruptedError):
                pass
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException as exc:
                self._fatal_error(exc, "Fatal write error on socket transport")
                return
            if not len(data):
                return
            self._loop._add_writer(self._sock_fd, self._write_ready)
        # The caller may change its buffer.
        self._buffer.append(bytes(data))
        self._buffered += len(data)
        self._maybe_pause_protocol()

    def _write_ready(self):
        if self._conn_lost:
            return
        try:
            sent = self._sock.send(self._buffer[0])
        except (BlockingIOError, InterruptedError):
            return
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            self._loop._remove_writer(self._sock_fd)
            self._buffer.clear()
            self._buffered = 0
            self._fatal_error(exc, "Fatal write error on socket transport")
            return
        first = self._buffer.popleft()
        if sent < len(first):
            self._buffer.appendleft(first[sent:])
        self._buffered -= sent
        self._maybe_resume_protocol()
        if self._buffer:
            return
        self._loop._remove_writer(self._sock_fd)
        if self._closing:
            self._call_connection_lost(None)
        elif self._eof:
            self._sock.shutdown(socket.SHUT_WR)

    def can_write_eof(self):
        return True

    def write_eof(self):
        if self._closing or self._eof:
            return
        self._eof = True
        if not self._buffer:
            self._sock.shutdown(socket.SHUT_WR)

    def close(self):
        if self._closing:
            return
        self._closing = True
        self._loop._remove_reader(self._sock_fd)
        if not self._buffer:
            self._conn_lost += 1
            self._loop._remove_writer(self._sock_fd)
            self._loop.call_soon(self._call_connection_lost, None)

    def abort(self):
        self._force_close(None)

    def __del__(self):
        if self._sock is not None:
            import warnings
            warnings.warn(f"unclosed transport {self!r}", ResourceWarning, source=self)
            self._sock.close()
            if self._server is not None:
                self._server._detach(self)

    def _fatal_error(self, exc, message="Fatal error on transport"):
        if isinstance(exc, OSError):
            if self._loop.get_debug():
                logger.debug("%r: %s", self, message, exc_info=True)
        else:
            self._loop.call_exception_handler({"message": message, "exception": exc, "transport": self,
                                               "protocol": self._protocol})
        self._force_close(exc)

    def _force_close(self, exc):
        if self._conn_lost:
            return
        if self._buffer:
            self._buffer.clear()
            self._buffered = 0
            self._loop._remove_writer(self._sock_fd)
        if not self._closing:
            self._closing = True
            self._loop._remove_reader(self._sock_fd)
        self._conn_lost += 1
        self._loop.call_soon(self._call_connection_lost, exc)

    def _call_connection_lost(self, exc):
        try:
            self._protocol.connection_lost(exc)
        finally:
            self._sock.close()
            self._sock = self._protocol = self._loop = None
            server, self._server = self._server, None
            if server is not None:
                server._detach(self)


def _set_unless_done(waiter):
    if not waiter.done():
        waiter.set_result(None)


def _no_encryption(ssl):
    if ssl:
        raise NotImplementedError("connections with TLS are not supported")


class _SocketsMixin:
    """The methods of the loop that make connections and servers."""

    async def _make_connection(self, sock, protocol_factory):
        sock.setblocking(False)
        protocol = protocol_factory()
        waiter = self.create_future()
        transport = _SelectorSocketTransport(self, sock, protocol, waiter)
        try:
            await waiter
        except:
            transport.close()
            raise
        return transport, protocol

    async def create_connection(self, protocol_factory, host=None, port=None, *, ssl=None, family=0, proto=0, flags=0,
                                sock=None, local_addr=None, **kwargs):
        """Connect to a server; returns (transport, protocol)."""
        _no_encryption(ssl)
        if host is not None or port is not None:
            if sock is not None:
                raise ValueError("host/port and sock can not be specified at the same time")
            sock = await self._connect_any(host, port, family, proto, flags, local_addr)
        elif sock is None:
            raise ValueError("host and port was not specified and no sock specified")
        elif sock.type != socket.SOCK_STREAM:
            raise ValueError(f"A Stream Socket was expected, got {sock!r}")
        return await self._make_connection(sock, protocol_factory)

    async def _connect_any(self, host, port, family, proto, flags, local_addr):
        # The first address that answers.
        found = await self._ensure_resolved((host, port), family=family, type=socket.SOCK_STREAM, proto=proto,
                                            flags=flags)
        if not found:
            raise OSError("getaddrinfo() returned empty list")
        errors = []
        for kind, type_, number, _, address in found:
            sock = socket.socket(family=kind, type=type_, proto=number)
            try:
                sock.setblocking(False)
                if local_addr is not None:
                    sock.bind(local_addr)
                await self.sock_connect(sock, address)
                return sock
            except OSError as exc:
                sock.close()
                errors.append(exc)
            except:
                sock.close()
                raise
        if len(errors) == 1 or all(str(e) == str(errors[0]) for e in errors):
            raise errors[0]
        raise OSError("Multiple exceptions: {}".format(", ".join(str(e) for e in errors)))

    async def create_server(self, protocol_factory, host=None, port=None, *, family=socket.AF_UNSPEC,
                            flags=socket.AI_PASSIVE, sock=None, backlog=100, ssl=None, reuse_address=None,
                            reuse_port=None, start_serving=True, **kwargs):
        """Listen for connections; returns a Server."""
        _no_encryption(ssl)
        if host is not None or port is not None:
            if sock is not None:
                raise ValueError("host/port and sock can not be specified at the same time")
            hosts = [None] if host in (None, "") else [host] if isinstance(host, str) else list(host)
            sockets = []
            try:
                for each in hosts:
                    for kind, type_, proto, _, address in await self._ensure_resolved(
                            (each, port), family=family, type=socket.SOCK_STREAM, flags=flags):
                        sockets.append(_listening(kind, type_, proto, address, reuse_address, reuse_port))
            except:
                for each in sockets:
                    each.close()
                raise
        elif sock is None:
            raise ValueError("Neither host/port nor sock were specified")
        else:
            sockets = [sock]
        return await self._serve(sockets, protocol_factory, backlog, start_serving)

    async def _serve(self, sockets, protocol_factory, backlog, start_serving):
        for sock in sockets:
            sock.setblocking(False)
        server = base_events.Server(self, sockets, protocol_factory, None, backlog, None)
        if start_serving:
            server._start_serving()
            # The loop begins to accept in the next round.
            await tasks.sleep(0)
        return server

    async def create_unix_connection(self, protocol_factory, path=None, *, ssl=None, sock=None, **kwargs):
        """create_connection() for sockets in the file system."""
        _no_encryption(ssl)
        if path is not None:
            if sock is not None:
                raise ValueError("path and sock can not be specified at the same time")
            sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                sock.setblocking(False)
                await self.sock_connect(sock, os.fspath(path))
            except:
                sock.close()
                raise
        elif sock is None:
            raise ValueError("no path and sock were specified")
        return await self._make_connection(sock, protocol_factory)

    async def create_unix_server(self, protocol_factory, path=None, *, sock=None, backlog=100, ssl=None,
                                 start_serving=True, **kwargs):
        """create_server() for sockets in the file system."""
        _no_encryption(ssl)
        if path is not None:
            if sock is not None:
                raise ValueError("path and sock can not be specified at the same time")
            path = os.fspath(path)
            try:
                # What an earlier server has left.
                if stat.S_ISSOCK(os.stat(path).st_mode):
                    os.remove(path)
            except FileNotFoundError:
                pass
            sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                sock.bind(path)
            except:
                sock.close()
                raise
        elif sock is None:
            raise ValueError("path was not specified, and no sock specified")
        return await self._serve([sock], protocol_factory, backlog, start_serving)

    async def connect_accepted_socket(self, protocol_factory, sock, *, ssl=None, **kwargs):
        """A transport for a socket that was accepted elsewhere."""
        _no_encryption(ssl)
        return await self._make_connection(sock, protocol_factory)

    def _start_serving(self, protocol_factory, sock, sslcontext=None, server=None, backlog=100, *timeouts):
        self._add_reader(sock.fileno(), self._accept, protocol_factory, sock, server, backlog)

    def _accept(self, protocol_factory, sock, server, backlog):
        for _ in range(backlog + 1):
            try:
                conn, address = sock.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError as exc:
                # Out of descriptors or memory: again a little later.
                self.call_exception_handler({"message": "socket.accept() out of system resource", "exception": exc,
                                             "socket": sock})
                self._remove_reader(sock.fileno())
                self.call_later(constants.ACCEPT_RETRY_DELAY, self._start_serving, protocol_factory, sock, None,
                                server, backlog)
                return
            conn.setblocking(False)
            try:
                _SelectorSocketTransport(self, conn, protocol_factory(), extra={"peername": address}, server=server)
            except (SystemExit, KeyboardInterrupt):
                raise
            except BaseException as exc:
                conn.close()
                self.call_exception_handler({"message": "Error on transport creation for incoming connection",
                                             "exception": exc})

    def _stop_serving(self, sock):
        self._remove_reader(sock.fileno())
        sock.close()


def _listening(family, kind, proto, address, reuse_address, reuse_port):
    sock = socket.socket(family, kind, proto)
    try:
        if reuse_address or reuse_address is None:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, True)
        if reuse_port:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, True)
        if family == socket.AF_INET6:
            # IPv4 gets a socket of its own.
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, True)
        sock.bind(address)
    except OSError as exc:
        sock.close()
        why = str(exc.strerror).lower()
        raise OSError(exc.errno, f"error while attempting to bind on address {address!r}: {why}") from None
    except:
        sock.close()
        raise
    return sock
