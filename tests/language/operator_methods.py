# Operators that script classes answer: their methods run as if called, and NotImplemented is theirs to say.
# unshared
import sys


class V:
    def __init__(self, x):
        self.x = x

    def __add__(self, other):
        if isinstance(other, V):
            return V(self.x + other.x)
        if isinstance(other, int):
            return V(self.x + other)
        return NotImplemented

    def __sub__(self, other):
        return NotImplemented

    def __mul__(self, other):
        return self.x * other

    def __truediv__(self, other):
        pass

    def __floordiv__(self, other):
        return 7

    def __matmul__(self, other):
        yield self.x

    def __or__(self, other, more=1):
        return more

    def __repr__(self):
        return f"V({self.x})"


def add(a, b):
    return a + b


def add_in_place(a, b):
    a += b
    return a


def subtract(a, b):
    return a - b


def tried(function, *args):
    try:
        return function(*args)
    except TypeError as error:
        return error


v, w = V(1), V(2)
print(add(v, w), add(v, 3), v + 4, add_in_place(v, w), v)  # expect: V(3) V(4) V(5) V(3) V(1)
print(add(V(1), V(2)) + V(3) + 4)  # expect: V(10)
print(tried(add, v, 1.5))  # expect: unsupported operand type(s) for +: 'V' and 'float'
print(tried(add, v, "s"))  # expect: unsupported operand type(s) for +: 'V' and 'str'
print(tried(add, v, None))  # expect: unsupported operand type(s) for +: 'V' and 'NoneType'
print(tried(add_in_place, v, 1.5))  # expect: unsupported operand type(s) for +=: 'V' and 'float'
print(tried(subtract, v, w))  # expect: unsupported operand type(s) for -: 'V' and 'V'
print(tried(lambda: v - 1))  # expect: unsupported operand type(s) for -: 'V' and 'int'
print(tried(lambda: v % w))  # expect: unsupported operand type(s) for %: 'V' and 'V'
print(v * 3, v * 1.5, v / w, v // w, list(v @ w), v | w)  # expect: 3 1.5 None 7 [1] 1

# What the right operand's class has to say.


class Sub(V):
    pass


class Reflects(V):
    def __radd__(self, other):
        return "radd"

    def __rsub__(self, other):
        return "rsub"


print(add(v, Sub(5)), add(v, Reflects(5)), subtract(v, Reflects(1)))  # expect: V(6) radd rsub
print(tried(subtract, v, Sub(1)))  # expect: unsupported operand type(s) for -: 'V' and 'Sub'


class Number(int):
    def __add__(self, other):
        return NotImplemented


print(add(Number(2), 3), tried(add, Number(2), Number(3)))
# expect: 5 unsupported operand type(s) for +: 'Number' and 'Number'


class Elsewhere:
    def __radd__(self, other):
        return "elsewhere"


print(add(v, Elsewhere()))  # expect: elsewhere

# In place: a method of its own goes first, as soon as there is one.
print(add_in_place(v, w))  # expect: V(3)
V.__iadd__ = lambda self, other: "iadd"
print(add_in_place(v, w), add(v, w))  # expect: iadd V(3)
V.__iadd__ = lambda self, other: NotImplemented
print(add_in_place(v, w))  # expect: V(3)
del V.__iadd__

# The class changes under the site.
V.__sub__ = lambda self, other: "now"
print(subtract(v, w))  # expect: now
V.__sub__ = staticmethod(lambda other: ("static", other))
print(subtract(v, w))  # expect: ('static', V(2))
V.__sub__ = None
print(tried(subtract, v, w))  # expect: 'NoneType' object is not callable
del V.__sub__
print(tried(subtract, v, w))  # expect: unsupported operand type(s) for -: 'V' and 'V'

# Exceptions pass, and what the operation holds is given back.


class Counted:
    alive = 0

    def __init__(self):
        Counted.alive += 1

    def __del__(self):
        Counted.alive -= 1

    def __add__(self, other):
        if other is None:
            return NotImplemented
        raise KeyError("add")

    def __sub__(self, other):
        self = other = None
        return NotImplemented

    def __mul__(self, other):
        return self


for fails in (
    lambda: Counted() + Counted(),
    lambda: Counted() + 1,
    lambda: Counted() - Counted(),
    lambda: Counted() - 1,
    lambda: Counted() * Counted() * 2,
):
    try:
        fails()
    except (KeyError, TypeError) as error:
        print(error)
    print(Counted.alive)
# expect: 'add'
# expect: 0
# expect: 'add'
# expect: 0
# expect: unsupported operand type(s) for -: 'Counted' and 'Counted'
# expect: 0
# expect: unsupported operand type(s) for -: 'Counted' and 'int'
# expect: 0
# expect: 0

# Even the class.


def ephemeral():
    class Once:
        def __add__(self, other):
            nonlocal once
            once = None
            return "done"

    once = Once()
    result = once + 1
    return result


print(ephemeral())  # expect: done

# Frames and tracebacks are those of a call.


class Shows:
    def __add__(self, other):
        frame = sys._getframe()
        return frame.f_code.co_name, frame.f_back.f_code.co_name

    def __mul__(self, other):
        raise ValueError(other)

    def __sub__(self, other):
        return self - other


def outer():
    return Shows() + 1


print(outer())  # expect: ('__add__', 'outer')


def names_of(traceback):
    names = []
    while traceback is not None:
        names.append(traceback.tb_frame.f_code.co_name)
        traceback = traceback.tb_next
    return names


def failing():
    return Shows() * 2


try:
    failing()
except ValueError as error:
    print(names_of(error.__traceback__), error)  # expect: ['<module>', 'failing', '__mul__'] 2
try:
    Shows() - Shows()
except RecursionError as error:
    print(error)  # expect: maximum recursion depth exceeded

events = []
sys.setprofile(lambda frame, event, arg: events.append((event, frame.f_code.co_name)) if event in ("call", "return") else None)
v + w
sys.setprofile(None)
print(events)  # expect: [('call', '__add__'), ('call', '__init__'), ('return', '__init__'), ('return', '__add__')]
