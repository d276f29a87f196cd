# slow
# Native modules whose objects many threads share.
# gilt only
import abc
import json
import os
import random
import re
import time

from _together import errors_of, numbered

THREADS = 6


def run(target, count=THREADS):
    """What [count] threads at once fail with when each calls target with its number."""
    return [repr(error) for error in errors_of(*numbered([target] * count))]


# One generator of random numbers: all threads together draw what one would have drawn.
shared = random.Random(42)
alone = random.Random(42)
drawn = [[] for _ in range(THREADS)]


def draw(i):
    for _ in range(2000):
        drawn[i].append(shared.getrandbits(32))


print(run(draw), sorted(n for part in drawn for n in part) == sorted(alone.getrandbits(32) for _ in range(12000)))
# expect: [] True


def draw_all(i):
    for n in range(300):
        assert 0 <= random.random() < 1 and 1 <= random.randint(1, 6) <= 6
        random.choice("abc"), random.gauss(0, 1), random.sample(range(100), 5)
        state = random.getstate()
        if n % 100 == 0:
            random.setstate(state), random.seed(n)


print(run(draw_all))  # expect: []

# Patterns: one that all use becomes machine code meanwhile; the cache; one scanner for all.
pattern = re.compile(r"(?P<word>[a-z]+)(\d+)?")
text = " ".join(f"abc{n}" for n in range(2000))
found = []


def search(i):
    for n in range(30):
        m = pattern.search(f"--x{n}--")
        assert m.group("word") == "x" and m.group(2) == str(n) and m.span() == (2, 3 + len(str(n)))
        assert re.sub(f"[{n % 10}]", "", "0123456789") == "0123456789".replace(str(n % 10), "")
        if n % 10 == 0:
            re.purge()
    assert len(pattern.findall(text)) == 2000


print(run(search))  # expect: []
walk = pattern.finditer(text)
print(run(lambda i: found.extend(m.group() for m in walk)), len(found), len(set(found)))  # expect: [] 2000 2000
match = pattern.match("abc12")
print(run(lambda i: [match.group(1), match.groups(), match.groupdict(), match.re, match.lastindex, repr(match)]))
# expect: []

# JSON of containers that change.
data = {"list": list(range(50)), "dict": {str(n): n for n in range(50)}, "text": "\u20ac" * 20}
decoder = json.JSONDecoder()


def convert(i):
    for n in range(100):
        if i == 0:
            data["list"].append(n) if n % 2 else data["list"].pop()
            data["dict"][str(100 + n)] = n
            data["dict"].pop(str(100 + n - 5), None)
        else:
            back = decoder.decode(json.dumps(data))
            assert back["text"] == "\u20ac" * 20 and back["list"][:40] == list(range(40))


print(run(convert))  # expect: []


# Abstract base classes while classes are registered.
class Base(abc.ABC):
    pass


def register(i):
    for n in range(40):
        cls = type(f"C{i}_{n}", (), {})
        assert not issubclass(cls, Base) and not isinstance(cls(), Base)
        Base.register(cls)
        assert issubclass(cls, Base) and isinstance(cls(), Base)


print(run(register))  # expect: []


# The environment, folders, times.
def ask_system(i):
    for n in range(60):
        os.environ[f"T{i}"] = str(n)
        assert os.environ[f"T{i}"] == str(n) == os.getenv(f"T{i}")
        assert time.gmtime(0).tm_year == 1970 and repr(time.localtime()) and time.strftime("%Y", time.gmtime(0)) == "1970"
        os.stat(".").st_size, os.getcwd(), os.listdir(".")
        "a\u20ac".encode("utf-16").decode("utf-16"), "a".encode("latin-1")


print(run(ask_system))  # expect: []
names = []
entries = os.scandir(".")
print(run(lambda i: names.extend(e.name for e in entries)), sorted(names) == sorted(os.listdir(".")))  # expect: [] True
entries = list(os.scandir("."))
print(run(lambda i: [(e.stat().st_size, e.is_dir(), e.path, repr(e)) for e in entries]))  # expect: []
