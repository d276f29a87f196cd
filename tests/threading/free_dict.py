"""Dicts that several threads change at once: each operation is one step, and nothing is lost."""

import sys
from collections import Counter, OrderedDict, defaultdict

from _together import numbered, together

sys.setswitchinterval(0.0002)
THREADS = 6


def each(function):
    together(*numbered([function] * THREADS))


def same_index_twice(d):
    """What must hold of any dict at rest."""
    keys = list(d)
    assert len(keys) == len(d) == len(set(keys)), (len(keys), len(d))
    assert all(k in d for k in keys)
    assert list(d.keys()) == keys and list(d.values()) == [d[k] for k in keys]
    assert list(reversed(d)) == keys[::-1]


# -- keys of its own for each thread: all arrive, in its order --
def own_keys(make):
    d = {}

    def fill(n):
        for i in range(2000):
            d[make(n, i)] = (n, i)

    each(fill)
    assert len(d) == THREADS * 2000
    same_index_twice(d)
    for n in range(THREADS):
        mine = [v for v in d.values() if v[0] == n]
        assert mine == [(n, i) for i in range(2000)]
    for n in range(THREADS):
        for i in range(2000):
            assert d[make(n, i)] == (n, i)


own_keys(lambda n, i: i * THREADS + n)
own_keys(lambda n, i: f"{n}:{i}")
own_keys(lambda n, i: (n, i))
own_keys(lambda n, i: f"{n}:{i}" if i % 7 else i * THREADS + n)
print("own keys")  # expect: own keys

# -- the same keys: there is one winner, and everybody agrees on it --
d = {}
won = [[] for _ in range(THREADS)]


def set_default(n):
    for i in range(3000):
        mine = [n]
        if d.setdefault(i, mine) is mine:
            won[n].append(i)


each(set_default)
assert sorted(i for w in won for i in w) == list(range(3000))
assert all(d[i] == [n] for n in range(THREADS) for i in won[n])
same_index_twice(d)

taken = [[] for _ in range(THREADS)]


def pop(n):
    for i in range(3000):
        value = d.pop(i, None)
        if value is not None:
            taken[n].append(i)


each(pop)
assert not d and sorted(i for t in taken for i in t) == list(range(3000))

d.update((i, str(i)) for i in range(3000))
taken = [[] for _ in range(THREADS)]


def pop_item(n):
    while True:
        try:
            key, value = d.popitem()
        except KeyError:
            return
        assert value == str(key)
        taken[n].append(key)


each(pop_item)
assert not d and sorted(i for t in taken for i in t) == list(range(3000))
assert all(t == sorted(t, reverse=True) for t in taken)
print("one winner")  # expect: one winner

# -- readers beside a writer that keeps some keys: those are always found, with a value of theirs --
class Key:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return self.n % 50

    def __eq__(self, other):
        return self.n == other.n


def churn(make_key, steady, rounds=300):
    d = {make_key(i): ("steady", i, 0) for i in range(steady)}
    stop = []

    def write(n):
        try:
            for r in range(rounds):
                for i in range(20):
                    d[make_key(1000 + n * 100 + i)] = ("moving", n, i)
                for i in range(n, steady, 2):
                    d[make_key(i)] = ("steady", i, r)
                for i in range(20):
                    del d[make_key(1000 + n * 100 + i)]
        finally:
            stop.append(n)

    def read():
        while len(stop) < 2:
            for i in range(steady):
                key = make_key(i)
                assert d[key][:2] == ("steady", i)
                assert d.get(key)[:2] == ("steady", i)
                assert key in d
            assert d.get(make_key(5000)) is None
            assert steady <= len(d) <= steady + 40

    def copied():
        # CPython's copy() compares the keys again where the dict has holes: with keys that a
        # script compares it may then find the dict changed, which gilt's never does.
        while True:
            try:
                return d.copy()
            except RuntimeError:
                if sys.implementation.name == "gilt" or make_key is not Key:
                    raise

    def walk():
        while len(stop) < 2:
            try:
                found = [k for k, v in d.items() if v[0] == "steady"]
                assert len(found) <= steady + 40
            except RuntimeError as error:
                assert "changed" in str(error), error
            for k, v in copied().items():
                assert v[0] == ("steady" if (k.n if isinstance(k, Key) else int(k)) < 1000
                                else "moving")

    together(lambda: write(0), lambda: write(1), read, read, walk)
    assert len(d) == steady
    same_index_twice(d)


churn(int, 10)
churn(str, 10)
churn(Key, 10, rounds=40)
churn(str, 200, rounds=60)
print("steady keys")  # expect: steady keys

# -- update and |= of a dict, copy, clear: whole or not at all --
left = {f"k{i}": "left" for i in range(100)}
right = {f"k{i}": "right" for i in range(100)}
d = dict(left)
stop = []


def swap(n):
    for i in range(300):
        if i % 2:
            d.update(left if n else right)
        else:
            dict.__ior__(d, right if n else left)
    stop.append(n)


def snapshots():
    while len(stop) < 2:
        seen = set(d.copy().values())
        assert len(seen) == 1, seen
        assert len(d) == 100


together(lambda: swap(0), lambda: swap(1), snapshots)

stop.clear()


def fill_and_clear(n):
    for i in range(300):
        d.update(left)
        d.clear()
    stop.append(n)


def sizes():
    while len(stop) < 2:
        assert len(d.copy()) in (0, 100)


together(lambda: fill_and_clear(0), lambda: fill_and_clear(1), sizes)
print("whole updates")  # expect: whole updates

# -- relatives --
counts = Counter()
groups = defaultdict(list)
lists = set()


def group(n):
    for i in range(2000):
        groups[i % 50].append((n, i))


each(group)
assert sum(map(len, groups.values())) == THREADS * 2000
for members in groups.values():
    for n in range(THREADS):
        mine = [i for m, i in members if m == n]
        assert mine == sorted(mine) and len(mine) == 40

order = OrderedDict((i, i) for i in range(60))


def to_end(n):
    for i in range(1500):
        key = (i * 7 + n * 10) % 60
        order.move_to_end(key, last=i % 3 != 0)
        assert order[key] == key and (key + 1) % 60 in order


each(to_end)
assert sorted(order) == list(range(60))
same_index_twice(order)

queue = OrderedDict((i, i) for i in range(2000))
taken = [[] for _ in range(THREADS)]


def first_out(n):
    while True:
        try:
            taken[n].append(queue.popitem(last=False)[0])
        except KeyError:
            return


each(first_out)
assert sorted(i for t in taken for i in t) == list(range(2000))
assert all(t == sorted(t) for t in taken)
print("relatives")  # expect: relatives

# -- one iterator for all: each key comes once, or the loop ends early --
big = dict.fromkeys(range(5000))
iterator = iter(big)
taken = [[] for _ in range(THREADS)]


def take(n):
    for key in iterator:
        taken[n].append(key)


each(take)
seen = [i for t in taken for i in t]
assert len(seen) == len(set(seen)) == 5000
print("one iterator")  # expect: one iterator


# -- a copy of a dict, or of a view of it, is one step: other threads change the size meanwhile, and it never notices --
d = {}
copying = True


def resize(n):
    while copying:
        for i in range(n, 400, 2):
            d[i] = i
        for i in range(n, 400, 2):
            del d[i]


def copy():
    global copying
    try:
        for _ in range(300):
            for make in (list, tuple, sorted, set, frozenset, dict.fromkeys):
                make(d)
                make(d.keys())
                make(d.values())
                make(d.items())
            assert all(key == value for key, value in list(d.items()))
            assert all(key == value for key, value in dict(d.items()).items())
            assert all(value % 2 in (0, 1) for value in [*d.values()])
    finally:
        copying = False


together(lambda: resize(0), lambda: resize(1), copy)
print("copies")  # expect: copies
