# needs: 3.14+
# frame.f_lineno = N in a trace function: where one can go, and what is said where not.
import sys
import warnings

warnings.simplefilter("ignore")


def jump(function, jumps, event="line"):
    """Runs a function; at its line k (counted from the def) goes to line jumps[k], once each."""
    first = function.__code__.co_firstlineno
    todo = dict(jumps)

    def tracer(frame, kind, arg):
        if frame.f_code is not function.__code__:
            return None
        line = frame.f_lineno - first
        if kind == event and line in todo:
            target = todo.pop(line)
            try:
                frame.f_lineno = target + first if isinstance(target, int) else target
            except Exception as e:
                print(f"  {type(e).__name__}: {str(e).replace(str(target + first) if isinstance(target, int) else '?', 'N')}")
        return tracer

    out = []
    sys.settrace(tracer)
    try:
        function(out)
    except Exception as e:
        out.append(repr(e))
    finally:
        sys.settrace(None)
    print(function.__name__, jumps, out)


def straight(out):
    out.append(1)
    out.append(2)
    out.append(3)


jump(straight, {1: 3})
# expect: straight {1: 3} [3]
jump(straight, {2: 1})
# expect: straight {2: 1} [1, 1, 2, 3]
jump(straight, {3: 1})
# expect: straight {3: 1} [1, 2, 1, 2, 3]
jump(straight, {1: 0})
# expect: straight {1: 0} [1, 2, 3]
jump(straight, {1: 50})
# expect:   ValueError: line N comes after the current code block
# expect: straight {1: 50} [1, 2, 3]
jump(straight, {1: -100})
# expect:   ValueError: line N comes before the current code block
# expect: straight {1: -100} [1, 2, 3]
jump(straight, {2: "x"})
# expect:   ValueError: lineno must be an integer
# expect: straight {2: 'x'} [1, 2, 3]
jump(straight, {0: 2}, "call")
# expect:   ValueError: can't jump from the 'call' trace event of a new frame
# expect: straight {0: 2} [1, 2, 3]
jump(straight, {3: 1}, "return")
# expect:   ValueError: can only jump from a 'line' trace event
# expect: straight {3: 1} [1, 2, 3]


def loops(out):
    for i in [1, 2, 3]:
        out.append(i)
        if i == 2:
            out.append("two")
    for j in "ab":
        out.append(j)
    out.append("end")


jump(loops, {2: 7})
# expect: loops {2: 7} ['end']
jump(loops, {4: 1})
# expect: loops {4: 1} [1, 2, 1, 2, 'two', 3, 'a', 'b', 'end']
jump(loops, {4: 2})
# expect: loops {4: 2} [1, 2, 2, 'two', 3, 'a', 'b', 'end']
jump(loops, {7: 2})
# expect:   ValueError: can't jump into the body of a for loop
# expect: loops {7: 2} [1, 2, 'two', 3, 'a', 'b', 'end']
jump(loops, {1: 2})
# expect:   ValueError: can't jump into the body of a for loop
# expect: loops {1: 2} [1, 2, 'two', 3, 'a', 'b', 'end']
jump(loops, {3: 5})
# expect: loops {3: 5} [1, 'a', 'b', 'end']
jump(loops, {2: 5})
# expect: loops {2: 5} ['a', 'b', 'end']


def handlers(out):
    try:
        out.append("try")
        1 / 0
    except ZeroDivisionError as e:
        out.append("handler")
        out.append(sys.exception() is not None)
    finally:
        out.append("finally")
    out.append(sys.exception())


jump(handlers, {3: 8})
# expect: handlers {3: 8} ['try', 'finally', None]
jump(handlers, {2: 5})
# expect:   ValueError: can't jump into an 'except' block as there's no exception
# expect: handlers {2: 5} ['try', 'handler', True, 'finally', None]
jump(handlers, {5: 9})
# expect: handlers {5: 9} ['try', None]
jump(handlers, {5: 8})
# expect: handlers {5: 8} ['try', 'finally', None]
jump(handlers, {5: 2})
# expect: handlers {5: 2} ['try', 'try', 'handler', True, 'finally', None]
jump(handlers, {9: 2})
# expect: handlers {9: 2} ['try', 'handler', True, 'finally', 'try', 'handler', True, 'finally', None]


class Manager:
    def __init__(self, out):
        self.out = out

    def __enter__(self):
        self.out.append("enter")

    def __exit__(self, *e):
        self.out.append("exit")


def managed(out):
    out.append("before")
    with Manager(out):
        out.append("inside")
        out.append("inside 2")
    out.append("after")


jump(managed, {3: 5})
# expect: managed {3: 5} ['before', 'enter', 'after']
jump(managed, {1: 3})
# expect:   ValueError: incompatible stacks
# expect: managed {1: 3} ['before', 'enter', 'inside', 'inside 2', 'exit', 'after']
jump(managed, {1: 5})
# expect: managed {1: 5} ['after']
jump(managed, {4: 3})
# expect: managed {4: 3} ['before', 'enter', 'inside', 'inside', 'inside 2', 'exit', 'after']
jump(managed, {3: 1})
# expect: managed {3: 1} ['before', 'enter', 'before', 'enter', 'inside', 'inside 2', 'exit', 'after']


def locals_(out):
    a = 1
    b = 2
    out.append(a)
    out.append(b)


jump(locals_, {1: 3})
# expect: locals_ {1: 3} [None, None]
warnings.simplefilter("error")
jump(locals_, {1: 3})
# expect:   RuntimeWarning: assigning None to 2 unbound locals
# expect: locals_ {1: 3} [1, 2]
warnings.simplefilter("ignore")


def silent(out):
    out.append(1)
    try:
        out.append(2)
    except ValueError:
        pass
    while True:
        break
    pass
    out.append(3)


jump(silent, {1: 8})
# expect: silent {1: 8} [3]
jump(silent, {1: 2})
# expect: silent {1: 2} [2, 3]
jump(silent, {9: 2})
# expect: silent {9: 2} [1, 2, 2, 3]
jump(silent, {1: 7})
# expect: silent {1: 7} [3]


def generator(out):
    def numbers():
        yield 1
        yield 2
        yield 3

    out.extend(numbers())


def inner(out):
    code = [c for c in generator.__code__.co_consts if hasattr(c, "co_name")][0]

    def tracer(frame, kind, arg):
        if frame.f_code.co_name == "numbers":
            if kind == "line" and frame.f_lineno - frame.f_code.co_firstlineno == 2:
                frame.f_lineno += 1
            return tracer

    sys.settrace(tracer)
    generator(out)
    sys.settrace(None)


seen = []
inner(seen)
print(seen)
# expect: [1, 3]
frame = sys._getframe()
for value in (5, "x"):
    try:
        frame.f_lineno = value
    except Exception as e:
        print(type(e).__name__, e)
try:
    del frame.f_lineno
except Exception as e:
    print(type(e).__name__, e)
# expect: ValueError f_lineno can only be set in a trace function
# expect: ValueError lineno must be an integer
# expect: AttributeError attribute 'f_lineno' of 'frame' objects cannot be deleted
