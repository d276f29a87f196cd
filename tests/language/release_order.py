# needs: 3.14+
# unshared
# In which order the locals of a function, the attributes of an object and the items of a container die.
import gc


class D:
    def __init__(s, n): s.n = n
    def __del__(s): print('del', s.n, end=' ')
def f(a, b):
    c = D('c'); d = D('d'); e = D('e')
    print('ret', end=' ')
f(D('a'), D('b')); print()  # expect: ret del e del d del c del b del a
def g(a, b, *args, k=None, **kw):
    c = D('c')
    def inner(): return c, e
    e = D('e')
    x = D('x')
g(D('a'), D('b'), D('args'), k=D('k'), z=D('z')); print()  # expect: del x del e del c del z del args del k del b del a
def h():
    a = D('a'); b = D('b')
    raise ValueError
try: h()
except ValueError: print('except', end=' ')
print()  # expect: except del b del a
def gen():
    a = D('a'); b = D('b')
    yield 1
    c = D('c')
x = gen(); next(x); del x; print()  # expect: del b del a
for _ in gen(): pass
print()  # expect: del c del b del a
class C:
    a = D('ca')
    b = D('cb')
del C; gc.collect(); print()  # expect: del ca del cb
ns = {}
exec('a=D("ea"); b=D("eb")', {'D': D}, ns)
del ns; print()  # expect: del ea del eb
o = type('O', (), {})()
o.x = D('ox'); o.y = D('oy'); o.z = D('oz')
del o; print()  # expect: del ox del oy del oz
l = [D('l0'), D('l1'), D('l2')]; del l; print()  # expect: del l2 del l1 del l0
t = (D('t0'), D('t1')); del t; print()  # expect: del t1 del t0
d = {1: D('d1'), 2: D('d2')}; del d; print()  # expect: del d1 del d2
s = [D('c%d' % i) for i in range(3)]; s.clear(); print()  # expect: del c2 del c1 del c0
def two():
    (lambda p, q: None)(D('p'), D('q'))
two(); print()  # expect: del q del p
def rec():
    a = D('1'); a = D('2'); del a; b = D('3')
    return b
r = rec(); del r; print()  # expect: del 1 del 2 del 3
