# Copying instances through object.__reduce_ex__.
import copy


class P:
    def __init__(self, x, y):
        self.x = x
        self.y = y


p = P(1, [2])
q = copy.copy(p)
d = copy.deepcopy(p)
print(q.x, q.y is p.y, d.y == p.y, d.y is p.y, type(q).__name__)  # expect: 1 True True False P


class S:
    __slots__ = ("a", "b")


s = S()
s.a = 5
t = copy.copy(s)
print(t.a, hasattr(t, "b"))  # expect: 5 False


class State:
    def __init__(self):
        self.v = 1

    def __getstate__(self):
        return {"v": self.v + 1}

    def __setstate__(self, state):
        self.v = state["v"] * 10


print(copy.copy(State()).v)  # expect: 20


class L(list):
    pass


l = L([1, 2])
l.tag = "t"
m = copy.copy(l)
print(m, m.tag, type(m).__name__)  # expect: [1, 2] t L


class D(dict):
    pass


print(copy.copy(D(a=1)), type(copy.copy(D(a=1))).__name__)  # expect: {'a': 1} D


class New(int):
    def __new__(cls, v, extra):
        self = super().__new__(cls, v)
        self.extra = extra
        return self

    def __getnewargs__(self):
        return (int(self), self.extra)


n = copy.copy(New(3, "e"))
print(n, n.extra)  # expect: 3 e


class Cyclic:
    pass


c = Cyclic()
c.me = c
k = copy.deepcopy(c)
print(k.me is k, k is not c)  # expect: True True
try:
    copy.copy(x for x in [])
except TypeError as e:
    print(e)  # expect: cannot pickle 'generator' object
print(p.__reduce_ex__(2)[1:], p.__getstate__(), object().__getstate__(), s.__getstate__())
# expect: ((<class '__main__.P'>,), {'x': 1, 'y': [2]}, None, None) {'x': 1, 'y': [2]} None (None, {'a': 5})
