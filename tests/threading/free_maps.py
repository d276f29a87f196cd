"""Memory maps that are closed while other threads look at them, or while their own methods ask for a number."""

import functools
import mmap

from _together import together

SIZE = 1 << 20


def outcome(function, *args):
    try:
        function(*args)
    except (ValueError, BufferError, OSError) as error:
        return type(error).__name__
    return "done"


def look(view):
    for _ in range(50):
        if outcome(view.tobytes) != "done":
            return


def close(view, octets):
    view.release()
    octets.close()


# A view that is released while another thread is reading through it.
for _ in range(25):
    octets = mmap.mmap(-1, SIZE)
    view = memoryview(octets)
    # Whoever is late finds it released. (CPython counts a view that is being read, and refuses.)
    together(functools.partial(look, view), functools.partial(look, view), functools.partial(outcome, close, view, octets))
print("released")  # expect: released


class Closing:
    """A number that closes the map which asks for it."""

    def __init__(self, octets, number):
        self.octets, self.number = octets, number

    def __index__(self):
        self.octets.close()
        return self.number


def closing(method, *args):
    octets = mmap.mmap(-1, SIZE)
    octets[-1] = 7
    return outcome(getattr(octets, method), *(Closing(octets, arg) if isinstance(arg, int) else arg for arg in args))


print(closing("find", b"\x07", 5), closing("rfind", b"\x07", 0, SIZE))  # expect: ValueError ValueError
print(closing("flush", 0, mmap.PAGESIZE) != "done", closing("move", 0, 5, 5))  # expect: True ValueError
print(closing("madvise", mmap.MADV_NORMAL, 0, SIZE), closing("read", 5))  # expect: ValueError ValueError
