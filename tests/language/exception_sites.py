# What raising and catching in a short way must keep: tracebacks, frames, classes, what is being handled.
# unshared
import gc
import sys
import weakref


class Refused(Exception):
    pass


def names_of(error):
    names, traceback = [], error.__traceback__
    while traceback is not None:
        names.append((traceback.tb_frame.f_code.co_name, dict(traceback.tb_frame.f_locals)))
        traceback = traceback.tb_next
    return names


def inner(depth, extra="x"):
    if depth == 0:
        raise Refused(depth)
    local = depth * 2
    return inner(depth - 1)


def outer():
    inner(2)


try:
    outer()
except Refused as error:
    kept = error
for name, variables in names_of(kept)[1:]:
    print(name, variables)
# expect: outer {}
# expect: inner {'depth': 2, 'extra': 'x', 'local': 4}
# expect: inner {'depth': 1, 'extra': 'x', 'local': 2}
# expect: inner {'depth': 0, 'extra': 'x'}
last = kept.__traceback__
while last.tb_next:
    last = last.tb_next
frame, chain = last.tb_frame, []
while frame:
    chain.append(frame.f_code.co_name)
    frame = frame.f_back
print(chain)  # expect: ['inner', 'inner', 'inner', 'outer', '<module>']
last.tb_frame.clear()
print(dict(last.tb_frame.f_locals))  # expect: {}


# An instance raised again goes on with the entries that it has.
def again(error):
    raise error


one = Refused("one")
lengths = []
for _ in range(3):
    try:
        again(one)
    except Refused as error:
        lengths.append(len(names_of(error)))
print(lengths)  # expect: [2, 4, 6]
try:
    again(one.with_traceback(None))
except Refused as error:
    print([name for name, _ in names_of(error)])  # expect: ['<module>', 'again']


# A frame keeps its locals alive as long as the traceback is there, and no longer.
class Marked:
    pass


def holds(marks):
    held = Marked()
    marks.append(weakref.ref(held))
    raise Refused


marks = []
try:
    holds(marks)
except Refused as error:
    print(marks[0]() is not None)  # expect: True
print(marks[0]())  # expect: None


# With the exception in one of its own frames it is the collector's.
def circle(marks):
    held = Marked()
    marks.append(weakref.ref(held))
    try:
        raise Refused
    except Refused as error:
        kept = error


circle(marks)
gc.collect()
print(marks[1]())  # expect: None


# -- matching --


class Other(Exception):
    pass


class Child(Refused):
    pass


def kind(error, *patterns):
    try:
        raise error
    except patterns[0]:
        return 0
    except patterns[1]:
        return 1


print(kind(Refused(), Refused, Other), kind(Child(), Refused, Other), kind(Other(), Refused, Other))  # expect: 0 0 1
print(kind(Child(), Other, (Other, (Refused)), None))  # expect: 1
for pattern in (int, 5, (Other, int)):
    try:
        kind(Refused(), pattern, Refused)
    except TypeError as error:
        print(error, type(error.__context__).__name__)
# expect: catching classes that do not inherit from BaseException is not allowed Refused
# expect: catching classes that do not inherit from BaseException is not allowed Refused
# expect: catching classes that do not inherit from BaseException is not allowed Refused


class Claims(type):
    def __instancecheck__(cls, other):
        return True


class Wide(Exception, metaclass=Claims):
    pass


print(kind(Refused(), Wide, Refused))  # expect: 1


class Changing(Exception):
    pass


def changed(error):
    try:
        raise error
    except Changing:
        return "changing"
    except Refused:
        return "refused"


changing = Changing()
print(changed(changing))  # expect: changing
changing.__class__ = Refused
print(changed(changing))  # expect: refused


# -- what is being handled --


def generator():
    try:
        raise Refused("generator")
    except Refused:
        yield repr(sys.exception())
        yield repr(sys.exception())
    yield repr(sys.exception())


def nested():
    seen = []
    try:
        raise Refused(1)
    except Refused:
        seen.append(repr(sys.exception()))
        steps = generator()
        seen.append(next(steps))
        try:
            {}["missing"]
        except KeyError as error:
            seen.append((repr(sys.exception()), repr(error.__context__)))
            seen.append(next(steps))
        seen.append(repr(sys.exception()))
        seen.append(next(steps))
    seen.append(sys.exception())
    return seen


for line in nested():
    print(line)
# expect: Refused(1)
# expect: Refused('generator')
# expect: ("KeyError('missing')", 'Refused(1)')
# expect: Refused('generator')
# expect: Refused(1)
# expect: Refused(1)
# expect: None


def leaves(how):
    for n in range(3):
        try:
            raise Refused(n)
        except Refused as error:
            if how == "return":
                return error.args, sys.exception() is error
            if how == "break":
                break
            if how == "continue":
                continue
        finally:
            if how == "override":
                return "override"
    return how, sys.exception()


print(leaves("return"), leaves("break"), leaves("continue"), leaves("override"))
# expect: ((0,), True) ('break', None) ('continue', None) override


# -- what dies with an exception, or with a frame that returns --

log = []


class Logs:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        try:
            raise Refused(self.name)
        except Refused:
            log.append((self.name, repr(sys.exception())))


def returns():
    first, second = Logs("first"), Logs("second")
    return 5


def raises():
    held = Logs("held")
    raise Refused(held.name)


def looks():
    """The frame has an object by the time its first local dies."""

    class Looks:
        def __del__(self):
            frames.append(sys._getframe(1))

    early, looking = [1], Looks()
    return early


frames = []
print(returns(), looks(), sorted(log))
# expect: 5 [1] [('first', "Refused('first')"), ('second', "Refused('second')")]
print(len(frames))  # expect: 1
del log[:]
try:
    raises()
except Refused as error:
    print(error, log)  # expect: held []
print(log)  # expect: [('held', "Refused('held')")]
error = KeyError(Logs("argument"))
del log[:], error
print(log)  # expect: [('argument', "Refused('argument')")]


# Attributes of builtin exceptions go with them.
error = ValueError(1)
error.note = Marked()
mark = weakref.ref(error.note)
del error
print(mark())  # expect: None

# A cycle through the arguments is found.
cycle = []
error = Refused(cycle)
cycle.append(error)
mark = weakref.ref(error)
del cycle, error
gc.collect()
print(mark())  # expect: None
