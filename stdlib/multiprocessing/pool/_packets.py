"""The ends of a channel of packets (multiprocessing_packets.cpp), which can be handed to a process at its start."""

import _multiprocessing

from ..connection import Connection

__name__ = "multiprocessing.pool"  # the module that these belong to


class _End:
    def __init__(self, pipe, socket):
        self.pipe = Connection(pipe)
        self.socket = Connection(socket)

    def fds(self):
        return self.pipe._handle, self.socket._handle

    def close(self):
        self.pipe.close()
        self.socket.close()


def make_channel(senders_wait):
    """(the end to take packets from, the end to send them to)."""
    taking, sending = _multiprocessing.packet_channel(senders_wait)
    return _End(*taking), _End(*sending)
