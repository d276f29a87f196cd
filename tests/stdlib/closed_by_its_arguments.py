# What an object works on is looked at after its arguments, whose methods may close it.
import os
import select

r, w = os.pipe()
watched = select.epoll()


class Closes:
    def fileno(self):
        watched.close()
        return r

    def __index__(self):
        watched.close()
        return 1


for call in (
    lambda: watched.register(Closes()),
    lambda: watched.register(r, Closes()),
    lambda: watched.modify(Closes(), 1),
    lambda: watched.unregister(Closes()),
    lambda: watched.poll(0, Closes()),
):
    watched = select.epoll()
    try:
        call()
    except (ValueError, OSError) as e:
        print(type(e).__name__)
# expect: ValueError
# expect: ValueError
# expect: ValueError
# expect: ValueError
# expect: ValueError


# A socket that the length of its option closes: what gets its number is not asked.
import errno
import socket

first = socket.socket()


class Length:
    def __index__(self):
        global second
        first.close()
        second = socket.socket()
        return 4


try:
    first.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, None, Length())
except OSError as e:
    print(errno.errorcode[e.errno])  # expect: EBADF
second.close()
