# needs: 3.14+
# frame.f_locals writes through to the variables (PEP 667); locals() is a snapshot.
import sys
def attempt(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
def f(a, b=2):
    c = 3
    def inner(): return c, d
    d = 4
    p = sys._getframe().f_locals
    print(type(p).__name__, sorted(p), len(p), p['a'], 'c' in p, 'zz' in p)
    p['a'] = 10; p['c'] = 30; p['d'] = 40
    print(a, c, d, inner())
    p['extra'] = 5
    print(p['extra'], 'extra' in p, 'extra' in locals(), sys._getframe().f_locals['extra'], len(p))
    attempt(lambda: p['nope'])
    def dele(k): del p[k]
    attempt(lambda: dele('a')); attempt(lambda: dele('extra')); attempt(lambda: dele('nope'))
    attempt(lambda: p.pop('a')); attempt(lambda: p.pop('nope')); attempt(lambda: p.pop('nope', 9))
    p['e2'] = 1
    attempt(lambda: p.pop('e2'))
    print(p.get('a'), p.get('q'), p.get('q', 1), type(p.keys()).__name__, type(p.values()).__name__, type(p.items()).__name__, p.keys() == list(p), type(p.copy()).__name__)
    p.update(a=5) if False else p.update({'a': 5, 'new': 6})
    print(a, p['new'], p.setdefault('b', 9), p.setdefault('s', 9), p['s'])
    attempt(lambda: p.update(5)); attempt(lambda: p.update([('a', 1)])); attempt(lambda: p.update())
    print(p == p, p == dict(p), p == 5, p == sys._getframe().f_locals, p != {}, isinstance(p, dict))
    print(type(p | {'z': 1}).__name__, (p | {'z': 1})['z'], ({'z': 1} | p)['a'])
    p |= {'a': 77}
    print(a, type(p).__name__)
    attempt(lambda: p | 5); attempt(lambda: hash(p)); attempt(lambda: p.clear()); attempt(lambda: p.popitem())
    print(list(reversed(p))[0], next(iter(p)), bool(p))
    attempt(lambda: p.__setitem__(5, 6)); attempt(lambda: p[5]); attempt(lambda: 5 in p); attempt(lambda: p[[]])
    l = locals(); l['a'] = 'changed'; l['fresh'] = 1
    print(a, 'fresh' in locals(), l is locals())
    del b
    print('b' in p, p.get('b', 'gone'), 'b' in locals())
    p['b'] = 'back'
    print(b)
    import collections.abc
    print(isinstance(p, collections.abc.Mapping), [k for k in dir(p) if not k.startswith('_')])
    return p
def g():
    q = f(1)
    print(sorted(q, key=str)[:3], q["a"])
    q['a'] = 'later'
    print(q['a'])
g()
# expect: FrameLocalsProxy ['a', 'b', 'c', 'd', 'inner', 'p'] 6 1 True False
# expect: 10 30 40 (30, 40)
# expect: 5 True True 5 7
# expect: KeyError "local variable ''nope'' is not defined"
# expect: ValueError cannot remove local variables from FrameLocalsProxy
# expect: None
# expect: KeyError 'nope'
# expect: ValueError cannot remove local variables from FrameLocalsProxy
# expect: KeyError 'nope'
# expect: 9
# expect: 1
# expect: 10 None 1 list list list True dict
# expect: 5 6 2 9 9
# expect: TypeError update() argument must be dict or another FrameLocalsProxy
# expect: TypeError update() argument must be dict or another FrameLocalsProxy
# expect: TypeError FrameLocalsProxy.update() takes exactly one argument (0 given)
# expect: True True False True True False
# expect: dict 1 5
# expect: 77 FrameLocalsProxy
# expect: TypeError unsupported operand type(s) for |: 'FrameLocalsProxy' and 'int'
# expect: TypeError unhashable type: 'FrameLocalsProxy'
# expect: AttributeError 'FrameLocalsProxy' object has no attribute 'clear'
# expect: AttributeError 'FrameLocalsProxy' object has no attribute 'popitem'
# expect: s a True
# expect: None
# expect: 6
# expect: True
# expect: TypeError unhashable type: 'list'
# expect: 77 False False
# expect: False gone False
# expect: back
# expect: True ['copy', 'get', 'items', 'keys', 'pop', 'setdefault', 'update', 'values']
# expect: [5, 'a', 'b'] 77
# expect: later
def h():
    r = sys._getframe().f_locals
    print(repr(r).replace(repr(r), 'R') , 'r' in r)
    x = 1
    print({k: v for k, v in r.items() if k != 'r'})
h()
# expect: R True
# expect: {'x': 1}
class C:
    x = 1
    print(type(sys._getframe().f_locals).__name__, sys._getframe().f_locals is locals())
    sys._getframe().f_locals['y'] = 2  # expect: dict True
print(C.y, type(sys._getframe().f_locals), sys._getframe().f_locals is globals())  # expect: 2 <class 'dict'> True
def gen():
    x = 1
    yield x
    yield x
i = gen(); next(i)
i.gi_frame.f_locals['x'] = 'new'
print(next(i), i.gi_frame.f_locals)  # expect: new {'x': 'new'}
def outer():
    v = 1
    def inner():
        sys._getframe().f_locals['v'] = 2
        sys._getframe(1).f_locals['w'] = 3
        return v
    w = 0
    return inner(), v, w
print(outer())  # expect: (2, 2, 3)
def comp():
    y = 5
    return [(lambda: sys._getframe(1).f_locals)()['y'] for _ in range(1)], [list(locals()) for z in range(1)]
print(comp())  # expect: ([5], [['y', 'z']])
def ex():
    x = 1
    exec('x = 2; y = 3')
    print(x, 'y' in locals())
    d = {}
    exec('x = 5', globals(), d)
    print(d, eval('x'), eval('[x for i in range(2)]'))
    exec('print(x)')
ex()
# expect: 1 False
# expect: {'x': 5} 1 [1, 1]
# expect: 1
try: 1/0
except ZeroDivisionError as e: tb = e.__traceback__
def err():
    loc = 'L'
    1/0
try: err()
except ZeroDivisionError as e: fr = e.__traceback__.tb_next.tb_frame
print(fr.f_locals, type(fr.f_locals).__name__)  # expect: {'loc': 'L'} FrameLocalsProxy
fr.f_locals['loc'] = 'M'; print(fr.f_locals['loc'])  # expect: M
fr.clear(); print(fr.f_locals)  # expect: {}
T = type(fr.f_locals)
attempt(lambda: T(fr)); attempt(lambda: T()); attempt(lambda: T(5))
# expect: {}
# expect: TypeError FrameLocalsProxy expected 1 argument, got 0
# expect: TypeError expect frame, not int
attempt(lambda: setattr(fr, 'f_locals', {}))
# expect: AttributeError attribute 'f_locals' of 'frame' objects is not writable
