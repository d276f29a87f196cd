"""Module namespaces that several threads read, change and extend at once."""

import sys
import types

from _together import numbered, together

sys.setswitchinterval(0.0002)
THREADS = 6


def each(function):
    together(*numbered([function] * THREADS))


# -- new names from every thread; each sees its own at once, by name and through globals() --
def make_names(n):
    for i in range(300):
        name = f"made_{n}_{i}"
        globals()[name] = (n, i)
        assert eval(name) == (n, i)
        if i % 3 == 0:
            del globals()[name]


each(make_names)
for n in range(THREADS):
    for i in range(300):
        assert globals().get(f"made_{n}_{i}") == (None if i % 3 == 0 else (n, i))
print("new names")  # expect: new names

# -- a name that comes and goes: its value, or a NameError, or the builtin behind it --
flicker = 0


def read_flicker():
    return flicker


def read_len():
    return len


def come_and_go(n):
    global flicker
    own = lambda x: x
    for i in range(1500):
        if n == 0:
            flicker = i
        elif n == 1:
            globals().pop("flicker", None)
        elif n == 2:
            globals()["len"] = own
        elif n == 3:
            globals().pop("len", None)
        else:
            try:
                assert type(read_flicker()) is int
            except NameError as error:
                assert "flicker" in str(error)
            assert read_len().__name__ in ("<lambda>", "len")


each(come_and_go)
globals().pop("len", None)
assert read_len() is __builtins__.len if hasattr(__builtins__, "len") else True
flicker = 5
assert read_flicker() == 5
print("comes and goes")  # expect: comes and goes

# -- one global, many writers: some value that somebody wrote --
shared = None


def write_shared(n):
    global shared
    for i in range(3000):
        shared = (n, i)
        a, b = shared
        assert 0 <= a < THREADS and 0 <= b < 3000


each(write_shared)
print("writers")  # expect: writers

# -- attributes of modules --
module = types.ModuleType("box")
module.steady = "steady"


def use_module(n):
    for i in range(800):
        setattr(module, f"a{n}", i)
        assert getattr(module, f"a{n}") == i
        assert module.steady == "steady"
        if i % 5 == 0:
            delattr(module, f"a{n}")
            assert not hasattr(module, f"a{n}")


each(use_module)
assert {k for k in vars(module) if k[0] == "a"} == {f"a{n}" for n in range(THREADS)}
print("modules")  # expect: modules

# -- the same source run in one dict and in many --
source = compile("total = 0\ndef add(i):\n    global total\n    total += i\n    return helper(i)\n"
                 "def helper(i):\n    return i * factor\n", "made", "exec")


def run_source(n):
    for i in range(100):
        own = {"factor": n}
        exec(source, own)
        assert own["add"](i) == i * n and own["total"] == i
        own["factor"] = 10
        assert own["add"](1) == 10
        del own["helper"]
        try:
            own["add"](1)
            raise AssertionError("helper is gone")
        except NameError:
            pass


each(run_source)
one = {"factor": 3}


def run_in_one(n):
    for i in range(100):
        exec(source, one)
        assert one["add"](i) == i * 3


each(run_in_one)
print("exec")  # expect: exec


# -- closures, defaults, functions made by every thread --
def maker(n):
    count = 0

    def bump(step=n):
        nonlocal count
        count += step
        return count

    return bump


def make_functions(n):
    for i in range(500):
        f = maker(n)
        assert f() == n and f() == 2 * n and f(1) == 2 * n + 1
        assert f.__name__ == "bump" and f.__module__ == __name__
        assert f.__qualname__ == "maker.<locals>.bump" and f.__globals__ is globals()


each(make_functions)
counter = maker(1)
values = [[] for _ in range(THREADS)]


def call_one(n):
    for i in range(1000):
        values[n].append(counter())


each(call_one)
assert max(map(max, values)) <= THREADS * 1000
print("functions")  # expect: functions
