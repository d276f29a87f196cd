"""Sets that several threads change at once: each operation is one step, and nothing is lost."""

import sys

from _together import numbered, together

sys.setswitchinterval(0.0002)
THREADS = 6


def each(function):
    together(*numbered([function] * THREADS))


# -- elements of its own for each thread; then all the same; then each is taken once --
for make in (int, str, lambda i: (i, str(i))):
    s = set()

    def add_own(n):
        for i in range(1500):
            s.add(make(i * THREADS + n))
            assert make(i * THREADS + n) in s

    each(add_own)
    assert len(s) == len(list(s)) == THREADS * 1500
    assert s == {make(i) for i in range(THREADS * 1500)}

    def add_same(n):
        for i in range(500):
            s.add(make(i))

    each(add_same)
    assert len(s) == THREADS * 1500

    removed = [0] * THREADS

    def remove(n):
        for i in range(1000):
            try:
                s.remove(make(i))
                removed[n] += 1
            except KeyError:
                pass

    each(remove)
    assert sum(removed) == 1000 and len(s) == THREADS * 1500 - 1000

    taken = [[] for _ in range(THREADS)]

    def pop(n):
        while True:
            try:
                taken[n].append(s.pop())
            except KeyError:
                return

    each(pop)
    assert not s
    everything = [x for t in taken for x in t]
    assert len(everything) == len(set(everything)) == THREADS * 1500 - 1000
print("one winner")  # expect: one winner


# -- elements that stay are always found, whatever else comes and goes --
class Key:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return self.n % 50

    def __eq__(self, other):
        return self.n == other.n


def churn(make, steady, rounds):
    s = {make(i) for i in range(steady)}
    stop = []

    def write(n):
        for r in range(rounds):
            for i in range(20):
                s.add(make(1000 + n * 100 + i))
            for i in range(20):
                s.discard(make(1000 + n * 100 + i))
        stop.append(n)

    def read():
        while len(stop) < 2:
            for i in range(steady):
                assert make(i) in s
            assert make(5000) not in s
            assert steady <= len(s) <= steady + 40
            assert s.issuperset([make(0)]) and not s.isdisjoint([make(1)])

    def walk():
        while len(stop) < 2:
            try:
                assert steady <= len([k for k in s]) <= steady + 40
            except RuntimeError as error:
                assert "changed size" in str(error), error
            for result in (s.copy(), s | s, s & s, frozenset(s), s - {make(5000)}):
                assert steady <= len(result) <= steady + 40
                assert make(0) in result

    together(lambda: write(0), lambda: write(1), read, read, walk)
    assert s == {make(i) for i in range(steady)}


churn(int, 3, 300)
churn(str, 3, 300)
churn(Key, 10, 30)
churn(int, 200, 60)
print("steady elements")  # expect: steady elements

# -- operations of two sets, in both directions at once: whole, and no deadlock --
left = set(range(100))
right = set(range(100, 200))
a, b = set(left), set(right)
stop = []


def mix(n):
    x, y = (a, b) if n else (b, a)
    for i in range(200):
        x |= y
        x &= y
        x -= y
        x ^= y
        x.update(left if n else right)
        x.intersection_update(left if n else right)
    stop.append(n)


def look():
    while len(stop) < 2:
        a == b, a <= b, a < b, a | b, a & b, a - b, a ^ b
        for s in a.copy(), b.copy():
            assert all(type(x) is int and 0 <= x < 200 for x in s)


together(lambda: mix(0), lambda: mix(1), look)

s = set()
whole = set(range(50))
stop.clear()


def fill_and_clear(n):
    for i in range(400):
        s.update(whole)
        s.clear()
    stop.append(n)


def sizes():
    while len(stop) < 2:
        assert len(s.copy()) in (0, 50)


together(lambda: fill_and_clear(0), lambda: fill_and_clear(1), sizes)
small = set()
stop.clear()


def fill_small(n):
    for i in range(400):
        small.update({1, 2, 3})
        small.clear()
    stop.append(n)


def small_sizes():
    while len(stop) < 2:
        assert len(small.copy()) in (0, 3)
        1 in small, 4 in small


together(lambda: fill_small(0), lambda: fill_small(1), small_sizes)
print("two sets")  # expect: two sets

# -- frozensets that all threads look at --
frozen = frozenset(range(300))
table = {frozenset((i, i + 1)): i for i in range(100)}


def use_frozen(n):
    for i in range(300):
        assert i in frozen and -i - 1 not in frozen
        assert table[frozenset((i % 100, i % 100 + 1))] == i % 100
    assert frozen | {n} == frozen and hash(frozen) == hash(frozenset(range(300)))


each(use_frozen)
iterator = iter(frozen)
taken = [[] for _ in range(THREADS)]


def take(n):
    for x in iterator:
        taken[n].append(x)


each(take)
assert sorted(x for t in taken for x in t) == list(range(300))
print("frozen")  # expect: frozen
