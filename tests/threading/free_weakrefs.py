# Weak references to objects that other threads drop.
import gc
import weakref

from _together import errors_of

ROUNDS = 400


class Thing:
    def __init__(self, number=0):
        self.number = number


# A reference gives the object or None, never anything else.
things = [Thing(i) for i in range(ROUNDS)]
refs = [weakref.ref(t) for t in things]


def drop():
    for i in range(ROUNDS):
        things[i] = None


def ask():
    for _ in range(5):
        for i, r in enumerate(refs):
            t = r()
            assert t is None or t.number == i * ROUNDS // len(refs)


print(errors_of(drop, ask, ask))  # expect: []
gc.collect()
print(sum(r() is not None for r in refs))  # expect: 0

# Callbacks run once each, and see a dead reference.
calls = []


def note(reference):
    calls.append(reference)
    assert reference() is None


things = [Thing(i) for i in range(ROUNDS)]
refs = [weakref.ref(t, note) for t in things for _ in range(2)]


def drop_part(part):
    def go():
        for i in range(part, ROUNDS, 2):
            things[i] = None

    return go


print(errors_of(drop_part(0), drop_part(1), ask))  # expect: []
gc.collect()
print(len(calls), len(set(map(id, calls))))  # expect: 800 800

# Those that were dropped first are not called.
calls.clear()
things = [Thing(i) for i in range(50)]
refs = [weakref.ref(t, note) for t in things]


def forget():
    refs.clear()


errors_of(forget)
gc.collect()
things.clear()
gc.collect()
print(len(calls))  # expect: 0

# References without callback are one object, for all threads.
target = Thing()
found = []


def make_refs():
    mine = [weakref.ref(target) for _ in range(50)]
    assert all(r() is target for r in mine)
    found.append(mine[0])
    p = weakref.proxy(target)
    assert p.number == 0


print(errors_of(*[make_refs] * 4))  # expect: []
print(len(set(map(id, found))), weakref.getweakrefcount(target) >= 1)  # expect: 1 True

# Making references and dropping the object at once.
box = [Thing()]


def replace():
    for i in range(ROUNDS):
        box[0] = Thing(i)


def refer():
    for _ in range(ROUNDS):
        t = box[0]
        r = weakref.ref(t, lambda r: None)
        assert r() is t
        s = weakref.ref(box[0])
        got = s()
        assert got is None or type(got) is Thing
        del t


print(errors_of(replace, refer, refer))  # expect: []

# The containers of module weakref.
values = weakref.WeakValueDictionary()
keys = weakref.WeakKeyDictionary()
members = weakref.WeakSet()


def fill(number):
    def go():
        kept = []
        for i in range(ROUNDS):
            t = Thing(i)
            values[number, i] = t
            keys[t] = i
            members.add(t)
            if i % 4 == 0:
                kept.append(t)
            assert values[number, i] is t and keys[t] == i and t in members
        for t in kept:
            assert values[number, t.number] is t
            assert keys[t] == t.number
            assert t in members

    return go


def browse():
    for _ in range(20):
        for v in list(values.values()):
            assert type(v) is Thing
        for k in list(keys.keys()):
            assert type(k) is Thing
        for m in list(members):
            assert type(m) is Thing
        len(values), len(keys), len(members)


print(errors_of(fill(0), fill(1), browse))  # expect: []
gc.collect()
print(len(values), len(keys), len(members))  # expect: 0 0 0

# finalize runs once.
finals = []


def with_finalizers(number):
    def go():
        for i in range(100):
            t = Thing(i)
            f = weakref.finalize(t, finals.append, (number, i))
            if i % 2:
                f()
            del t

    return go


print(errors_of(with_finalizers(0), with_finalizers(1), with_finalizers(2)))  # expect: []
gc.collect()
print(len(finals), len(set(finals)))  # expect: 300 300

# Cycles through weakly referenced objects, collected while threads run.
ended = []


def cycles():
    for i in range(100):
        a, b = Thing(i), Thing(-i)
        a.other, b.other = b, a
        weakref.finalize(a, ended.append, i)
        del a, b
        if i % 25 == 0:
            gc.collect()


print(errors_of(cycles, cycles))  # expect: []
gc.collect()
print(len(ended))  # expect: 200
