# Attributes of objects that several threads read and change at once.
import copy
import threading

from _together import errors_of

THREADS = 4
ROUNDS = 2000


class Point:
    def __init__(self, x=0, y=0):
        self.x = x
        self.y = y


# What is stored is what is read, and nothing else.
shared = Point((0, 0), (0, 0))


def writer(number):
    def go():
        for i in range(ROUNDS):
            shared.x = (number, i)
            shared.y = (number, i)

    return go


def reader():
    for _ in range(ROUNDS * 2):
        for pair in (shared.x, shared.y):
            assert type(pair) is tuple and len(pair) == 2 and 0 <= pair[1] < ROUNDS


print(errors_of(writer(0), writer(1), reader, reader))  # expect: []

# Each thread adds attributes of its own: none gets lost, none is confused with another.
for attempt in range(20):
    shared = Point()

    def adder(number, shared=shared):
        def go():
            for i in range(12):
                setattr(shared, f"a{number}_{i}", (number, i))
            for i in range(12):
                assert getattr(shared, f"a{number}_{i}") == (number, i)

        return go

    errors = errors_of(*[adder(n) for n in range(THREADS)])
    found = {k: v for k, v in vars(shared).items() if k[0] == "a"}
    assert not errors and len(found) == THREADS * 12, (errors, len(found))
    assert all(k == f"a{v[0]}_{v[1]}" for k, v in found.items())
print("added")  # expect: added

# A thread that stores always reads its own store, while others ask for __dict__, add and delete.
for attempt in range(60):
    shared = Point()
    shared.own0 = shared.own1 = -1

    def owner(name, shared=shared):
        def go():
            for i in range(200):
                setattr(shared, name, i)
                assert getattr(shared, name) == i, (name, i, getattr(shared, name))

        return go

    def direct(shared=shared):
        for i in range(200):
            shared.x = i
            assert shared.x == i

    def meddler(shared=shared, attempt=attempt):
        for i in range(attempt * 2):
            pass
        if attempt % 3 == 0:
            assert "x" in shared.__dict__
        elif attempt % 3 == 1:
            del shared.y
        else:
            for i in range(140):
                setattr(shared, f"many{i}", i)

    errors = errors_of(owner("own0"), owner("own1"), direct, meddler)
    assert not errors, errors
    assert (shared.own0, shared.own1, shared.x) == (199, 199, 199), vars(shared)
print("stores kept")  # expect: stores kept

# Adding and deleting the same name: it is there or it is not, with a value that was stored.
shared = Point()


def come_and_go(number):
    def go():
        for i in range(ROUNDS // 2):
            shared.now = (number, i)
            try:
                del shared.now
            except AttributeError:
                pass

    return go


def look():
    for _ in range(ROUNDS):
        value = getattr(shared, "now", None)
        assert value is None or (type(value) is tuple and value[0] in (0, 1))


print(errors_of(come_and_go(0), come_and_go(1), look))  # expect: []


# __class__ changes under the feet of callers.
class A:
    def __init__(self):
        self.value = 1

    def name(self):
        return "A"


class B(A):
    def name(self):
        return "B"


changing = A()


def change():
    for i in range(300):
        changing.__class__ = B if i % 2 == 0 else A


def call():
    for _ in range(ROUNDS):
        assert changing.name() in "AB"
        assert changing.value == 1
        assert isinstance(changing, A)


print(errors_of(change, call, call))  # expect: []


# __slots__: words that are always there.
class Slotted:
    __slots__ = ("a", "b")


slotted = Slotted()
slotted.a = slotted.b = ("s", 0)


def slot_writer(number):
    def go():
        for i in range(ROUNDS):
            slotted.a = (number, i)
            if i % 3 == 0:
                try:
                    del slotted.b
                except AttributeError:
                    pass
            slotted.b = (number, i)

    return go


def slot_reader():
    for _ in range(ROUNDS):
        assert type(slotted.a) is tuple
        assert type(getattr(slotted, "b", ())) is tuple


print(errors_of(slot_writer(0), slot_writer(1), slot_reader))  # expect: []

# Replacing __dict__ as a whole.
swapped = Point()


def swap():
    for i in range(ROUNDS // 4):
        swapped.__dict__ = {"x": i, "y": i}


def read_pair():
    for _ in range(ROUNDS):
        d = swapped.__dict__
        assert d["x"] == d["y"]
        assert type(swapped.x) is int


print(errors_of(swap, read_pair, read_pair))  # expect: []

# Copies of an object that is being changed have one of its values.
original = Point(1, 1)


def copier():
    for _ in range(200):
        c = copy.copy(original)
        assert c.x in range(500) and c is not original


def changer():
    for i in range(500):
        original.x = i


print(errors_of(copier, copier, changer))  # expect: []

# A chain of objects that is published with its head, and a tree that threads build together.


class Node:
    def __init__(self, value, next=None):
        self.value = value
        self.next = next


head = None
lock = threading.Lock()


def pusher(number):
    def go():
        global head
        for i in range(300):
            chain = Node((number, i, 0), Node((number, i, 1)))
            with lock:
                chain.next.next = head
                head = chain

    return go


print(errors_of(*[pusher(n) for n in range(THREADS)]))  # expect: []
seen = []
node = head
while node is not None:
    seen.append(node.value)
    node = node.next
print(len(seen), len(set(seen)))  # expect: 2400 2400
for n in range(THREADS):
    mine = [v[1] for v in seen if v[0] == n and v[2] == 0]
    assert mine == list(range(299, -1, -1))


# Finalisers run once each, whoever drops the last reference.
class Ending:
    ended = []

    def __init__(self, number):
        self.number = number

    def __del__(self):
        Ending.ended.append(self.number)


boxes = [Point(Ending(i)) for i in range(200)]


def drop(part):
    def go():
        for box in boxes[part::2]:
            box.x = None

    return go


def hold():
    for box in boxes:
        e = box.x
        assert e is None or 0 <= e.number < 200


print(errors_of(drop(0), drop(1), hold))  # expect: []
import gc

gc.collect()
print(sorted(Ending.ended) == list(range(200)))  # expect: True
