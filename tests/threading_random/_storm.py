"""One round of the randomised thread test (tests/random_threads.py runs many).

    _storm.py SEED THREADS OPERATIONS [on_list on_dict ...]

THREADS threads each do OPERATIONS random operations on containers and objects that they share, all
chosen by a generator of the thread's own, which SEED sets: the same seed makes every thread choose the
same operations in the same order. (What comes out still depends on who comes first.) Afterwards
everything has to be whole. With names of operations only these are done, which tells what a failure
needs. Prints `whole` and ends with 0, or says what is broken.
"""

import collections
import gc
import itertools
import random
import sys
import threading
import weakref

try:
    import gilt
except ImportError:  # under CPython
    gilt = None

# What an operation may end with because another thread was faster.
RACES = (KeyError, IndexError, ValueError, AttributeError, StopIteration, RuntimeError, TypeError,
         BufferError, NameError, ReferenceError)

made, ended = itertools.count(), collections.deque()
# Errors of finalisers and of callbacks: none of them has a reason to fail.
unraisable = collections.deque()


class Node:
    """An object that other objects refer to, whose end is counted."""

    kind = "node"

    def __init__(self):
        next(made)
        self.next = None

    def __del__(self):
        ended.append(1)

    def __hash__(self):
        return 7

    def tag(self):
        return self.kind


class Slotted(Node):
    __slots__ = ("a", "b")


class Keyed:
    """A key whose comparison runs script code."""

    def __init__(self, number):
        self.number = number

    def __hash__(self):
        return self.number % 5

    def __eq__(self, other):
        return isinstance(other, Keyed) and self.number == other.number


def squares():
    for n in itertools.count():
        yield n * n


def make_cell():
    value = 0

    def get():
        return value

    def put(new):
        nonlocal value
        value = new

    return get, put


shared_global = 0
NAMES = [f"name{n}" for n in range(12)]


class World:
    def __init__(self):
        self.lists = [[] for _ in range(3)]
        self.dicts = [{} for _ in range(3)]
        self.sets = [set() for _ in range(3)]
        self.deques = [collections.deque(maxlen=size) for size in (None, 20)]
        self.ordered = collections.OrderedDict()
        self.default = collections.defaultdict(list)
        self.bytes = [bytearray(b"start") for _ in range(2)]
        self.nodes = [Node() for _ in range(6)] + [Slotted() for _ in range(2)]
        self.classes = [type(f"C{n}", (Node,), {"kind": "made"}) for n in range(2)]
        self.cells = [make_cell() for _ in range(2)]
        self.iterators = [iter(self.lists[0])] * 3
        self.weak = [weakref.ref(node) for node in self.nodes]
        self.weak_values = weakref.WeakValueDictionary()
        self.weak_keys, self.weak_set = weakref.WeakKeyDictionary(), weakref.WeakSet()
        self.errors = []
        self.lock = threading.Lock()
        # What is checked afterwards.
        self.locked_count = 0
        self.log = []
        self.winners = {}
        self.generator = squares()
        self.numbers = itertools.count()
        self.bags = [list(range(3000)), dict.fromkeys(range(3000)), set(range(3000)), collections.deque(range(3000))]


class Worker:
    def __init__(self, world, seed, number, depth=0):
        self.world, self.number, self.depth = world, number, depth
        self.random = random.Random(f"{seed}/{number}")
        self.counted = self.logged = 0
        self.won, self.squares, self.drawn = {}, [], []
        self.taken = [[] for _ in world.bags]
        self.children, self.broken = [], []
        self.seed = seed
        self.doing = None

    # -- values --

    def value(self):
        kind = self.random.randrange(8)
        if kind < 2:
            return self.random.randrange(100)
        if kind == 2:
            return self.random.choice(NAMES)
        if kind == 3:
            return self.random.random()
        if kind == 4:
            return (self.random.randrange(9), self.random.choice(NAMES))
        if kind == 5:
            return Node()
        if kind == 6:
            return self.random.choice(self.world.nodes)
        return Keyed(self.random.randrange(20))

    def key(self):
        return self.random.choice((self.random.randrange(30), self.random.choice(NAMES), Keyed(self.random.randrange(10))))

    # -- operations --

    def on_list(self):
        x = self.random.choice(self.world.lists)
        which = self.random.randrange(18)
        if which < 4:
            x.append(self.value())
        elif which == 4:
            x.pop()
        elif which == 5:
            x.pop(0)
        elif which == 6:
            x.insert(self.random.randrange(10), self.value())
        elif which == 7:
            x[self.random.randrange(10)] = self.value()
        elif which == 8:
            del x[self.random.randrange(10)]
        elif which == 9:
            x[2:5] = [self.value(), self.value()]
        elif which == 10:
            x.extend([self.value(), self.value()])
        elif which == 11:
            x.reverse()
        elif which == 12:
            x.sort(key=id)
        elif which == 13:
            for item in x:
                type(item)
        elif which == 14:
            x[1:], list(x), x + x, len(x), x.copy(), tuple(x)
        elif which == 15:
            x.index(self.random.randrange(100)), x.count(3), 5 in x
        elif which == 16:
            x.remove(self.random.randrange(100))
        elif len(x) > 200:
            x.clear()

    def on_dict(self):
        x = self.random.choice(self.world.dicts + [self.world.ordered])
        which = self.random.randrange(16)
        if which < 5:
            x[self.key()] = self.value()
        elif which == 5:
            del x[self.key()]
        elif which == 6:
            x.pop(self.key(), None)
        elif which == 7:
            x.get(self.key()), self.key() in x, len(x)
        elif which == 8:
            x.setdefault(self.key(), self.value())
        elif which == 9:
            x.update({self.key(): self.value(), self.key(): 1})
        elif which == 10:
            for key in x:
                type(key)
        elif which == 11:
            for key, value in list(x.items()):
                type(value)
        elif which == 12:
            x.copy(), dict(x), x | {1: 2}, list(x.values())
        elif which == 13:
            x.popitem()
        elif which == 14:
            self.world.default[self.random.randrange(5)].append(self.number)
        elif self.random.randrange(10) == 0:
            x.clear()

    def on_set(self):
        x, y = self.random.choice(self.world.sets), self.random.choice(self.world.sets)
        which = self.random.randrange(12)
        if which < 4:
            x.add(self.key())
        elif which == 4:
            x.discard(self.key())
        elif which == 5:
            x.remove(self.key())
        elif which == 6:
            x.pop()
        elif which == 7:
            x.update((self.key(), self.key()))
        elif which == 8:
            x | y, x & y, x - y, x ^ y, x <= y, x == y
        elif which == 9:
            x |= y if len(y) < 50 else set()
        elif which == 10:
            for item in x:
                type(item)
            frozenset(x), sorted(x, key=hash), self.key() in x
        elif self.random.randrange(10) == 0:
            x.clear()

    def on_deque(self):
        x = self.random.choice(self.world.deques)
        which = self.random.randrange(10)
        if which < 2:
            x.append(self.value())
        elif which < 4:
            x.appendleft(self.value())
        elif which == 4:
            x.pop()
        elif which == 5:
            x.popleft()
        elif which == 6:
            x.rotate(self.random.randrange(-3, 4))
        elif which == 7:
            for item in x:
                type(item)
        elif which == 8:
            x[0] = x[-1]
            x.extend([1, 2]), len(x), list(x), 3 in x
        elif len(x) > 100:
            x.clear()

    def on_bytes(self):
        x = self.random.choice(self.world.bytes)
        which = self.random.randrange(8)
        if which < 2:
            x.append(self.random.randrange(256))
        elif which == 2:
            x.extend(b"abc" * self.random.randrange(5))
        elif which == 3:
            x.pop()
        elif which == 4:
            x[1:3] = b"xyz"
        elif which == 5:
            bytes(x), len(x), x.find(b"a"), x[0], x.upper()
        elif which == 6:
            with memoryview(x) as view:
                bytes(view), view[0]
        elif len(x) > 300:
            del x[10:]

    def on_instance(self):
        x = self.random.choice(self.world.nodes)
        which = self.random.randrange(10)
        name = self.random.choice(NAMES)
        if which < 3:
            setattr(x, name, self.value())
        elif which == 3:
            delattr(x, name)
        elif which == 4:
            getattr(x, name, None), hasattr(x, name), x.tag()
        elif which == 5:
            x.next = self.random.choice(self.world.nodes)
        elif which == 6:
            dict(vars(x)), list(x.__dict__), x.__dict__.get(name)
        elif which == 7:
            x.__dict__[name] = self.value()
        elif which == 8:
            self.world.nodes[self.random.randrange(len(self.world.nodes))] = self.random.choice((Node, Slotted, *self.world.classes))()
        else:
            x.__class__ = self.random.choice((Node, *self.world.classes))

    def on_class(self):
        x = self.random.choice(self.world.classes)
        which = self.random.randrange(8)
        if which < 2:
            x.kind = self.random.choice(NAMES)
        elif which == 2:
            setattr(x, self.random.choice(NAMES), lambda self: 1)
        elif which == 3:
            delattr(x, self.random.choice(NAMES))
        elif which == 4:
            x().tag(), x.kind, x.__mro__, issubclass(x, Node)
        elif which == 5:
            type("Passing", (x,), {"kind": "passing"})().tag()
        elif which == 6:
            x.__subclasses__()
        else:
            isinstance(self.random.choice(self.world.nodes), x)

    def on_generator(self):
        if self.random.randrange(2):
            self.drawn.append(next(self.world.numbers))
            return
        self.squares.append(next(self.world.generator))

    def on_iterator(self):
        its = self.world.iterators
        i = self.random.randrange(len(its))
        if self.random.randrange(5) == 0:
            container = self.random.choice((*self.world.lists, *self.world.dicts, *self.world.sets, *self.world.deques,
                                            range(50), "text", (1, 2, 3), b"octets"))
            its[i] = self.random.choice((iter, enumerate, lambda c: zip(c, c), lambda c: map(type, c), itertools.chain,
                                         lambda c: itertools.islice(c, 5), lambda c: (n for n in c)))(container)
        else:
            next(its[i])

    def on_weak(self):
        weak = self.world.weak
        i = self.random.randrange(len(weak))
        which = self.random.randrange(9)
        if which == 0:
            weak[i] = weakref.ref(self.random.choice(self.world.nodes), lambda ref: None)
        elif which == 1:
            weak[i] = weakref.ref(Node())
        elif which == 2:
            self.world.weak_values[self.key()] = self.random.choice(self.world.nodes)
        elif which == 3:
            list(self.world.weak_values.values())
        elif which == 4:
            self.world.weak_keys[self.random.choice(self.world.nodes)] = self.value()
            self.world.weak_set.add(self.random.choice(self.world.nodes))
        elif which == 5:
            list(self.world.weak_keys.items()), list(self.world.weak_set), self.world.weak_values.copy()
        elif which == 6:
            weak[i] = weakref.WeakMethod(self.random.choice(self.world.nodes).tag)
        elif which == 7:
            self.circle()
        else:
            target = weak[i]()
            if isinstance(target, Node):
                target.next = None
            elif target is not None:
                target()

    def circle(self):
        """Garbage with weak containers in it, which hold references to what lives on and to what does not."""
        node, errors = Node(), self.broken
        node.next, node.names, node.others = node, weakref.WeakKeyDictionary(), weakref.WeakSet()

        def forget(reference, self_reference=weakref.ref(node)):
            self_reference()
            if reference() is not None:
                errors.append("a reference called whose object lives")

        node.references = [weakref.ref(self.random.choice(self.world.nodes), forget), weakref.ref(node, forget)]
        for n in range(3):
            node.names[self.random.choice(self.world.nodes)] = node
            node.others.add(Node())

    def on_cell(self):
        get, put = self.random.choice(self.world.cells)
        if self.random.randrange(2):
            put(self.value())
        else:
            type(get())

    def on_global(self):
        global shared_global
        which = self.random.randrange(4)
        if which == 0:
            shared_global = self.value()
        elif which == 1:
            globals()[self.random.choice(NAMES)] = self.value()
        elif which == 2:
            globals().pop(self.random.choice(NAMES), None)
        else:
            type(shared_global), name3  # noqa: F821

    def on_errors(self):
        errors = self.world.errors
        if self.random.randrange(3) or not errors:
            try:
                self.fail(self.random.randrange(4))
            except LookupError as error:
                errors.append(error)
        elif len(errors) > 30:
            errors.clear()
        else:
            error = self.random.choice(errors)
            error.note, error.__cause__ = self.value(), errors[0] if errors[0] is not error else None
            try:
                raise error
            except LookupError as again:
                type(again.__traceback__), again.args

    def fail(self, depth):
        if depth:
            return self.fail(depth - 1)
        raise LookupError(self.value())

    def on_counters(self):
        world = self.world
        with world.lock:
            world.locked_count += 1
        self.counted += 1
        world.log.append((self.number, self.logged))
        self.logged += 1
        key = self.random.randrange(40)
        self.won[key] = world.winners.setdefault(key, Node())

    def on_bags(self):
        for bag, taken in zip(self.world.bags, self.taken):
            if bag:
                taken.append(bag.popitem()[0] if isinstance(bag, dict) else bag.pop())

    def on_threads(self):
        if self.depth > 1 or len(self.children) > 20:
            return
        child = Worker(self.world, self.seed, f"{self.number}.{len(self.children)}", self.depth + 1)
        self.children.append(child)
        child.start(self.random.randrange(20, 60))
        if self.random.randrange(2):
            child.join()

    def on_world(self):
        which = self.random.randrange(6)
        if which < 2:
            gc.collect(self.random.randrange(3))
        elif which == 2:
            sys._current_frames(), threading.enumerate()
        elif which == 3 and gilt is not None and gilt.free_threaded:
            gilt.set_gil(self.random.randrange(3) == 0)
        elif which == 4:
            gc.get_count(), gc.get_stats(), gc.is_tracked(self.world)
        else:
            repr(self.world.lists), repr(self.world.dicts), str(self.world.sets)

    OPERATIONS = ([on_list] * 12 + [on_dict] * 12 + [on_set] * 8 + [on_deque] * 6 + [on_bytes] * 4 + [on_instance] * 10
                  + [on_class] * 2 + [on_generator] * 6 + [on_iterator] * 8 + [on_weak] * 5 + [on_cell] * 3
                  + [on_global] * 3 + [on_errors] * 3 + [on_counters] * 5 + [on_bags] * 5)
    RARE = [on_threads, on_world]

    # -- running --

    def run(self, operations):
        for n in range(operations):
            rare = self.random.randrange(100) == 0
            operation = self.random.choice(self.RARE if rare else self.OPERATIONS)
            self.doing = (n, operation.__name__)
            try:
                operation(self)
            except RACES:
                pass
            except BaseException as error:
                self.broken.append(f"thread {self.number}, operation {n} ({operation.__name__}): {error!r}")

    def start(self, operations):
        self.thread = threading.Thread(target=self.run, args=(operations,), name=f"storm {self.number}")
        self.thread.start()

    def join(self):
        self.thread.join()
        for child in self.children:
            child.join()

    def everybody(self):
        yield self
        for child in self.children:
            yield from child.everybody()


def check(world, workers):
    def same(what, is_, wanted):
        if is_ != wanted:
            yield f"{what}: {is_!r}, not {wanted!r}"

    for worker in workers:
        yield from worker.broken
    for x in world.lists:
        yield from same("len(list)", len(x), sum(1 for _ in x))
    for x in (*world.dicts, world.ordered, world.winners, *(vars(node) for node in world.nodes)):
        yield from same("len(dict)", len(x), len(list(x)))
        for key, value in list(x.items()):
            if x.get(key, x) is not value:
                yield f"dict does not find its key {key!r}"
        yield from same("keys", len(set(map(id, x))), len(x))
    for x in world.sets:
        yield from same("len(set)", len(x), len(list(x)))
        for item in list(x):
            if item not in x:
                yield f"set does not find its item {item!r}"
    for x in world.deques:
        yield from same("len(deque)", len(x), sum(1 for _ in x))
    for x in world.bytes:
        yield from same("len(bytearray)", len(x), len(bytes(x)))
    yield from same("count under the lock", world.locked_count, sum(w.counted for w in workers))
    yield from same("len(log)", len(world.log), sum(w.logged for w in workers))
    order = {}
    for number, n in world.log:
        yield from same(f"log of {number}", n, order.get(number, -1) + 1)
        order[number] = n
    for worker in workers:
        for key, node in worker.won.items():
            if world.winners[key] is not node:
                yield f"setdefault gave {worker.number} another value for {key}"
    for what in ("squares", "drawn"):
        drawn = [n for w in workers for n in getattr(w, what)]
        yield from same(f"unique {what}", len(set(drawn)), len(drawn))
    for i, bag in enumerate(world.bags):
        items = list(bag) + [n for w in workers for n in w.taken[i]]
        yield from same(f"{type(bag).__name__} bag", sorted(items) == list(range(3000)), True)


def main():
    seed, threads, operations = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    if sys.argv[4:]:
        Worker.OPERATIONS = [getattr(Worker, name) for name in sys.argv[4:]]
    sys.unraisablehook = lambda problem: unraisable.append(f"{problem.err_msg} {problem.object!r}: {problem.exc_value!r}")
    world = World()
    workers = [Worker(world, seed, n) for n in range(threads)]
    for worker in workers:
        worker.start(operations)
    for worker in workers:
        worker.join()
    everybody = [w for worker in workers for w in worker.everybody()]
    problems = list(check(world, everybody))
    for name in NAMES:
        globals().pop(name, None)
    global shared_global
    shared_global = None
    del world, workers, worker, everybody
    # What nobody refers to any more has ended, and has been told so once.
    for _ in range(4):
        gc.collect()
    count = next(made)
    if len(ended) != count:
        problems.append(f"{count} nodes were made, {len(ended)} ended")
    problems += unraisable
    for problem in problems[:20]:
        print(problem)
    print("whole" if not problems else f"{len(problems)} problems")
    sys.exit(bool(problems))


main()
