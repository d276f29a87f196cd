# needs: 3.14+
# Calls that do not fit raise TypeErrors in CPython's words.
def attempt(f, *args, **kwargs):
    try:
        f(*args, **kwargs)
    except TypeError as e:
        print(e)
# expect: nothing() takes 0 positional arguments but 1 was given
# expect: nothing() takes 0 positional arguments but 2 were given
# expect: nothing() got an unexpected keyword argument 'x'
# expect: one() missing 1 required positional argument: 'a'
# expect: one() takes 1 positional argument but 2 were given
# expect: one() got multiple values for argument 'a'
# expect: defaults() missing 1 required positional argument: 'a'
# expect: defaults() takes from 1 to 3 positional arguments but 4 were given
# expect: keywords() missing 1 required keyword-only argument: 'k'
# expect: keywords() takes 0 positional arguments but 1 was given
# expect: keywords() takes 0 positional arguments but 1 positional argument (and 1 keyword-only argument) were given
# expect: keywords() takes 0 positional arguments but 2 positional arguments (and 2 keyword-only arguments) were given
# expect: only() missing 3 required positional arguments: 'a', 'b', and 'c'
# expect: only() missing 2 required positional arguments: 'b' and 'c'
# expect: only() missing 1 required keyword-only argument: 'd'
# expect: only() got some positional-only arguments passed as keyword arguments: 'b'
# expect: only() got some positional-only arguments passed as keyword arguments: 'a, b'
# expect: defaults() got an unexpected keyword argument 'bb'. Did you mean 'b'?
# expect: defaults() got an unexpected keyword argument 'zzz'
# expect: <lambda>() missing 3 required positional arguments: 'a', 'b', and 'c'
# expect: <lambda>() missing 2 required positional arguments: 'a' and 'b'
# expect: C.__init__() missing 1 required positional argument: 'x'
# expect: C.__init__() takes 2 positional arguments but 3 were given
# expect: C.method() missing 1 required positional argument: 'y'
# expect: C.method() takes 2 positional arguments but 3 were given
# expect: C.make() missing 1 required positional argument: 'z'
# expect: C.free() missing 1 required positional argument: 'w'
# expect: C.free() takes 1 positional argument but 2 were given
# expect: C.method() missing 2 required positional arguments: 'self' and 'y'
# expect: NoInit() takes no arguments
# expect: __init__() should return None, not 'int'
# expect: 'int' object is not callable
# expect: 'str' object is not callable
# expect: 'NoneType' object is not callable


def nothing():
    pass


def one(a):
    pass


def defaults(a, b=1, c=2):
    pass


def keywords(*, k, m=1):
    pass


def only(a, b, /, c, *, d):
    pass


attempt(nothing, 1)
attempt(nothing, 1, 2)
attempt(nothing, x=1)
attempt(one)
attempt(one, 1, 2)
attempt(one, 1, a=2)
attempt(defaults)
attempt(defaults, 1, 2, 3, 4)
attempt(keywords)
attempt(keywords, 1)
attempt(keywords, 1, k=1)
attempt(keywords, 1, 2, k=1, m=2)
attempt(only)
attempt(only, 1)
attempt(only, 1, 2, 3)
attempt(only, 1, b=2, c=3, d=4)
attempt(only, a=1, b=2, c=3, d=4)
attempt(defaults, 1, bb=2)
attempt(defaults, 1, zzz=2)
attempt(lambda a, b, c: 0)
attempt(lambda a, b: 0)


class C:
    def __init__(self, x):
        pass

    def method(self, y):
        pass

    @classmethod
    def make(cls, z):
        pass

    @staticmethod
    def free(w):
        pass


attempt(C)
attempt(C, 1, 2)
attempt(C(1).method)
attempt(C(1).method, 1, 2)
attempt(C.make)
attempt(C.free)
attempt(C(1).free, 1, 2)
attempt(C.method)


class NoInit:
    pass


attempt(NoInit, 1)


class BadInit:
    def __init__(self):
        return 5


attempt(BadInit)
attempt(5)
attempt("text", 1)
attempt(None)
try:
    one(*5)
except TypeError as e:
    print(e)  # expect: __main__.one() argument after * must be an iterable, not int
try:
    one(**5)
except TypeError as e:
    print(e)  # expect: __main__.one() argument after ** must be a mapping, not int
try:
    one(**{1: 2})
except TypeError as e:
    print(e)  # expect: keywords must be strings
try:
    one(**{"a": 1}, **{"a": 2})
except TypeError as e:
    print(e)  # expect: __main__.one() got multiple values for keyword argument 'a'
try:
    one(1, **{"a": 2})
except TypeError as e:
    print(e)
# expect: one() got multiple values for argument 'a'
# expect: outer.<locals>.inner() missing 1 required positional argument: 'q'
# expect: len() takes exactly one argument (0 given)
# expect: len() takes exactly one argument (2 given)
# expect: len() takes no keyword arguments
# expect: list.append() takes exactly one argument (0 given)
# expect: list.append() takes exactly one argument (2 given)


def outer():
    def inner(q):
        pass

    return inner


attempt(outer())
attempt(len)
attempt(len, 1, 2)
attempt(len, obj=[])
attempt([].append)
attempt([].append, 1, 2)
