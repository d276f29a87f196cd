"""Arrays that threads lengthen and shorten while others repeat, compare and search them."""

import array
import functools

from _together import together

ROUNDS = 40


def lengthen(numbers):
    for _ in range(300):
        numbers.extend(range(64))
        del numbers[32:]


def repeat(numbers):
    for _ in range(400):
        many = numbers * 3
        assert len(many) % 3 == 0, len(many)
        part = len(many) // 3
        assert many[:part] == many[part:2 * part] == many[2 * part:]


# Each repetition is of one state of the array, for which there is room.
for _ in range(ROUNDS // 8):
    shared = array.array("q", range(32))
    together(*[functools.partial(lengthen, shared)] * 2, *[functools.partial(repeat, shared)] * 2)
print("repeated")  # expect: repeated


class Emptying:
    """Equal to all, once the array that is searched for it is empty."""

    def __init__(self, numbers):
        self.numbers = numbers

    def __eq__(self, other):
        del self.numbers[:]
        return True


numbers = array.array("i", range(1000))
numbers.remove(Emptying(numbers))
print(numbers)  # expect: array('i')


# The same by another thread.
class Slow:
    def __eq__(self, other):
        for _ in range(20):
            pass
        return other == 9


def remove(numbers):
    for _ in range(60):
        try:
            numbers.remove(Slow())
        except ValueError:
            pass


def refill(numbers):
    for _ in range(300):
        numbers.extend(range(10))
        del numbers[:]


for _ in range(4):
    shared = array.array("i", range(10))
    together(functools.partial(remove, shared), functools.partial(remove, shared), functools.partial(refill, shared))
print(len(shared) >= 0)  # expect: True
