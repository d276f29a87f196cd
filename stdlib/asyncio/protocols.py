"""Protocols: what is called when something happens on a connection or pipe. All do nothing here."""

__all__ = ("BaseProtocol", "Protocol", "DatagramProtocol", "SubprocessProtocol", "BufferedProtocol")


class BaseProtocol:
    """What all protocols have."""

    __slots__ = ()

    def connection_made(self, transport):
        """The connection is there."""

    def connection_lost(self, exc):
        """It is closed: exc is None at its regular end."""

    def pause_writing(self):
        """The transport's buffer is full."""

    def resume_writing(self):
        """There is room again."""


class Protocol(BaseProtocol):
    """For streams of bytes."""

    __slots__ = ()

    def data_received(self, data):
        """Some bytes have come."""

    def eof_received(self):
        """No more will come. A true result keeps the transport open."""


class BufferedProtocol(BaseProtocol):
    """For streams of bytes that are read into the protocol's own buffer."""

    __slots__ = ()

    def get_buffer(self, sizehint):
        """A buffer to be filled."""

    def buffer_updated(self, nbytes):
        """So many bytes were put there."""

    def eof_received(self):
        """No more will come."""


class DatagramProtocol(BaseProtocol):
    """For datagrams."""

    __slots__ = ()

    def datagram_received(self, data, addr):
        """One has come."""

    def error_received(self, exc):
        """Sending or receiving has failed."""


class SubprocessProtocol(BaseProtocol):
    """For processes."""

    __slots__ = ()

    def pipe_data_received(self, fd, data):
        """The process has written to its stdout (fd 1) or stderr (fd 2)."""

    def pipe_connection_lost(self, fd, exc):
        """One of its pipes is closed."""

    def process_exited(self):
        """It has ended."""
