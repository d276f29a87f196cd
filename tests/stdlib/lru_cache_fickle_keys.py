"""A cache whose keys answer differently each time they are compared: which results it finds is anybody's guess, but it
holds no more than it may, and goes on."""

import functools


class Key:
    answers = []

    def __init__(self, number):
        self.number = number

    def __hash__(self):
        return 7

    def __eq__(self, other):
        return Key.answers.pop(0) if Key.answers else False


for wait in range(9):
    @functools.lru_cache(maxsize=2)
    def number(key):
        return key.number

    a, b, c, d, e = (Key(n) for n in range(5))
    number(a), number(b), number(a)
    # Among these comparisons is one, on the way to the entry that has to go, which meets the other entry first.
    Key.answers = [False] * wait + [True]
    number(c)
    Key.answers = []
    others = [(n,) * size for size in range(1, 12) for n in range(1000)]
    for n in range(300):
        number(d), number(e), number(Key(n)), number(c)
    assert number.cache_info().currsize <= 2
print("fickle")  # expect: fickle
