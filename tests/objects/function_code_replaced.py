# f.__code__ = other: nothing is kept, and generators that are suspended go on with their own code.
import sys


def f1(): return 1
def make():
    def g(): return 2
    return g
g = make()
code = (lambda: 3).__code__
n1 = sys.getrefcount(code)
for i in range(3):
    f1.__code__ = code
f1.__code__ = g.__code__
print(f1())  # expect: 2
for i in range(10):
    f1.__code__ = code
    f1.__code__ = g.__code__
print(sys.getrefcount(code) - n1)  # expect: 0


def g():
    yield 1
    yield len('abc'), abs(-3)
x=g(); next(x)
ns={'q':5}
exec('def h():\n    z=1\n    yield q, sorted, z', ns)
g.__code__ = ns['h'].__code__
q = 7
print(next(x), next(g())[0])  # expect: (3, 3) 7
