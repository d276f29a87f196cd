# needs: 3.14+
# weakref: ref, proxy, callbacks, WeakMethod, the weak containers, finalize.
import gc
import re
import weakref


def attempt(function, *args, **keywords):
    try:
        print(re.sub('0x[0-9a-f]+', '0x', f'{function(*args, **keywords)}'))
    except BaseException as error:
        print(type(error).__name__, re.sub('0x[0-9a-f]+', '0x', str(error)), sep=': ')


class Thing:
    def __init__(self, name='thing'):
        self.name = name

    def hello(self, word='hello'):
        return f'{word} {self.name}'

    def __repr__(self):
        return f'<{self.name}>'

    def __len__(self):
        return 4


t = Thing('t')
r = weakref.ref(t)
print(r() is t, weakref.ref(t) is r, weakref.getweakrefcount(t), r == weakref.ref(t), hash(r) == hash(t))
# expect: True True 1 True True
print(repr(r).startswith("<weakref at 0x"), repr(r).endswith('>'), "to 'Thing' at 0x" in repr(r))
# expect: True True True
called = []
r2 = weakref.ref(t, called.append)
print(r2 is r, r2 == r, weakref.getweakrefcount(t), weakref.getweakrefs(t) == [r, r2], r2.__callback__ is not None, r.__callback__)
# expect: False True 2 True True None
h = hash(r)
del t
print(r(), r2(), called == [r2], r == r2, r == r, hash(r) == h, r.__callback__, repr(r).split(' at ')[0], repr(r).split('; ')[1])
# expect: None None True False True True None <weakref dead>
attempt(hash, weakref.ref(Thing()))  # expect: TypeError: weak object has gone away
for bad in (3, 'text', None, (), 2.5, [], {}, object()):
    attempt(weakref.ref, bad)
# expect: TypeError: cannot create weak reference to 'int' object
# expect: TypeError: cannot create weak reference to 'str' object
# expect: TypeError: cannot create weak reference to 'NoneType' object
# expect: TypeError: cannot create weak reference to 'tuple' object
# expect: TypeError: cannot create weak reference to 'float' object
# expect: TypeError: cannot create weak reference to 'list' object
# expect: TypeError: cannot create weak reference to 'dict' object
# expect: TypeError: cannot create weak reference to 'object' object
attempt(weakref.ref)  # expect: TypeError: __new__ expected at least 1 argument, got 0
attempt(weakref.ref, Thing(), 1, 2)  # expect: TypeError: __new__ expected at most 2 arguments, got 3
attempt(weakref.ref, Thing(), callback=None)  # expect: TypeError: ref() takes no keyword arguments
s = {1, 2}
print(weakref.ref(s)() is s, weakref.ref(frozenset)() is frozenset, weakref.ref(len)() is len, weakref.ref(attempt)() is attempt)
# expect: True True True True


class Slotted:
    __slots__ = ('a',)


class Weak:
    __slots__ = ('a', '__weakref__')


attempt(weakref.ref, Slotted())  # expect: TypeError: cannot create weak reference to 'Slotted' object
w = Weak()
print(weakref.ref(w)() is w)  # expect: True
print(w.__weakref__ is weakref.ref(w))  # expect: False


class Ref(weakref.ref):
    def __init__(self, target, callback=None, *, label=''):
        super().__init__(target, callback)
        self.label = label

    def __new__(cls, target, callback=None, *, label=''):
        return super().__new__(cls, target, callback)


k = Ref(w, label='L')
print(k.label, k() is w, k is not weakref.ref(w), k == weakref.ref(w), isinstance(k, weakref.ReferenceType))
# expect: L True True True True

# callbacks run newest first; one that fails is reported
t = Thing()
keep = [weakref.ref(t, lambda r, i=i: print('callback', i)) for i in range(3)]
del t
# expect: callback 2
# expect: callback 1
# expect: callback 0
t = Thing()
dropped = weakref.ref(t, lambda r: print('never called'))
del dropped
del t

# proxy
t = Thing('p')
p = weakref.proxy(t)
print(p.name, p.hello('hi'), len(p), repr(p).startswith('<weakproxy at 0x'), str(p), type(p) is weakref.ProxyType, isinstance(p, Thing))
# expect: p hi p 4 True <p> True True
p.extra = 5
print(t.extra, weakref.proxy(t) is p, bool(p))  # expect: 5 True True
del p.extra
attempt(getattr, p, 'extra')  # expect: AttributeError: 'Thing' object has no attribute 'extra'
attempt(hash, p)  # expect: TypeError: unhashable type: 'weakref.ProxyType'
cp = weakref.proxy(attempt)
print(type(cp) is weakref.CallableProxyType, cp.__name__)  # expect: True attempt
cp(print, 'through the proxy')
# expect: through the proxy
# expect: None
del t
attempt(lambda: p.name)  # expect: ReferenceError: weakly-referenced object no longer exists
attempt(lambda: len(p))  # expect: ReferenceError: weakly-referenced object no longer exists
attempt(lambda: str(p))  # expect: ReferenceError: weakly-referenced object no longer exists
attempt(lambda: p + 1)  # expect: ReferenceError: weakly-referenced object no longer exists


class Number:
    def __init__(self, n): self.n = n
    def __add__(self, o): return ('add', o)
    def __radd__(self, o): return ('radd', o)
    def __getitem__(self, i): return ('item', i)
    def __contains__(self, i): return i == 1
    def __iter__(self): return iter([1, 2])
    def __eq__(self, o): return o == self.n
    def __lt__(self, o): return self.n < o
    def __int__(self): return self.n
    def __index__(self): return self.n
    def __iadd__(self, o): self.n += o; return self


n = Number(3)
p = weakref.proxy(n)
print(p + 1, 1 + p, p[4], 1 in p, 2 in p, list(p), p == 3, p < 4, int(p), 'abcd'[p], hex(p))
# expect: ('add', 1) ('radd', 1) ('item', 4) True False [1, 2] True True 3 d 0x3
p += 4
print(n.n, type(p).__name__)  # expect: 7 Number

# WeakMethod
t = Thing('m')
attempt(weakref.WeakMethod, len)
# expect: TypeError: argument should be a bound method, not <class 'builtin_function_or_method'>
m = weakref.WeakMethod(t.hello, lambda r: print('method died'))
print(m()(), m() == t.hello, m == weakref.WeakMethod(t.hello), weakref.ref(t.hello)())  # expect: hello m True True None
del t  # expect: method died
print(m())  # expect: None

# WeakValueDictionary
d = weakref.WeakValueDictionary()
a, b = Thing('a'), Thing('b')
d['a'], d['b'] = a, b
print(len(d), d['a'], 'b' in d, sorted(d), sorted(d.keys()), [v.name for v in d.values()], [(k, v.name) for k, v in d.items()])
# expect: 2 <a> True ['a', 'b'] ['a', 'b'] ['a', 'b'] [('a', 'a'), ('b', 'b')]
print(d.get('zz'), d.get('zz', 5), d.setdefault('a', b), [r().name for r in d.valuerefs()], [r().name for r in d.itervaluerefs()])
# expect: None 5 <a> ['a', 'b'] ['a', 'b']
del b
print(len(d), list(d), 'b' in d)  # expect: 1 ['a'] False
attempt(lambda: d['b'])  # expect: KeyError: 'b'
print(d.pop('a').name, len(d))  # expect: a 0
attempt(d.pop, 'a')  # expect: KeyError: 'a'
print(d.pop('a', 'gone'))  # expect: gone
d.update({'a': a})
d |= {'c': a}
print(sorted(d), (d | {'e': a})['e'].name, d.copy()['a'].name)  # expect: ['a', 'c'] a a
attempt(d.__setitem__, 'n', 5)  # expect: TypeError: cannot create weak reference to 'int' object
print(str(d).startswith('<WeakValueDictionary at 0x'), d.popitem()[1].name)  # expect: True a
for key in d:
    pass
d.clear()
print(len(d))  # expect: 0

# WeakKeyDictionary
d = weakref.WeakKeyDictionary()
b = Thing('b')
d[a], d[b] = 1, 2
print(len(d), d[a], b in d, 3 in d, sorted(d.values()), [k.name for k in d], [r().name for r in d.keyrefs()])
# expect: 2 1 True False [1, 2] ['a', 'b'] ['a', 'b']
del b
print(len(d), dict((k.name, v) for k, v in d.items()))  # expect: 1 {'a': 1}
attempt(lambda: d[Thing()])  # expect: KeyError: <weakref at 0x; to 'Thing' at 0x>
print(d.setdefault(a, 9), d.pop(a), d.pop(a, None), len(d))  # expect: 1 1 None 0
attempt(d.__setitem__, 5, 5)  # expect: TypeError: cannot create weak reference to 'int' object
attempt(lambda: d[5])  # expect: TypeError: cannot create weak reference to 'int' object

# WeakSet
s = weakref.WeakSet()
b = Thing('b')
s.add(a), s.add(b), s.add(a)
print(len(s), a in s, 5 in s, sorted(x.name for x in s))  # expect: 2 True False ['a', 'b']
u = weakref.WeakSet([a])
print(u <= s, u < s, s >= u, (s - u).pop().name, len(s | u), len(s & u), len(s ^ u), u.isdisjoint([a]), s == weakref.WeakSet([a, b]))
# expect: True True True b 2 1 1 False True
del b
gc.collect()
print(len(s), s.pop().name, len(s))  # expect: 1 a 0
attempt(s.pop)  # expect: KeyError: 'pop from empty WeakSet'
attempt(s.remove, a)  # expect: KeyError: <weakref at 0x; to 'Thing' at 0x>
s.discard(a)
s.update([a])
s.clear()
print(len(s), repr(s)[:10])  # expect: 0 set()
attempt(s.add, 5)  # expect: TypeError: cannot create weak reference to 'int' object

# finalize
t = Thing('f')
f = weakref.finalize(t, print, 'finalized', 1, end='.\n')
print(f.alive, f.atexit, f.peek()[0] is t, f.peek()[1] is print, f.peek()[2:])
# expect: True True True True (('finalized', 1), {'end': '.\n'})
print("; for 'Thing' at 0x" in repr(f), repr(f).startswith('<finalize object at 0x'))  # expect: True True
del t  # expect: finalized 1.
print(f.alive, f(), f.peek(), f.detach(), 'dead' in repr(f))  # expect: False None None None True
t = Thing('g')
f = weakref.finalize(t, lambda x: x + 1, 4)
print(f(), f(), f.alive)  # expect: 5 None False
f = weakref.finalize(t, print, 'never')
print(f.detach()[2], f.alive)  # expect: ('never',) False
f = weakref.finalize(t, print, 'at exit')
f2 = weakref.finalize(t, print, 'not at exit')
f2.atexit = False
attempt(weakref.finalize)
# expect: TypeError: finalize.__init__() missing 2 required positional arguments: 'obj' and 'func'
attempt(weakref.finalize, 5, print)  # expect: TypeError: cannot create weak reference to 'int' object

# a dictionary may change while it is walked
d = weakref.WeakValueDictionary()
things = [Thing(str(i)) for i in range(5)]
for i, x in enumerate(things):
    d[i] = x
x = None
for key in d:
    things.clear()
print(len(d))  # expect: 0
print(sorted(weakref.__all__))
# expect: ['CallableProxyType', 'ProxyType', 'ProxyTypes', 'ReferenceType', 'WeakKeyDictionary', 'WeakMethod', 'WeakSet', 'WeakValueDictionary', 'finalize', 'getweakrefcount', 'getweakrefs', 'proxy', 'ref']
# expect: at exit
