# Attribute sites remember what they saw; changes of instances and classes must reach them.
class A:
    kind = "A"

    def name(self):
        return "A.name"

    @property
    def size(self):
        return 1


class B(A):
    def name(self):
        return "B.name"


def read(o):
    return o.kind


def call(o):
    return o.name()


def size(o):
    return o.size


a, b = A(), B()
print([read(a) for _ in range(3)], [call(a) for _ in range(3)], size(a), size(a))
# expect: ['A', 'A', 'A'] ['A.name', 'A.name', 'A.name'] 1 1
print([call(x) for x in (a, b, a, b)])  # expect: ['A.name', 'B.name', 'A.name', 'B.name']
A.kind = "changed"
print(read(a), read(b))  # expect: changed changed
b.kind = "own"
print(read(b), read(a))  # expect: own changed
del b.kind
print(read(b))  # expect: changed
A.name = lambda self: "replaced"
print(call(a), call(b))  # expect: replaced B.name
a.name = lambda: "instance"
print(call(a), call(A()))  # expect: instance replaced
B.name = lambda self: "B replaced"
print(call(b))  # expect: B replaced
del B.name
print(call(b))  # expect: replaced
A.size = property(lambda self: 2)
print(size(a), size(b))  # expect: 2 2
A.size = 3
print(size(a))  # expect: 3
a.size = 4
print(size(a), size(b))  # expect: 4 3


# A data descriptor that appears later comes before the instance's attribute.
class Later:
    pass


later = Later()
later.x = 1


def get_x(o):
    return o.x


print(get_x(later), get_x(later))  # expect: 1 1
Later.x = property(lambda self: "descriptor")
print(get_x(later))  # expect: descriptor
del Later.x
print(get_x(later))  # expect: 1


def set_y(o, v):
    o.y = v
    return o.y


class Setter:
    pass


s = [Setter() for _ in range(4)]
print([set_y(o, i) for i, o in enumerate(s)], s[2].__dict__)  # expect: [0, 1, 2, 3] {'y': 2}
Setter.__setattr__ = lambda self, k, v: object.__setattr__(self, k, v * 10)
print(set_y(Setter(), 5), set_y(s[0], 6))  # expect: 50 60
del Setter.__setattr__
print(set_y(Setter(), 5), set_y(s[0], 6))  # expect: 5 6


# Objects with the same attributes in another order, and with many.
class Point:
    def __init__(self, first):
        if first:
            self.x = 1
            self.y = 2
        else:
            self.y = 3
            self.x = 4


print([(p.x, p.y) for p in map(Point, [True, False] * 3)])
# expect: [(1, 2), (4, 3), (1, 2), (4, 3), (1, 2), (4, 3)]


class Many:
    pass


many = Many()
for i in range(300):
    setattr(many, f"a{i}", i)
print(many.a0, many.a5, many.a299, len(many.__dict__))  # expect: 0 5 299 300


class Slots:
    __slots__ = ("p", "q")


def get_p(o):
    return o.p


slots = Slots()
slots.p = 5
print(get_p(slots), get_p(slots))  # expect: 5 5
del slots.p
try:
    get_p(slots)
except AttributeError as e:
    print(e)  # expect: 'Slots' object has no attribute 'p'


# More classes than a site wants to remember.
def value(o):
    return o.value + o.get()


classes = [type(f"T{i}", (), {"value": i, "get": lambda self, i=i: i * 100}) for i in range(40)]
print(sum(value(c()) for c in classes), sum(value(c()) for c in classes))  # expect: 78780 78780


# Class attributes, modules, enumerations of subclasses.
def class_kind(c):
    return c.kind


print(class_kind(A), class_kind(B), class_kind(A))  # expect: changed changed changed
A.kind = "again"
print(class_kind(A), class_kind(B))  # expect: again again
B.kind = "b"
print(class_kind(A), class_kind(B))  # expect: again b

import math


def root(x):
    return math.sqrt(x)


print(root(4), root(9))  # expect: 2.0 3.0
saved = math.sqrt
math.sqrt = lambda x: "patched"
print(root(4))  # expect: patched
math.sqrt = saved
print(root(16))  # expect: 4.0


class Base1:
    def who(self):
        return 1


class Base2:
    def who(self):
        return 2


class Derived(Base1):
    pass


d = Derived()
print([d.who() for _ in range(2)])  # expect: [1, 1]
Derived.__bases__ = (Base2,)
print(d.who())  # expect: 2
d.__class__ = Base1
print(d.who())  # expect: 1


class WithGetattr:
    def __getattr__(self, name):
        return f"made {name}"


w = WithGetattr()
print([w.anything for _ in range(3)])  # expect: ['made anything', 'made anything', 'made anything']
w.anything = "real"
print([w.anything for _ in range(3)])  # expect: ['real', 'real', 'real']
