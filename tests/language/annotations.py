# needs: 3.14+
x: int = 1
y: "str"
print(__annotate__(1))  # expect: {'x': <class 'int'>, 'y': 'str'}
def f(a: int, b: "str" = "x", *c: float, d: list[int], **e: dict) -> None: pass
print(f.__annotations__)
# expect: {'a': <class 'int'>, 'b': 'str', 'c': <class 'float'>, 'd': list[int], 'e': <class 'dict'>, 'return': None}
def g(a: undefined_name): pass
try: g.__annotations__
except NameError as e: print(e)  # expect: name 'undefined_name' is not defined
print(g.__name__)  # expect: g
class C:
    a: int
    b: str = "b"
    c: "later"
    if True:
        d: float
    else:
        e: bytes
    for _ in range(1):
        f: int
print(C.__annotations__, C.b)
# expect: {'a': <class 'int'>, 'b': <class 'str'>, 'c': 'later', 'd': <class 'float'>, 'f': <class 'int'>} b
def local():
    v: undefined_too = 5
    w: int
    return v
print(local(), local.__annotations__)  # expect: 5 {}
def unbound():
    z: int
    return z
try: unbound()
except UnboundLocalError as e: print(e)
# expect: cannot access local variable 'z' where it is not associated with a value
class D:
    def m(self, other: "D") -> D: return other
print(D.m.__annotations__["return"] is D)  # expect: True
(paren): int = 5
print(paren, "paren" in __annotate__(1))  # expect: 5 False
obj = D()
obj.attr: int = 7
d = {}
d["k"]: str = "v"
print(obj.attr, d)  # expect: 7 {'k': 'v'}
def pos(a: 1, /, b: 2, *, c: 3): pass
print(pos.__annotations__)  # expect: {'b': 2, 'a': 1, 'c': 3}
lst: list = [1]
print(lst)  # expect: [1]
n: int = lambda q: q
print(n(3))  # expect: 3
