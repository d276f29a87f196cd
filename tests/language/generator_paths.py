# needs: 3.13+
"""Generators resumed and suspended on the machine's short path, and what has to leave it."""

import sys


def echo(first):
    got = yield first
    while got is not None:
        kept = got
        got = yield kept, first
        first = kept


g = echo("a")
print(next(g), g.send(1), g.send(2.5), g.send("x"))  # expect: a (1, 'a') (2.5, 1) ('x', 2.5)
try:
    g.send(None)
except StopIteration as stop:
    print(stop.value)  # expect: None


# A local that is yielded as it is stays the generator's own.
def growing():
    items = []
    while True:
        items.append(len(items))
        yield items


g = growing()
first = next(g)
print(first, next(g) is first, first)  # expect: [0, 1] True [0, 1]
print(len([x for x, _ in zip(growing(), range(3))][0]))  # expect: 4


class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("end of", self.name)


def replaced():
    x = Loud("one")
    yield x
    x = yield Loud("two")
    print("has", x)
    x = yield x
    print("has", x)


g = replaced()
print(next(g).name)  # expect: one
print(next(g).name)
# expect: end of two
# expect: two
print(g.send("three"))
# expect: end of one
# expect: has three
# expect: three
print(next(g, "over"))
# expect: has None
# expect: over


# What a generator handles is its own business; what its user handles too.
def handles():
    try:
        raise KeyError("inner")
    except KeyError:
        yield sys.exception()
        yield sys.exception()
    yield sys.exception()


g = handles()
try:
    raise ValueError("outer")
except ValueError:
    print([repr(e) for e in g])  # expect: ["KeyError('inner')", "KeyError('inner')", "ValueError('outer')"]
g = handles()
for e in g:
    print(repr(e), sys.exception())
# expect: KeyError('inner') None
# expect: KeyError('inner') None
# expect: None None


# A frame object made while it runs, or while it stands.
def seen():
    here = 1
    yield sys._getframe()
    here += 1
    yield here
    here += 1
    yield here


g = seen()
frame = next(g)
print(frame is g.gi_frame, frame.f_locals["here"], next(g), frame.f_locals["here"], next(g))  # expect: True 1 2 2 3
g = seen()
next(g)
g.gi_frame.f_locals["here"] = 10
print(*g)  # expect: 11 12


# Delegation: values down, results up, many deep.
def leaf(n):
    total = 0
    for i in range(n):
        total += (yield i) or 0
    return total


def deep(depth, n):
    if depth == 0:
        return (yield from leaf(n))
    result = yield from deep(depth - 1, n)
    return result + depth


g = deep(50, 3)
print(next(g), g.send(100), g.send(20))  # expect: 0 1 2
try:
    g.send(3)
except StopIteration as stop:
    print(stop.value)  # expect: 1398
print(sum(1 for _ in deep(100, 1000)))  # expect: 1000


def itself():
    try:
        yield next(me)
    except ValueError as error:
        yield str(error)


me = itself()
print(next(me))  # expect: generator already executing


def endless():
    yield from endless()


try:
    next(endless())
except RecursionError as error:
    print(type(error).__name__)  # expect: RecursionError


# An iteration that stops a generator in the middle, and goes on with it.
g = leaf(6)
for i in g:
    if i == 2:
        break
print(list(g))  # expect: [3, 4, 5]


async def twice(n):
    return await once(n) * 2


async def once(n):
    return n + 1


c = twice(20)
try:
    c.send(None)
except StopIteration as stop:
    print(stop.value)  # expect: 42


# The code of the function is another one while the generator stands.
def old():
    yield 1
    yield 2


def new():
    yield "new"


g = old()
print(next(g))  # expect: 1
old.__code__ = new.__code__
print(list(g), list(old()))  # expect: [2] ['new']
