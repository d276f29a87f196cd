# slow
"""An instance of a class made of weakref.ref gives all of its memory back, attributes included."""

import weakref


class Thing:
    pass


class Keyed(weakref.ref):
    __slots__ = ("key",)


class Named(weakref.ref):
    pass


def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4


def many(count):
    for n in range(count):
        reference = Keyed(Thing)
        reference.key = n
        reference = Named(Thing)
        reference.name = "reference"


many(1000)
before = resident()
many(40000)
print(resident() - before < 2000)  # expect: True
