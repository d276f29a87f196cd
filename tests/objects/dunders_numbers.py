# Operators of script classes: reflected forms, in-place forms, priorities.
class N:
    def __init__(self, v):
        self.v = v

    def __add__(self, o):
        return ("add", self.v, getattr(o, "v", o))

    def __radd__(self, o):
        return ("radd", self.v, o)

    def __mul__(self, o):
        return NotImplemented

    def __neg__(self):
        return ("neg", self.v)

    def __pow__(self, o, m=None):
        return ("pow", o, m)

    def __divmod__(self, o):
        return ("divmod", o)

    def __int__(self):
        return 7

    def __index__(self):
        return 2

    def __float__(self):
        return 1.5

    def __iadd__(self, o):
        self.v += o
        return self

    def __rsub__(self, o):
        return ("rsub", o)

    def __abs__(self):
        return "abs"

    def __invert__(self):
        return "invert"

    def __matmul__(self, o):
        return "matmul"


n = N(3)
print(n + 1, 1 + n, n + n, -n, n ** 2, pow(n, 2, 5), divmod(n, 3))
# expect: ('add', 3, 1) ('radd', 3, 1) ('add', 3, 3) ('neg', 3) ('pow', 2, None) ('pow', 2, 5) ('divmod', 3)
print(int(n), float(n), [10, 20, 30][n], abs(n), ~n, n @ 1, 5 - n)
# expect: 7 1.5 30 abs invert matmul ('rsub', 5)
n += 4
print(n.v)  # expect: 7


class R:
    def __rsub__(self, o):
        return "R.rsub"


m = n
m -= R()
print(m)  # expect: R.rsub
for f in (lambda: n * 2, lambda: 2 * n, lambda: n - 1, lambda: n / 2, lambda: +n, lambda: n << 1):
    try:
        print(f())
    except TypeError as e:
        print(e)
# expect: unsupported operand type(s) for *: 'N' and 'int'
# expect: unsupported operand type(s) for *: 'int' and 'N'
# expect: unsupported operand type(s) for -: 'N' and 'int'
# expect: unsupported operand type(s) for /: 'N' and 'int'
# expect: bad operand type for unary +: 'N'
# expect: unsupported operand type(s) for <<: 'N' and 'int'
print([1] + n, "a" + n, (1,) + n)  # expect: ('radd', 7, [1]) ('radd', 7, 'a') ('radd', 7, (1,))


class Base:
    def __add__(self, o):
        return "Base.add"

    def __radd__(self, o):
        return "Base.radd"


class Derived(Base):
    def __radd__(self, o):
        return "Derived.radd"


class Same(Base):
    pass


print(Base() + Derived(), Derived() + Base(), Base() + Same())
# expect: Derived.radd Base.add Base.add


class I(int):
    def __radd__(self, o):
        return "I.radd"


print(1 + I(2), I(2) + 1, I(2) * 3, type(I(2) + 1))  # expect: I.radd 3 6 <class 'int'>


class Shouter(str):
    def __mod__(self, o):
        return "mod"

    def __rmod__(self, o):
        return "rmod"


print(Shouter("x") % 1, "%s" % Shouter("y"))  # expect: mod rmod


class L(list):
    def __iadd__(self, o):
        self.append(o)
        return self


l = L()
l += 1
print(l, type(l))  # expect: [1] <class '__main__.L'>
x = [1]
y = x
x += (2,)
print(y)  # expect: [1, 2]
try:
    (1).__add__()
except TypeError as e:
    print(e)  # expect: expected 1 argument, got 0
print((1).__add__("a"), int.__radd__(1, 2), (5).__rsub__(7))  # expect: NotImplemented 3 2
