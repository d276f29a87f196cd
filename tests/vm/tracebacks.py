# What a traceback and its frames know.
import sys
import traceback


def inner(x):
    y = x * 2
    raise ValueError("inner")


def outer(a):
    b = a + 1
    inner(b)


try:
    outer(1)
except ValueError as e:
    tb = e.__traceback__
    while tb is not None:
        f = tb.tb_frame
        print(f.f_code.co_name, tb.tb_lineno, f.f_lineno, sorted(k for k in f.f_locals if len(k) == 1))
# expect: <module> 17 22 ['e', 'f']
# expect: outer 13 13 ['a', 'b']
# expect: inner 8 8 ['x', 'y']
        tb = tb.tb_next
    last = e.__traceback__.tb_next.tb_next.tb_frame
    print(last.f_locals, last.f_back.f_code.co_name)  # expect: {'x': 2, 'y': 4} outer


# The locals of a frame that has ended live as long as its traceback.
class Noisy:
    def __del__(self):
        print("gone")


def keeps():
    n = Noisy()
    raise KeyError


try:
    keeps()
except KeyError as e:
    kept = e
    print("still here")
# expect: still here
# expect: gone
kept.__traceback__.tb_next.tb_frame.clear()
kept = None


def reraises():
    try:
        inner(1)
    except ValueError:
        raise


def from_finally():
    try:
        inner(1)
    finally:
        pass


def names(e):
    return [f"{f.name}:{f.lineno}" for f in traceback.extract_tb(e.__traceback__)]


for f in (reraises, from_finally):
    try:
        f()
    except ValueError as e:
        print(names(e))
# expect: ['<module>:73', 'reraises:55', 'inner:8']
# expect: ['<module>:73', 'from_finally:62', 'inner:8']


def twice():
    try:
        inner(1)
    except ValueError as e:
        saved = e
    raise saved


try:
    twice()
except ValueError as e:
    print(names(e))  # expect: ['<module>:89', 'twice:85', 'twice:82', 'inner:8']


def generator():
    yield 1
    inner(2)


def delegates():
    yield from generator()


try:
    list(delegates())
except ValueError as e:
    print(names(e))  # expect: ['<module>:104', 'delegates:100', 'generator:96', 'inner:8']
g = delegates()
next(g)
try:
    g.throw(KeyError("thrown"))
except KeyError as e:
    print(names(e))  # expect: ['<module>:110', 'delegates:100', 'generator:95']

# Chains.
try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise KeyError("second")
except KeyError as e:
    print(repr(e.__context__), e.__cause__, e.__suppress_context__)
# expect: ZeroDivisionError('division by zero') None False
try:
    try:
        1 / 0
    except ZeroDivisionError as z:
        raise KeyError("second") from z
except KeyError as e:
    print(repr(e.__cause__), e.__suppress_context__)
# expect: ZeroDivisionError('division by zero') True
try:
    try:
        1 / 0
    except ZeroDivisionError:
        raise KeyError("second") from None
except KeyError as e:
    print(repr(e.__context__), e.__cause__, e.__suppress_context__)
# expect: ZeroDivisionError('division by zero') None True


def context_in_function():
    raise ValueError("from a function")


try:
    try:
        1 / 0
    except ZeroDivisionError:
        context_in_function()
except ValueError as e:
    print(repr(e.__context__))  # expect: ZeroDivisionError('division by zero')
try:
    raise
except RuntimeError as e:
    print(e)  # expect: No active exception to reraise


def frames():
    f = sys._getframe()
    return f.f_code.co_name, f.f_back.f_code.co_name, f.f_back.f_lineno


def calls_frames():
    x = 1
    return frames()


print(calls_frames())  # expect: ('frames', 'calls_frames', 165)


def current():
    f = sys._getframe()
    value = 1
    first = f.f_locals["value"]
    value = 2
    return first, f.f_locals["value"], sorted(f.f_locals)


print(current())  # expect: (1, 2, ['f', 'first', 'value'])


def closure():
    shared = 1

    def use():
        return sys._getframe().f_locals, shared

    return use()[0]["shared"]


print(closure())  # expect: 1
g = generator()
next(g)
print(g.gi_frame.f_lineno, g.gi_frame.f_locals)  # expect: 95 {}


def with_context():
    class Manager:
        def __enter__(self):
            return self

        def __exit__(self, kind, value, tb):
            print(kind.__name__, tb.tb_lineno - with_context.__code__.co_firstlineno)
# expect: ValueError 11
            return True

    with Manager():
        inner(1)
    return "swallowed"


print(with_context())  # expect: swallowed
