from __future__ import annotations
x: undefined = 1
print(__annotations__)  # expect: {'x': 'undefined'}
def f(a: list[undefined], b: a.b.c = 1, *c: int | None, d: "quoted") -> (1, 2): pass
print(f.__annotations__)
# expect: {'a': 'list[undefined]', 'b': 'a.b.c', 'c': 'int | None', 'd': "'quoted'", 'return': '(1, 2)'}
class C:
    y: Undefined[1, 2]
    def m(self, z: lambda q, *r: q + 1) -> {1: [2], **k}: pass
print(C.__annotations__, C.m.__annotations__)
# expect: {'y': 'Undefined[1, 2]'} {'z': 'lambda q, *r: q + 1', 'return': '{1: [2], **k}'}
def g(a: x if y else z, b: not (p and q or r), c: f(1, *k, m=2, **n), d: -(1 + 2) * 3 ** -4): pass
print(g.__annotations__)
# expect: {'a': 'x if y else z', 'b': 'not (p and q or r)', 'c': 'f(1, *k, m=2, **n)', 'd': '-(1 + 2) * 3 ** (-4)'}
def h(a: [i for i in j if k], c: s[1:2, ::3], d: x.y[0]("t"), e: {**a, 'b': 1}): pass
print(h.__annotations__)
# expect: {'a': '[i for i in j if k]', 'c': 's[1:2, ::3]', 'd': "x.y[0]('t')", 'e': "{**a, 'b': 1}"}
def k(a: 1 < 2 <= 3, b: await_, c: "é'\"", d: b"\x00", e: 1e400, f: 0x10, g: 1j, h: ...): pass
print(k.__annotations__)
# expect: {'a': '1 < 2 <= 3', 'b': 'await_', 'c': '\'é\\\'"\'', 'd': "b'\\x00'", 'e': '1e309', 'f': '16', 'g': '1j', 'h': '...'}
