"""Values that threads replace under keys of their own while other threads rebuild the dict: nothing is lost, and a copy is
one step."""

import gc
import sys
from collections import Counter, OrderedDict

from _together import numbered, together

sys.setswitchinterval(0.0002)
WRITERS, ROUNDS = 3, 1500


class Stamp:
    """A value that can be counted: all that were made are gone in the end."""

    made = [0] * (WRITERS + 1)
    gone = [0] * (WRITERS + 1)

    def __init__(self, writer, number):
        self.writer, self.number = writer, number
        Stamp.made[writer] += 1


class Watched(Stamp):
    def __del__(self):
        ended.append(self.writer)


ended = []


# -- a writer always finds what it has put there, whatever happens to the table; and since it sets `first` before `second`,
#    no copy may show the second one newer --
def beside(make, disturb, snapshot=dict):
    d = make()
    running = [True]

    def write(n):
        first, second = ("first", n), f"second{n}"
        for i in range(ROUNDS):
            d[first] = i
            d[second] = i
            assert d[first] == i and d[second] == i, (d[first], d[second], i)
            assert d.get(second) == i and first in d

    def copy():
        while running[0]:
            seen = snapshot(d)
            for n in range(WRITERS):
                first, second = seen[("first", n)], seen[f"second{n}"]
                assert second <= first <= second + 1, (first, second)

    def trouble():
        while running[0]:
            disturb(d)

    def writers():
        try:
            together(*numbered([write] * WRITERS))
        finally:
            running[0] = False

    for n in range(WRITERS):
        d[("first", n)] = d[f"second{n}"] = 0
    together(writers, trouble, *([copy] if snapshot else []))
    for n in range(WRITERS):
        assert d[("first", n)] == d[f"second{n}"] == ROUNDS - 1


def grow_and_shrink(d):
    for i in range(60):
        d[i] = i
    for i in range(60):
        assert d.pop(i) == i


def last_items(d):
    d["z"] = 1
    assert d.pop("z") == 1
    d.update({i: i for i in range(40)})
    while len(d) > 2 * WRITERS + 20:
        key = next(reversed(d))
        del d[key]
    for i in range(40):
        d.pop(i, None)


def to_ends(d):
    for n in range(WRITERS):
        d.move_to_end(("first", n))
        d.move_to_end(f"second{n}", last=False)


def as_namespace(d):
    eval("1", d)


def from_items(d):
    return {key: value for key, value in list(d.items())}


beside(dict, grow_and_shrink)
beside(dict, grow_and_shrink, from_items)
beside(dict, last_items, lambda d: d | {})
beside(OrderedDict, to_ends, None)  # whose copy() and items() are loops over it
beside(OrderedDict, grow_and_shrink, None)
beside(dict, as_namespace, dict.copy)
print("kept")  # expect: kept

# -- one key for all, which others count up and take away --
counts = Counter()


def count(n):
    for i in range(600):
        counts.update("ab")
        counts["b"] = 0
        assert counts["a"] > 0


together(*numbered([count] * 4))
assert counts["a"] == 4 * 600 and 0 <= counts["b"] <= 4 * 600
print("counted")  # expect: counted

shared = {}
popped = [[] for _ in range(2)]


def put(n):
    for i in range(3000):
        shared["key"] = Watched(n, i)
        shared["other"] = Watched(n, i)


def take(n):
    for i in range(3000):
        value = shared.pop("key", None)
        if value is not None:
            popped[n].append((value.writer, value.number))
        if i % 50 == 0:
            shared.clear()


together(lambda: put(0), lambda: put(1), lambda: take(0), lambda: take(1))
taken = popped[0] + popped[1]
assert len(taken) == len(set(taken))
shared.clear()
gc.collect()
assert len(ended) == sum(Stamp.made), (len(ended), Stamp.made)
print("none twice, none forgotten")  # expect: none twice, none forgotten

# -- a walk that does not copy sees each key that stays, or says that the dict changed --
d = {f"steady{i}": 0 for i in range(50)}
running = [True]


def walk():
    whole = 0
    try:
        while whole < 200:
            seen = []
            try:
                for key in d:
                    seen.append(key)
            except RuntimeError as error:
                assert "changed" in str(error), error
                continue
            whole += 1
            assert len(set(seen)) >= 50, len(seen)
    finally:
        running[0] = False


def replace():
    i = 0
    while running[0]:
        i += 1
        for n in range(50):
            d[f"steady{n}"] = i


def regrow():
    while running[0]:
        for n in range(300):
            d[n] = n
        for n in range(300):
            del d[n]


together(walk, replace, regrow)
print("walked")  # expect: walked
