# needs: 3.14+
# send, throw and close in every state of a generator.
def count(n):
    i = 0
    while i < n:
        got = yield i
        if got is not None:
            i = got
        else:
            i += 1
    return "done"


g = count(10)
print(next(g), g.send(None), g.send(5), next(g))  # expect: 0 1 5 6
g = count(1)
try:
    g.send(1)
except TypeError as e:
    print(e)  # expect: can't send non-None value to a just-started generator
next(g)
try:
    next(g)
except StopIteration as e:
    print(e.value)  # expect: done
try:
    next(g)
except StopIteration as e:
    print(e.value)  # expect: None


def running():
    try:
        next(me)
    except ValueError as e:
        yield str(e)


me = running()
print(next(me))  # expect: generator already executing


def catching():
    while True:
        try:
            got = yield "ready"
            print("got", got)
        except KeyError as e:
            print("caught", e)  # expect: caught 'k'


g = catching()
next(g)
print(g.throw(KeyError("k")))
# expect: ready
# expect: got 1
print(g.send(1))  # expect: ready
try:
    g.throw(ValueError, "v")
except ValueError as e:
    print("out", e)  # expect: out v
try:
    g.throw(ValueError("again"))
except ValueError as e:
    print("ended", e)  # expect: ended again
for bad in ((5,), (KeyError(), 1), (KeyError, "a", 3)):
    try:
        count(3).throw(*bad)
    except TypeError as e:
        print(e)
# expect: exceptions must be classes or instances deriving from BaseException, not int
# expect: instance exception may not have a separate value
# expect: throw() third argument must be a traceback object


def stubborn():
    while True:
        try:
            yield 1
        except GeneratorExit:
            yield 2


g = stubborn()
next(g)
try:
    g.close()
except RuntimeError as e:
    print(e)  # expect: generator ignored GeneratorExit


def closing():
    try:
        yield 1
    finally:
        print("finally")  # expect: finally


g = closing()
next(g)
print(g.close(), g.close())  # expect: None None
g = closing()
print(g.close())
# expect: None
# expect: finally
g = closing()
next(g)
del g


def returns_on_close():
    try:
        yield
    except GeneratorExit:
        return 42


g = returns_on_close()
next(g)
print(g.close())  # expect: 42


# What is being handled belongs to the generator while it runs, and to its resumer afterwards.
import sys


def handles():
    try:
        raise KeyError("inner")
    except KeyError:
        yield repr(sys.exception())
        yield repr(sys.exception())
    yield repr(sys.exception())


g = handles()
print(next(g), sys.exception())  # expect: KeyError('inner') None
try:
    raise ValueError("outer")
except ValueError:
    print(next(g), repr(sys.exception()))  # expect: KeyError('inner') ValueError('outer')
    print(next(g), repr(sys.exception()))  # expect: ValueError('outer') ValueError('outer')
print(sys.exception())  # expect: None


def inner():
    got = []
    try:
        while True:
            got.append((yield len(got)))
    except KeyError:
        yield "handled"
    return got


def outer():
    result = yield from inner()
    yield ("result", result)


g = outer()
print(next(g), g.send("a"), g.send("b"), g.throw(KeyError), next(g))
# expect: 0 1 2 handled ('result', ['a', 'b'])


class Iterator:
    def __iter__(self):
        return self

    def __next__(self):
        return 1

    def throw(self, e):
        print("thrown", repr(e))  # expect: thrown KeyError('x')
        return 2

    def close(self):
        print("closed")


def foreign():
    yield from Iterator()


g = foreign()
print(next(g), g.throw(KeyError("x")))  # expect: 1 2
try:
    g.send(3)
except AttributeError as e:
    print(e)
# expect: 'Iterator' object has no attribute 'send'
# expect: closed
g = foreign()
next(g)
g.close()
g = foreign()
next(g)
print(g.gi_yieldfrom.__class__.__name__, g.gi_suspended, g.gi_running)  # expect: Iterator True False
print(g.gi_code.co_name, g.gi_frame.f_code is g.gi_code, g.__name__, g.__qualname__)
# expect: foreign True foreign foreign
# expect: closed
g.close()
print(g.gi_frame, g.gi_yieldfrom)  # expect: None None


def stops():
    raise StopIteration(5)
    yield


try:
    next(stops())
except RuntimeError as e:
    print(e, repr(e.__cause__), repr(e.__context__))
# expect: generator raised StopIteration StopIteration(5) StopIteration(5)


def interleaved(n):
    for i in range(n):
        for j in range(i):
            yield i, j


print(list(zip(interleaved(3), interleaved(4))))
# expect: [((1, 0), (1, 0)), ((2, 0), (2, 0)), ((2, 1), (2, 1))]
print(sum(x for x in (y * 2 for y in range(10)) if x % 3), max(i * i % 7 for i in range(20)))
# expect: 54 4


def deep(n):
    if n:
        yield n
        yield from deep(n - 1)


print(list(deep(50)) == list(range(50, 0, -1)))  # expect: True
g = (x for x in [1, 2, 3])
for x in g:
    break
print(list(g))  # expect: [2, 3]
a, b, *c = (i for i in range(5))
print(a, b, c)  # expect: 0 1 [2, 3, 4]
