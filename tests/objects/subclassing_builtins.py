# Instances of subclasses of builtin types: attributes, own methods, mixed in.
class I(int):
    def double(self):
        return I(self * 2)


i = I(21)
i.tag = "t"
print(i, i.double(), type(i.double()).__name__, i.tag, i + 1, hash(i) == hash(21), {21: "found"}[i])
# expect: 21 42 I t 22 True found
print(I(2 ** 100), I("ff", 16), I.from_bytes(b"\x01\x00", "big"), type(I.from_bytes(b"a", "big")).__name__)
# expect: 1267650600228229401496703205376 255 256 I


class F(float):
    pass


f = F(1.5)
f.tag = 1
print(f, f * 2, type(f * 2).__name__, f.tag, F("2.5").is_integer())  # expect: 1.5 3.0 float 1 False


class S(str):
    def shout(self):
        return self.upper() + "!"


s = S("héllo")
s.tag = 1
print(s, s.shout(), len(s), s[1], s == "héllo", {s: 1}["héllo"], s.tag, f"{s:>7}")
# expect: héllo HÉLLO! 5 é True 1 1   héllo


class L(list):
    def __init__(self, *args):
        super().__init__(args)
        self.made = True


l = L(1, 2)
l.append(3)
print(l, l.made, len(l), l[0], l == [1, 2, 3], type(l + [4]).__name__, type(l[:]).__name__)
# expect: [1, 2, 3] True 3 1 True list list


class T(tuple):
    def __new__(cls, a, b):
        self = super().__new__(cls, (a, b))
        self.sum = a + b
        return self


t = T(1, 2)
print(t, t.sum, t == (1, 2), t[0], hash(t) == hash((1, 2)))  # expect: (1, 2) 3 True 1 True


class D(dict):
    def __setitem__(self, k, v):
        super().__setitem__(k, v * 2)


d = D(a=1)
d["b"] = 2
d.tag = 1
print(d, d.tag, d | {"c": 3}, type(d.copy()).__name__)
# expect: {'a': 1, 'b': 4} 1 {'a': 1, 'b': 4, 'c': 3} dict


class Set(set):
    pass


x = Set([1, 2])
x.tag = 1
print(x == {1, 2}, x.tag, x | {3}, type(x | {3}).__name__)  # expect: True 1 {1, 2, 3} set


class B(bytes):
    pass


b = B(b"ab")
b.tag = 1
print(b, b.tag, b[0], b + b"c")  # expect: b'ab' 1 97 b'abc'


class E(ValueError, KeyError):
    pass


print(E("k"), isinstance(E(), LookupError))  # expect: 'k' True


class Mixin:
    def hello(self):
        return "hello " + str(self)


class M(Mixin, int):
    pass


print(M(3).hello(), M(3) + 1)  # expect: hello 3 4
import gc
items = [S("a") for n in range(100)]
for n, item in enumerate(items):
    item.n = n
    item.me = item
del items, item
print(gc.collect() >= 100)  # expect: True
