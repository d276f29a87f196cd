# No deadlock inside: two threads do everything that holds two objects at once, one as (a, b), the
# other as (b, a), for every pair of kinds. What they do to each other's items does not matter; that
# both come to an end does. (CPython 3.11 and 3.14 crash on it now and then.)
# gilt only
import collections
import io
import itertools
import sys
import threading

sys.setswitchinterval(1e-5)
ROUNDS = 60


class Thing:
    """Its comparison, hash, text, length and end work on another container meanwhile."""

    other = None

    def meddle(self):
        other = self.other
        if isinstance(other, (list, collections.deque)):
            other.append(0)
            other.pop()
        elif isinstance(other, dict):
            other[0] = 0
        elif isinstance(other, set):
            other.add(0)
        elif isinstance(other, bytearray):
            other.append(0)
            other.pop()

    def __eq__(self, other):
        self.meddle()
        return self is other

    def __lt__(self, other):
        self.meddle()
        return id(self) < id(other)

    def __hash__(self):
        self.meddle()
        return 1

    def __index__(self):
        self.meddle()
        return 1

    def __str__(self):
        self.meddle()
        return "thing"

    def __del__(self):
        try:
            self.meddle()
        except (LookupError, RuntimeError):
            pass


def thing_with(other):
    thing = Thing()
    thing.other = other
    return thing


def make(kind):
    return kind((1, 2, 3)) if kind is not dict and kind is not collections.OrderedDict else kind.fromkeys((1, 2, 3))


# What takes hold of a and then, with a held, of b.
def copies(a, b):
    if isinstance(a, list):
        a[:] = b
        a.extend(b)
        a += b
        a == b
    elif isinstance(a, (dict, collections.OrderedDict)):
        a.update(b if isinstance(b, dict) else zip(b, b))
        if isinstance(b, dict):
            a |= b
            a == b
    elif isinstance(a, set):
        a.update(b)
        if isinstance(b, set):
            a |= b
            a &= b
            a ^= b
            a <= b
    elif isinstance(a, collections.deque):
        a.extend(b)
        a == b
    else:
        a.extend(x for x in b if isinstance(x, int))
        a == b


def meddles(a, b):
    thing = thing_with(b)
    if isinstance(a, list):
        a.append(thing)
        thing in a
        a.sort(key=lambda x: thing.meddle() or 0)
        a.remove(thing)
    elif isinstance(a, dict):
        a[thing] = 1
        a.get(thing_with(b))
        a.pop(thing, None)
    elif isinstance(a, set):
        a.add(thing)
        thing_with(b) in a
        a.discard(thing)
    elif isinstance(a, collections.deque):
        a.append(thing)
        a.count(thing_with(b))
        a.pop()
    else:
        a.append(thing)
        a.pop()


def shrinks(a, b):
    for x in (a, b):
        if len(x) > 50:
            x.clear()


ALLOWED = (RuntimeError, ValueError, IndexError, KeyError, TypeError, BufferError)


def run(a, b, gate, failures):
    try:
        gate.wait()
        for _ in range(ROUNDS):
            for work in (copies, meddles, shrinks):
                try:
                    work(a, b)
                except ALLOWED:
                    pass
    except BaseException as error:
        failures.append(repr(error))


def together(work, a, b):
    failures = []
    gate = threading.Barrier(2)
    threads = [threading.Thread(target=work, args=(x, y, gate, failures), daemon=True) for x, y in ((a, b), (b, a))]
    for t in threads:
        t.start()
    for t in threads:
        t.join(60)
        if t.is_alive():
            print("deadlock:", work.__name__, type(a).__name__, type(b).__name__)
            sys.exit(1)
    if failures:
        print(failures)


KINDS = (list, dict, set, collections.deque, bytearray, collections.OrderedDict)
for first, second in itertools.combinations_with_replacement(KINDS, 2):
    together(run, make(first), make(second))
print("containers")  # expect: containers


# Streams: a text whose making writes to the other stream.
class Writes:
    def __init__(self, stream):
        self.stream = stream

    def __str__(self):
        self.stream.write("x")
        return "y"


def write(a, b, gate, failures):
    gate.wait()
    for _ in range(200):
        print(Writes(b), file=a)
        a.flush()


together(write, io.StringIO(), io.StringIO())
with open("/dev/null", "w") as one, open("/dev/null", "w") as two:
    together(write, one, two)
print("streams")  # expect: streams


# Classes and instances: attributes of one change while those of the other are looked up.
class Left:
    pass


class Right:
    pass


def attributes(a, b, gate, failures):
    gate.wait()
    for n in range(300):
        setattr(a, f"name{n % 7}", b)
        getattr(b, f"name{n % 5}", None)
        if isinstance(a, type):
            a.__doc__ = str(n)
        else:
            a.__dict__.update(vars(b))


for pair in ((Left, Right), (Left(), Right()), (Left, Right())):
    try:
        together(attributes, *pair)
    except TypeError:
        pass
print("attributes")  # expect: attributes
