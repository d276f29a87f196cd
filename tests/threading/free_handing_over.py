"""What can be taken from an object once (a stream's buffer, a socket's descriptor), taken by many threads at once:
one gets it, and the others are told."""

import functools
import io
import os
import socket

from _together import together

ROUNDS = 50


def take(results, function):
    try:
        results.append(function())
    except (ValueError, OSError) as error:
        results.append(type(error).__name__)


def outcomes(*functions):
    results = [[] for _ in functions]
    together(*(functools.partial(take, result, function) for result, function in zip(results, functions)))
    return [result[0] for result in results]


class Raw(io.RawIOBase):
    """A raw stream in script code."""

    def readable(self):
        return True

    def writable(self):
        return True

    def readinto(self, buffer):
        return 0

    def write(self, data):
        return len(data)

    def truncate(self, size=None):
        return 0


# The rest closes, truncates and flushes: that it has been detached is an error or no news.
for make in (lambda raw: io.TextIOWrapper(io.BufferedWriter(raw)), lambda raw: io.BufferedWriter(raw),
             lambda raw: io.BufferedReader(raw)):
    for _ in range(ROUNDS):
        stream = make(Raw())
        got = outcomes(stream.detach, stream.truncate, stream.close, stream.detach)
        assert all(isinstance(item, (str, int, io.IOBase, type(None))) for item in got), got
        assert sum(isinstance(item, io.IOBase) for item in got) <= 1, got
print("detached")  # expect: detached

for _ in range(ROUNDS):
    one, other = socket.socketpair()
    taken = [fd for fd in outcomes(*[one.detach] * 3, one.close) if isinstance(fd, int) and fd >= 0]
    assert len(taken) <= 1, taken
    # Whoever closes does not close what another thread has taken.
    for fd in taken:
        os.close(fd)
    other.close()
print("handed over")  # expect: handed over
