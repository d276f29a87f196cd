"""Many threads make the first objects that a site sees, of classes that are laid out differently: what the
site learns from one thread's object is never taken for another's."""

import functools

from _together import together

THREADS, ROUNDS = 4, 150

SOURCE = """
class Base:
    def __init__(self, number):
        self.first = number
        self.second = number + 1

    def move(self):
        self.first = self.second
        self.late = self.first + 1
        return self.first, self.second, self.late

class Slotted(Base):
    __slots__ = ("a", "b", "c", "d", "e")

class Named(Base):
    kind = "named"
    def __init__(self, number):
        self.other = self.another = number
        super().__init__(number)

class Hidden(Base):
    __slots__ = ("first", "x")
"""


def use(classes, number):
    """The same few sites, met by all threads at once while they still learn."""
    kept = []
    for n in range(12):
        made = classes[(number + n) % len(classes)](n)
        assert (made.first, made.second) == (n, n + 1), vars(made)
        assert made.move() == (n + 1, n + 1, n + 2), vars(made)
        if isinstance(made, classes[1]):
            made.a = made.b = made.c = made.d = made.e = number
        kept.append(made)
    for n, made in enumerate(kept):
        assert (made.first, made.second, made.late) == (n + 1, n + 1, n + 2), vars(made)


for _ in range(ROUNDS):
    names = {}
    exec(SOURCE, names)
    classes = [names[name] for name in ("Base", "Slotted", "Named", "Hidden")]
    together(*(functools.partial(use, classes, number) for number in range(THREADS)))
print("learned")  # expect: learned
