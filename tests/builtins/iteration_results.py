# needs: 3.12+
"""An iterator that ends with a value, or whose source raises StopIteration, has ended: who walks it sees the items."""

import itertools
import collections
import functools
import operator


def f(*items, result="result"):
    yield from items
    return result


print(list(f(1, 2)), tuple(f(1, 2)), [*f(1, 2)], sorted(f(2, 1)))  # expect: [1, 2] (1, 2) [1, 2] [1, 2]
print(set(f(1)), frozenset(f(1)), dict.fromkeys(f(1, 2)), dict(f((1, 2))))  # expect: {1} frozenset({1}) {1: None, 2: None} {1: 2}
print(sum(f(1, 2)), max(f(1, 2)), min(f(1, 2)), any(f(0)), all(f(1)))  # expect: 3 2 1 False True
print("-".join(f("a", "b")), bytes(f(65)), bytearray(f(66)), b"+".join(f(b"x", b"y")))  # expect: a-b b'A' bytearray(b'B') b'x+y'
print(*f(1, 2))  # expect: 1 2
a, b = f(1, 2)
first, *rest = f(1, 2, 3)
print(a, b, first, rest)  # expect: 1 2 1 [2, 3]
try:
    a, b, c = f(1, 2)
except ValueError as error:
    print(error)  # expect: not enough values to unpack (expected 3, got 2)
items = [0]
items.extend(f(1))
items += f(2)
items[1:1] = f(7)
print(items)  # expect: [0, 7, 1, 2]
print(list(zip(f(1, 2), f(3, 4, 5))), list(enumerate(f("x"))))  # expect: [(1, 3), (2, 4)] [(0, 'x')]
print(list(map(str, f(1))), list(filter(None, f(0, 1))), list(reversed(list(f(1, 2)))))  # expect: ['1'] [1] [2, 1]
print(1 in f(1), 3 in f(1), operator.countOf(f(1, 1), 1), operator.indexOf(f(5, 6), 6))  # expect: True False 2 1
print(list(itertools.chain(f(1), f(2))), list(itertools.islice(f(1, 2), 5)), list(itertools.accumulate(f(1, 2))))  # expect: [1, 2] [1, 2] [1, 3]
print(list(itertools.zip_longest(f(1), f(2, 3))), list(itertools.product(f(1), f(2))), list(itertools.batched(f(1, 2, 3), 2)))  # expect: [(1, 2), (None, 3)] [(1, 2)] [(1, 2), (3,)]
print(collections.deque(f(1, 2)), collections.Counter(f("a")), functools.reduce(operator.add, f(1, 2)))  # expect: deque([1, 2]) Counter({'a': 1}) 3
s = {1}
s.update(f(2))
d = {}
d.update(f((1, 2)))
print(s | set(f(3)), d, s.isdisjoint(f(9)), s.issubset(f(1, 2)))  # expect: {1, 2, 3} {1: 2} True True
print([x for x in f(1)], {x for x in f(1)}, {x: x for x in f(1)}, sum(x for x in f(4)))  # expect: [1] {1} {1: 1} 4
print(next(f(), "default"))  # expect: default
try:
    next(f())
except StopIteration as stop:
    print(stop.value)  # expect: result


# What a function that map() calls raises ends the walk too.
def stops(x):
    if x > 2:
        raise StopIteration(x)
    return x


print(list(map(stops, range(9))), sum(map(stops, range(9))))  # expect: [0, 1, 2] 3
print(list(filter(stops, range(9))), max(map(stops, [2, 1, 3])))  # expect: [1, 2] 2
try:
    next(map(stops, [3]))
except StopIteration as stop:
    print(stop.value)  # expect: 3


class Walk:
    def __init__(self):
        self.left = 2

    def __iter__(self):
        return self

    def __next__(self):
        if self.left == 0:
            raise StopIteration("walked")
        self.left -= 1
        return self.left


print(list(Walk()), sum(Walk()), [*Walk()])  # expect: [1, 0] 1 [1, 0]


def delegates():
    return (yield from Walk())


g = delegates()
print(next(g), next(g), next(g, "end"))  # expect: 1 0 end
