"""One round of a randomised test of the standard library's native objects: threads share some of each kind and
do random operations on them, which may fail in the ways that Python knows, and in no other.

    _library_storm.py SEED THREADS OPERATIONS [on_array on_io ...]

As _storm.py: the same seed makes every thread choose the same operations. Prints `whole` and ends with 0, or
says what is broken.
"""

import array
import collections
import contextvars
import copy
import functools
import io
import itertools
import json
import mmap
import operator
import os
import pickle
import random
import re
import struct
import sys
import tempfile
import threading
import types

# What an operation may end with because another thread was faster.
RACES = (LookupError, ValueError, AttributeError, StopIteration, RuntimeError, TypeError, BufferError, OSError,
         ReferenceError, EOFError, struct.error, pickle.PicklingError, pickle.UnpicklingError, re.error, OverflowError)


class Counted:
    """An iterator whose next() is script code, so that threads meet in the middle of what uses it."""

    def __init__(self, count):
        self.left = count

    def __iter__(self):
        return self

    def __next__(self):
        if self.left <= 0:
            raise StopIteration
        self.left -= 1
        return Number(self.left)


class Number:
    def __init__(self, number):
        self.number = number

    def __index__(self):
        return self.number % 50

    def __add__(self, other):
        return Number(self.number + 1)

    __radd__ = __add__

    def __hash__(self):
        return self.number % 7

    def __eq__(self, other):
        return isinstance(other, Number) and self.number == other.number

    def __lt__(self, other):
        return self.number < getattr(other, "number", 5)

    def __call__(self, *args, **kwargs):
        return self.number

    def __repr__(self):
        return f"Number({self.number})"


@functools.lru_cache(maxsize=8)
def cached(*args, **kwargs):
    return Number(len(args))


@functools.lru_cache(maxsize=None)
def kept(key):
    return Number(1)


VARIABLES = [contextvars.ContextVar(f"v{n}") for n in range(6)]
PATTERNS = [re.compile(p) for p in (r"(a+)(?P<x>b)?", r"\w+", r"(\d+)|x", r"[a-c]*?c", r"(?:ab)+$")]
SOURCES = (lambda: Counted(20), lambda: iter(range(30)), lambda: iter([1, 2, [], "x", Number(3)]), lambda: iter("text" * 5),
           lambda: itertools.count(), lambda: iter({1: 2, 3: 4}), lambda: (Number(n) for n in range(20)),
           lambda: itertools.cycle(Counted(4)), lambda: map(Number, range(9)))
FOLDER = tempfile.mkdtemp()


class World:
    def __init__(self):
        self.arrays = [array.array(code, range(10)) for code in "bIqd"] + [array.array("u" if sys.version_info < (3, 13) else "w", "text")]
        self.ordered = [collections.OrderedDict((n, n) for n in range(20)) for _ in range(2)]
        self.default = [collections.defaultdict(list), collections.defaultdict(Number(3)), collections.Counter("some text")]
        self.iterators = [source() for source in SOURCES]
        self.octets = [io.BytesIO(b"one\ntwo\nthree" * 5) for _ in range(2)]
        self.texts = [io.StringIO("one\ntwo\r\nthr\u00e9e" * 5, newline) for newline in ("\n", None, "")]
        self.files = [None] * 4
        self.buffered = [None] * 3
        self.partials = [functools.partial(Number(1), 1, 2, key=3) for _ in range(2)]
        self.matches = [PATTERNS[0].search("xxaab")]
        self.finders = [PATTERNS[1].finditer("some text and more")]
        self.maps = [mmap.mmap(-1, 4096) for _ in range(3)]
        self.views = [memoryview(bytearray(100)) for _ in range(3)]
        self.contexts = [contextvars.copy_context() for _ in range(3)]
        self.tokens = []
        self.randoms = [random.Random(n) for n in range(2)]
        self.structs = [struct.Struct("<ihq"), struct.Struct("3s0p?xd"), struct.iter_unpack("<h", bytes(200))]
        self.pickled = [pickle.dumps([1, "two", (3.0, None)])]
        self.pickler_file = io.BytesIO()
        self.pickler = pickle.Pickler(self.pickler_file)
        self.unpickler = pickle.Unpickler(io.BytesIO(pickle.dumps(list(range(20))) * 20))
        self.tree = {"a": [1, 2.5, None, True, {"b": "text \u00e9"}], "c": []}
        self.encoder, self.decoder = json.JSONEncoder(sort_keys=True, indent=1), json.JSONDecoder()
        self.deques = [collections.deque(range(10), maxlen) for maxlen in (None, 12)]
        self.local = threading.local()
        self.spaces = [types.SimpleNamespace(a=1)]
        self.pipes = os.pipe()
        self.locks = [threading.Lock(), threading.RLock()]


class Worker:
    def __init__(self, world, seed, number):
        self.world, self.number = world, number
        self.random = random.Random(f"{seed}/{number}")
        self.broken = []

    def value(self):
        n = self.random.randrange(6)
        return (n, "text", 2.5, Number(n), (1, n), None)[n]

    def on_array(self):
        r = self.random
        x, y = r.choice(self.world.arrays), r.choice(self.world.arrays)
        which = r.randrange(24)
        if which < 4:
            x.append(r.choice((r.randrange(100), Number(3))))
        elif which == 4:
            x.extend(y)
        elif which == 5:
            x.extend([1, 2, Number(3)])
        elif which == 6:
            x.pop(r.randrange(-5, 5))
        elif which == 7:
            x * 3, x + y, y * Number(2)
        elif which == 8:
            x *= 2
        elif which == 9:
            x.insert(Number(r.randrange(10)), r.randrange(100))
        elif which == 10:
            x[1:4] = y[2:9]
            del x[::3]
        elif which == 11:
            x == y, x < y, 3 in x, x.index(3), x.count(Number(3))
        elif which == 12:
            with memoryview(x) as view:
                bytes(view), view[0], view.tolist()
        elif which == 13:
            x.tobytes(), x.tolist(), repr(x), len(x)
        elif which == 14:
            x.frombytes(y.tobytes()[:32])
        elif which == 15:
            x.byteswap(), x.reverse()
        elif which == 16:
            x.fromlist([1, Number(2), 3])
        elif which == 17:
            copy.copy(x), pickle.dumps(x), x.buffer_info()
        elif which == 18:
            x.remove(3)
        elif which == 19:
            x[Number(2)] = Number(5)
        elif which == 20:
            array.array(x.typecode, y), bytes(x), bytearray(x), b"".join([x, y])
        elif which == 21:
            io.BytesIO(b"some bytes" * 9).readinto(x)
        elif len(x) > 300:
            del x[10:]

    def on_ordered(self):
        r = self.random
        x, y = r.choice(self.world.ordered), r.choice(self.world.ordered)
        which = r.randrange(16)
        key = r.choice((r.randrange(30), Number(r.randrange(20))))
        if which < 3:
            x[key] = self.value()
        elif which < 5:
            x.move_to_end(key, last=False)
        elif which == 5:
            x.move_to_end(key)
        elif which == 6:
            x.popitem(last=False)
        elif which == 7:
            x.popitem()
        elif which == 8:
            x == y, list(reversed(x)), repr(x)
        elif which == 9:
            for k, v in x.items():
                type(k)
        elif which == 10:
            x.copy(), x | y
        elif which == 11:
            x.update({key: 1, 5: 3})
        elif which == 12:
            x.pop(key), x.setdefault(key, 5)
        elif which == 13:
            list(reversed(x.values())), pickle.dumps(x)
        elif which == 14:
            del x[key]
        elif r.randrange(8) == 0:
            x.clear()

    def on_default(self):
        r = self.random
        x = r.choice(self.world.default)
        which = r.randrange(8)
        if which < 2:
            x[Number(r.randrange(20))]
        elif which == 2:
            x[r.randrange(20)] += 1
        elif which == 3 and isinstance(x, collections.Counter):
            x.update("some"), x.subtract("so"), x.most_common(3), x + x, x & x, x.total()
        elif which == 4:
            x.default_factory = r.choice((list, Number(3), None))
        elif which == 5:
            x.copy(), repr(x), x | {}
        elif which == 6:
            x.pop(r.randrange(20))
        elif len(x) > 50:
            x.clear()

    def on_iterator(self):
        r = self.random
        its = self.world.iterators
        i = r.randrange(len(its))
        x = its[i]
        which = r.randrange(12)
        if which == 0:
            its[i] = r.choice(SOURCES)()
        elif which == 1:
            its[i] = r.choice((
                itertools.cycle, itertools.pairwise, itertools.accumulate,
                lambda s: itertools.accumulate(s, lambda a, b: b, initial=1), lambda s: itertools.groupby(itertools.islice(s, 30)),
                lambda s: itertools.groupby(itertools.islice(s, 30), type),
                lambda s: itertools.zip_longest(s, Counted(5), fillvalue=1), lambda s: itertools.zip_longest(s, s),
                lambda s: itertools.islice(s, 1, 20, 2), lambda s: itertools.chain(s, Counted(5), [1, 2]),
                lambda s: itertools.chain.from_iterable(iter([s, Counted(4), "text"])),
                lambda s: itertools.takewhile(lambda v: True, s), lambda s: itertools.dropwhile(lambda v: False, s),
                lambda s: itertools.filterfalse(lambda v: False, s), lambda s: itertools.compress(s, Counted(9)),
                lambda s: itertools.starmap(lambda *v: v, zip(s, s)), lambda s: zip(s, Counted(9)), enumerate,
                lambda s: map(lambda v, w: v, s, Counted(9)), lambda s: filter(None, itertools.islice(s, 30)), lambda s: s,
            ))(r.choice((r.choice(SOURCES)(), x)))
        elif which == 2:
            its[i], its[r.randrange(len(its))] = itertools.tee(r.choice(SOURCES)())
        elif which == 3:
            its[i] = r.choice((
                itertools.product("ab", range(3), repeat=2), itertools.permutations(range(5), 3),
                itertools.combinations(range(6), 3), itertools.combinations_with_replacement("abc", 3),
                itertools.count(2, 1.5), itertools.count(Number(2)), itertools.repeat(Number(1), 30),
                getattr(itertools, "batched", zip)(Counted(40), 3) if hasattr(itertools, "batched") else zip(Counted(9))))
        elif which == 4 and isinstance(x, tee_type):
            its[i] = copy.copy(x)
        elif which == 5:
            repr(x), operator.length_hint(x)
        elif which == 6:
            got = next(x)
            if isinstance(got, tuple) and len(got) == 2 and hasattr(got[1], "__next__"):
                its[r.randrange(len(its))] = got[1]
        else:
            for _ in range(5):
                next(x)

    def on_memory(self):
        r = self.random
        x = r.choice(self.world.octets)
        which = r.randrange(14)
        if which < 2:
            x.write(r.choice((b"some\nbytes", self.world.arrays[0], x.getvalue()[:40])))
        elif which == 2:
            x.read(r.randrange(20))
        elif which == 3:
            x.readline(), x.readlines(10)
        elif which == 4:
            x.seek(Number(r.randrange(90)))
        elif which == 5:
            x.truncate(Number(r.randrange(90)))
        elif which == 6:
            x.getvalue(), x.tell()
        elif which == 7:
            with x.getbuffer() as view:
                bytes(view)
                view[0:2] = b"xy"
        elif which == 8:
            x.readinto(bytearray(20))
        elif which == 9:
            for line in x:
                type(line)
        elif which == 10:
            copy.copy(x)
        elif which == 11:
            x.__setstate__((b"some state", 3, None))
        elif which == 12:
            x.writelines([b"one", b"two"])
        elif r.randrange(20) == 0:
            x.close()
            x.__init__(b"again")

    def on_text(self):
        r = self.random
        x = r.choice(self.world.texts)
        which = r.randrange(13)
        if which < 2:
            x.write(r.choice(("some\ntext", "\u00e9\r\n", "\U0001f600")))
        elif which == 2:
            x.read(r.randrange(20))
        elif which == 3:
            x.readline(), x.readlines(10)
        elif which == 4:
            x.seek(Number(r.randrange(90)))
        elif which == 5:
            x.truncate(Number(r.randrange(90)))
        elif which == 6:
            x.getvalue(), x.tell(), x.newlines
        elif which == 7:
            for line in x:
                type(line)
        elif which == 8:
            copy.copy(x)
        elif which == 9:
            x.__setstate__(("some state", "\n", 3, None))
        elif which == 10:
            print(self.value(), file=x)
        elif which == 11 and len(x.getvalue()) > 3000:
            x.truncate(10)
        elif r.randrange(20) == 0:
            x.close()
            x.__init__("again")

    def on_file(self):
        r = self.random
        files = self.world.files
        i = r.randrange(len(files))
        x = files[i]
        which = r.randrange(16)
        if x is None or which == 0:
            path = os.path.join(FOLDER, f"f{r.randrange(3)}")
            files[i] = r.choice((
                lambda: open(path, "w+", buffering=r.choice((-1, 1, 70))), lambda: open(path, "a+"),
                lambda: open(path, "w+b"), lambda: open(path, "w+b", buffering=0), lambda: open(path, "r+b", buffering=50),
                lambda: open(path, "r+", encoding="utf-16"), lambda: open(path, "r+", errors="replace"),
                lambda: io.TextIOWrapper(r.choice(self.world.octets), write_through=True),
                lambda: io.BufferedReader(r.choice(self.world.octets), 16),
                lambda: io.BufferedRandom(r.choice(self.world.octets), 16),
                lambda: io.BufferedWriter(r.choice(self.world.octets), 16),
                lambda: io.BufferedRWPair(*r.sample(self.world.octets, 2)),
            ))()
            return
        text = isinstance(x, io.TextIOBase)
        if which < 4:
            x.write("some\ntext\u00e9" * r.choice((1, 20)) if text else b"some\nbytes" * r.choice((1, 20)))
        elif which == 4:
            x.read(r.randrange(100))
        elif which == 5:
            x.readline(), x.readlines(30)
        elif which == 6:
            x.seek(0 if text else Number(r.randrange(30)))
        elif which == 7:
            x.tell(), x.closed, repr(x), x.fileno()
        elif which == 8:
            x.flush()
        elif which == 9:
            x.truncate(r.randrange(100))
        elif which == 10:
            for line in x:
                type(line)
        elif which == 11:
            x.readinto(bytearray(30)) if not text else x.reconfigure(line_buffering=True, encoding=r.choice(("utf-8", "latin-1")))
        elif which == 12:
            x.detach() if r.randrange(4) == 0 else x.peek(3)
        elif which == 13:
            x.read()
        elif which == 14:
            x.close()
        else:
            x.read1(10), x.readable(), x.newlines

    def on_functools(self):
        r = self.random
        which = r.randrange(10)
        i = r.randrange(2)
        p = self.world.partials
        if which < 3:
            cached(r.randrange(20)), cached(Number(r.randrange(20)), key=1)
        elif which == 3:
            kept(Number(r.randrange(30)))
        elif which == 4:
            cached.cache_info(), kept.cache_info()
            if r.randrange(5) == 0:
                cached.cache_clear(), kept.cache_clear()
        elif which == 5:
            p[i](4, key=Number(1), other=2)
        elif which == 6:
            p[i] = functools.partial(p[i] if r.randrange(3) else Number(2), *range(r.randrange(3)), **{f"k{r.randrange(5)}": 1})
        elif which == 7:
            p[i].__setstate__((Number(1), tuple(range(r.randrange(6))), {f"k{n}": n for n in range(r.randrange(4))}, None))
        elif which == 8:
            repr(p[i]), p[i].args, p[i].keywords, pickle.dumps(p[i])
            p[i].keywords[f"k{r.randrange(9)}"] = 1
        else:
            functools.reduce(lambda a, b: b, Counted(4), 1)
            sorted(Counted(5), key=functools.cmp_to_key(lambda a, b: a.number - b.number))

    def on_re(self):
        r = self.random
        x = r.choice(PATTERNS)
        which = r.randrange(8)
        text = r.choice(("aab xyz 123", "ababab", "caca c", "\u00e9t\u00e9 abc"))
        if which == 0:
            self.world.matches[0] = x.search(text) or self.world.matches[0]
        elif which == 1:
            m = self.world.matches[0]
            m.group(0), m.groups(), m.span(), m.groupdict(), m.regs, m.lastgroup, m.expand(r"\g<0>"), repr(m)
        elif which == 2:
            x.findall(text), x.split(text), x.sub(lambda m: m.group(0) * 2, text), x.subn(r"[\g<0>]", text)
        elif which == 3:
            self.world.finders[0] = r.choice((x.finditer(text), iter(x.scanner(text).search, None)))
        elif which < 6:
            next(self.world.finders[0])
        elif which == 6:
            x.sub("-", self.world.octets[0].getvalue().decode("latin-1"))
            re.search(b"[a-z]+", self.world.views[0]), re.compile(b"a").sub(b"x", bytearray(b"banana"))
        else:
            re.compile(f"({r.randrange(40)}|[a-z]+)+").search(text), re.sub(r"(\w)", r"<\1>", text)
            if r.randrange(20) == 0:
                re.purge()

    def on_json(self):
        r = self.random
        world = self.world
        which = r.randrange(6)
        if which == 0:
            json.dumps(world.tree), world.encoder.encode(world.tree)
        elif which == 1:
            json.dumps(world.tree, default=repr, sort_keys=True, skipkeys=True)
        elif which == 2:
            world.decoder.decode('{"a": [1, 2.5, "x\\n", null], "b": {"a": 1}}')
            json.loads(b'[{"a": 1}, {"a": 2}]', object_pairs_hook=list)
        elif which == 3:
            world.tree[r.choice("abcdefgh")] = [r.randrange(5)] * r.randrange(9)
            world.tree["a"].append(1)
        elif which == 4:
            world.tree.pop(r.choice("bcdefgh"), None)
            del world.tree["a"][r.randrange(9):]
        else:
            json.dumps(world.ordered[0], default=lambda o: 1, skipkeys=True)
            json.dumps([world.deques[0]], default=list)

    def on_pickle(self):
        r = self.random
        world = self.world
        which = r.randrange(9)
        if which == 0:
            world.pickled[0] = pickle.dumps(world.tree, r.randrange(6))
        elif which == 1:
            pickle.loads(world.pickled[0])
        elif which == 2:
            world.pickler.dump([self.value(), world.tree])
        elif which == 3:
            world.unpickler.load()
        elif which == 4:
            copy.deepcopy(world.tree), copy.copy(world.deques[0])
        elif which == 5:
            pickle.dumps((world.ordered[0], world.deques[0], world.arrays[0], world.default[0], bytearray(4)))
        elif which == 6:
            world.pickler.clear_memo(), world.pickler.memo.copy()
            if world.pickler_file.tell() > 10000:
                world.pickler_file.seek(0), world.pickler_file.truncate()
        elif which == 7:
            world.unpickler.memo = {1: 2, 3: Number(1)}
            world.pickler.memo = {}
        else:
            pickle.loads(pickle.dumps(pickle.PickleBuffer(world.octets[0].getbuffer()), 5))

    def on_map(self):
        r = self.random
        maps = self.world.maps
        i = r.randrange(len(maps))
        x = maps[i]
        which = r.randrange(18)
        if which == 0:
            x.close()
            maps[i] = mmap.mmap(-1, 4096 * r.randrange(1, 4))
        elif which < 3:
            x.write(b"some bytes")
        elif which == 3:
            x.read(r.randrange(1000)), x.readline(), x.read_byte()
        elif which == 4:
            x.resize(4096 * r.randrange(1, 5))
        elif which == 5:
            x.find(b"bytes", Number(3)), x.rfind(b"some")
        elif which == 6:
            x[r.randrange(9000)], x[10:Number(30)], x[::7]
        elif which == 7:
            x[Number(3)] = Number(7)
        elif which == 8:
            x[3:6] = b"abc"
        elif which == 9:
            with memoryview(x) as view:
                bytes(view[:100]), view[Number(5)]
        elif which == 10:
            x.seek(Number(r.randrange(40))), x.tell(), x.size(), len(x)
        elif which == 11:
            x.move(Number(10), Number(20), Number(30))
        elif which == 12:
            x.flush(), x.madvise(mmap.MADV_NORMAL)
        elif which == 13:
            x[0:100:2] = bytes(50)
        elif which == 14:
            re.search(b"some", x), bytes(x)[:3], struct.unpack_from("<q", x, 8), struct.pack_into("<q", x, Number(8), Number(3))
        elif which == 15:
            io.BytesIO(b"x" * 5000).readinto(x)
        else:
            x.write_byte(Number(3)), b"some" in x

    def on_view(self):
        r = self.random
        views = self.world.views
        i = r.randrange(len(views))
        x = views[i]
        which = r.randrange(14)
        if which == 0:
            x.release()
            views[i] = memoryview(r.choice((bytearray(100), bytes(100), self.world.arrays[1], self.world.maps[0])))
        elif which == 1:
            views[i] = x[Number(1):Number(40)]
        elif which == 2:
            views[i] = x.cast("B")
        elif which == 3:
            views[i] = x.cast(r.choice("bBhIqd"))
        elif which == 4:
            bytes(x), x.tolist(), x.hex()
        elif which == 5:
            x[Number(3)] = Number(3)
        elif which == 6:
            x[Number(3)], x[-1], x == views[0], hash(x)
        elif which == 7:
            x[2:6] = x[4:8]
        elif which == 8:
            x.tobytes(), x.nbytes, x.shape, x.strides, x.format, x.readonly, x.obj, len(x)
        elif which == 9:
            for item in x:
                type(item)
        elif which == 10:
            b"".join([x, x]), bytearray(x), int.from_bytes(x[:8], "big"), b"a".join([x])
        elif which == 11:
            with x as inner:
                len(inner)
        elif which == 12:
            struct.pack_into("<q", x, Number(8), Number(3)), struct.unpack_from("<q", x, 8)
        else:
            x[::2].tolist(), x.toreadonly(), x.count(0) if hasattr(x, "count") else None

    def on_context(self):
        r = self.random
        world = self.world
        x = r.choice(world.contexts)
        which = r.randrange(8)
        if which < 2:
            x.run(r.choice(VARIABLES).set, Number(1))
        elif which == 2:
            x.copy(), dict(x), len(x), list(x.items()), x == r.choice(world.contexts)
        elif which == 3:
            x.get(r.choice(VARIABLES)), r.choice(VARIABLES) in x, x[r.choice(VARIABLES)]
        elif which == 4:
            r.choice(VARIABLES).get(None), r.choice(VARIABLES).set(Number(2))
        elif which == 5:
            world.tokens.append(r.choice(VARIABLES).set(3))
        elif which == 6 and world.tokens:
            token = world.tokens.pop()
            token.var.reset(token), token.old_value
        else:
            world.contexts[r.randrange(3)] = contextvars.copy_context()

            def nested():
                for variable in VARIABLES:
                    variable.set(Number(3))
                return x.run(VARIABLES[0].get, None)
            world.contexts[r.randrange(3)].run(nested)

    def on_random(self):
        r = self.random
        x = r.choice(self.world.randoms)
        which = r.randrange(6)
        if which < 2:
            x.random(), x.randrange(10**30), x.getrandbits(100)
        elif which == 2:
            x.setstate(x.getstate())
        elif which == 3:
            x.seed(self.value() if r.randrange(2) else "seed")
        elif which == 4:
            x.gauss(0, 1), x.choice(self.world.deques[0]), x.sample(range(20), 5), x.shuffle(list(range(5)))
        else:
            random.random(), x.randbytes(7), x.choices([1, 2, 3], k=4)

    def on_struct(self):
        r = self.random
        x, y, chunks = self.world.structs
        which = r.randrange(7)
        if which == 0:
            x.unpack(x.pack(Number(1), 2, 3)), y.pack(b"abc", b"", True, 2.0)
        elif which == 1:
            x.__init__(r.choice(("<ihq", "<iii", ">10sbq")))
        elif which == 2:
            x.pack_into(bytearray(40), Number(3), Number(1), Number(2), Number(3))
        elif which == 3:
            next(chunks)
        elif which == 4:
            self.world.structs[2] = struct.iter_unpack("<h", r.choice((bytes(200), bytearray(100))))
        elif which == 5:
            x.format, x.size, struct.calcsize(f"{r.randrange(200)}i"), struct.pack("<2h", 1, 2)
        else:
            list(x.iter_unpack(bytes(x.size * 4))), operator.length_hint(chunks)

    def on_deque(self):
        r = self.random
        x = r.choice(self.world.deques)
        which = r.randrange(12)
        if which < 2:
            x.append(Number(r.randrange(20)))
        elif which == 2:
            x.popleft()
        elif which == 3:
            x.insert(Number(3), 5)
        elif which == 4:
            x.remove(Number(3)), x.index(Number(5)), x.count(Number(2))
        elif which == 5:
            x == self.world.deques[0], x < self.world.deques[1], Number(3) in x
        elif which == 6:
            x.extend(Counted(3)), x.extendleft(Counted(3))
        elif which == 7:
            x += x if len(x) < 20 else []
            x * 2, x + self.world.deques[1], x.copy(), repr(x)
        elif which == 8:
            x.rotate(Number(3)), x.reverse()
        elif which == 9:
            x[Number(2)] = 3
            del x[Number(1)]
        elif which == 10:
            list(reversed(x)), operator.length_hint(iter(x))
        elif len(x) > 60:
            x.clear()

    def on_other(self):
        r = self.random
        world = self.world
        which = r.randrange(8)
        if which == 0:
            setattr(world.local, r.choice("abc"), self.value()), vars(world.local).copy()
        elif which == 1:
            setattr(world.spaces[0], r.choice("abc"), self.value()), repr(world.spaces[0]), world.spaces[0] == world.spaces[0]
        elif which == 2:
            os.write(world.pipes[1], b"x" * 10), os.read(world.pipes[0], 10)
        elif which == 3:
            with r.choice(world.locks):
                pass
        elif which == 4:
            operator.itemgetter(1, Number(2))(list(world.deques[0])), operator.attrgetter("a.b")(world.spaces[0])
        elif which == 5:
            operator.methodcaller("count", 1)(world.deques[0])
        elif which == 6:
            list(os.scandir(FOLDER)), os.listdir(FOLDER)
        else:
            repr(world.arrays), repr(world.texts), repr(world.files), repr(world.iterators[:3])

    OPERATIONS = ([on_array] * 8 + [on_ordered] * 5 + [on_default] * 3 + [on_iterator] * 10 + [on_memory] * 6 + [on_text] * 6
                  + [on_file] * 8 + [on_functools] * 5 + [on_re] * 4 + [on_json] * 3 + [on_pickle] * 4 + [on_map] * 6
                  + [on_view] * 6 + [on_context] * 4 + [on_random] * 3 + [on_struct] * 4 + [on_deque] * 4 + [on_other] * 2)

    def run(self, operations):
        for n in range(operations):
            operation = self.random.choice(self.OPERATIONS)
            try:
                operation(self)
            except RACES:
                pass
            except BaseException as error:
                self.broken.append(f"thread {self.number}, operation {n} ({operation.__name__}): {error!r}")


tee_type = type(itertools.tee(())[0])


def main():
    seed, threads, operations = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    if sys.argv[4:]:
        Worker.OPERATIONS = [getattr(Worker, name) for name in sys.argv[4:]]
    sys.unraisablehook = lambda problem: None  # files that cannot be flushed
    world = World()
    workers = [Worker(world, seed, n) for n in range(threads)]
    running = [threading.Thread(target=worker.run, args=(operations,)) for worker in workers]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    problems = [problem for worker in workers for problem in worker.broken]
    for x in world.arrays:
        if x.typecode not in "uw" and len(x) != len(x.tolist()):
            problems.append(f"len(array): {len(x)}")
    for x in (*world.ordered, *world.default):
        if len(x) != len(list(x)):
            problems.append(f"len({type(x).__name__}): {len(x)}, not {len(list(x))}")
    for name in os.listdir(FOLDER):
        os.remove(os.path.join(FOLDER, name))
    os.rmdir(FOLDER)
    for problem in problems[:20]:
        print(problem)
    print("whole" if not problems else f"{len(problems)} problems")
    sys.exit(bool(problems))


main()
