# Recursion without end is an error that can be handled, whatever the way it takes.
import sys


def plain(n):
    return plain(n + 1)


def depth(f, *args):
    try:
        f(*args)
    except RecursionError as e:
        return str(e)[:32]
    return "no error"


print(depth(plain, 0))  # expect: maximum recursion depth exceeded


class Adds:
    def __add__(self, other):
        return self + other


print(depth(lambda: Adds() + 1))  # expect: maximum recursion depth exceeded


class Calls:
    def __call__(self):
        return self()


print(depth(Calls()))  # expect: maximum recursion depth exceeded


class Shows:
    def __repr__(self):
        return repr(self)


print(depth(repr, Shows()))  # expect: maximum recursion depth exceeded


class Gets:
    @property
    def p(self):
        return self.p


print(depth(lambda: Gets().p))  # expect: maximum recursion depth exceeded


class Missing:
    def __getattr__(self, name):
        return getattr(self, name + "x")


print(depth(lambda: Missing().a))  # expect: maximum recursion depth exceeded


class Makes:
    def __init__(self):
        self.inner = Makes()


print(depth(Makes))  # expect: maximum recursion depth exceeded


def delegate():
    yield from delegate()


print(depth(list, delegate()))  # expect: maximum recursion depth exceeded


def generate():
    for x in generate():
        yield x


print(depth(list, generate()))  # expect: maximum recursion depth exceeded


def sort(n):
    return sorted([1, 2], key=lambda x: sort(n + 1))


print(depth(sort, 0))  # expect: maximum recursion depth exceeded


class Equal:
    def __eq__(self, other):
        return self == other

    __hash__ = None


print(depth(lambda: Equal() == 1))  # expect: maximum recursion depth exceeded

nested = []
nested.append(nested)
print(nested)  # expect: [[...]]
deep = []
for _ in range(100000):
    deep = [deep]
print(depth(repr, deep) != "no error")  # expect: True
del deep


# The handler has room to work, and the next recursion starts afresh.
def probe(n):
    try:
        return probe(n + 1)
    except RecursionError:
        return n


print(probe(0) > 500, probe(0) > 500)  # expect: True True
old = sys.getrecursionlimit()
sys.setrecursionlimit(200)
print(100 < probe(0) < 200)  # expect: True
sys.setrecursionlimit(5000)
print(4000 < probe(0) < 5000)  # expect: True
sys.setrecursionlimit(old)
