# needs: 3.14+
# collections, functools, heapq, abc, collections.abc, reprlib.
import collections, functools, heapq, random
P=collections.namedtuple('P','x y',defaults=[3])
print(P(1), P(1,2)._replace(x=5), P.__doc__, P._field_defaults, P.x.__doc__, P.__module__)
# expect: P(x=1, y=3) P(x=5, y=2) P(x, y) {'y': 3} Alias for field number 0 __main__
c=collections.Counter('abracadabra'); print(c, c.most_common(2), c-collections.Counter('aab'), +c, c&collections.Counter('abc'), c|collections.Counter('zz'), list(c.elements()), c.total())
# expect: Counter({'a': 5, 'b': 2, 'r': 2, 'c': 1, 'd': 1}) [('a', 5), ('b', 2)] Counter({'a': 3, 'r': 2, 'b': 1, 'c': 1, 'd': 1}) Counter({'a': 5, 'b': 2, 'r': 2, 'c': 1, 'd': 1}) Counter({'a': 1, 'b': 1, 'c': 1}) Counter({'a': 5, 'b': 2, 'r': 2, 'z': 2, 'c': 1, 'd': 1}) ['a', 'a', 'a', 'a', 'a', 'b', 'b', 'r', 'r', 'c', 'd'] 11
c['x']-=1; print(-c, c==collections.Counter(c)); c+=collections.Counter('x'); print(c)
# expect: Counter({'x': 1}) True
# expect: Counter({'a': 5, 'b': 2, 'r': 2, 'c': 1, 'd': 1})
m=collections.ChainMap({1:2},{1:3,4:5}); print(m, list(m), m[4], dict(m), m|{9:9}, m.new_child({7:7}))
# expect: ChainMap({1: 2}, {1: 3, 4: 5}) [1, 4] 5 {1: 2, 4: 5} ChainMap({1: 2, 9: 9}, {1: 3, 4: 5}) ChainMap({7: 7}, {1: 2}, {1: 3, 4: 5})
class D(collections.UserDict): pass
d=D(a=1); d.update(b=2); print(d, d|{'c':3}, d.copy(), 'a' in d, list(d.items()), d.pop('a'))
# expect: {'b': 2} {'a': 1, 'b': 2, 'c': 3} {'a': 1, 'b': 2} True [('a', 1), ('b', 2)] 1
l=collections.UserList([3,1,2]); l.sort(); print(l, l+[4], l[1:], l*2, l.index(2))
# expect: [1, 2, 3] [1, 2, 3, 4] [2, 3] [1, 2, 3, 1, 2, 3] 1
s=collections.UserString('abc'); print(s.upper(), s+'d', 'b' in s, s[1], s.find('c'), hash(s)==hash('abc'))
# expect: ABC abcd True b 2 True
for _ in range(200):
    a=[random.randrange(50) for _ in range(random.randrange(40))]
    n=random.randrange(12)
    assert heapq.nsmallest(n,a)==sorted(a)[:n]; assert heapq.nlargest(n,a)==sorted(a,reverse=True)[:n]
    key=lambda v:v%7
    assert heapq.nsmallest(n,a,key=key)==sorted(a,key=key)[:n]; assert heapq.nlargest(n,a,key=key)==sorted(a,key=key,reverse=True)[:n]
    b=sorted(random.randrange(50) for _ in range(9)); a.sort()
    assert list(heapq.merge(a,b))==sorted(a+b)
    assert list(heapq.merge(a[::-1],b[::-1],reverse=True))==sorted(a+b,reverse=True)
    assert list(heapq.merge(sorted(a,key=key),sorted(b,key=key),key=key))==sorted(sorted(a,key=key)+sorted(b,key=key),key=key)
@functools.lru_cache
def f(x): return x+1
@functools.cache
def fib(n): return n if n<2 else fib(n-1)+fib(n-2)
print(fib(80))  # expect: 23416728348467685
@functools.total_ordering
class T:
    def __init__(s,v): s.v=v
    def __eq__(s,o): return s.v==o.v
    def __lt__(s,o): return s.v<o.v
print(T(1)<=T(2), T(3)>=T(2), T(1)>T(2))  # expect: True True False
@functools.singledispatch
def g(x): return 'obj'
@g.register
def _(x: int): return 'int'
@g.register(list)
def _(x): return 'list'
@g.register
def _(x: str|bytes): return 's'
import collections.abc
@g.register(collections.abc.Mapping)
def _(x): return 'map'
class A:
    @functools.cached_property
    def p(self): print('once'); return 5
    @functools.singledispatchmethod
    def m(self,x): return 'o'
    @m.register
    def _(self,x:int): return 'i'
    def base(self,*a,**k): return a,k
    pm=functools.partialmethod(base,1,z=2)
import abc
class AB(abc.ABC):
    @abc.abstractmethod
    def z(self): ...
try: AB()
except TypeError as e: print(e)
# expect: Can't instantiate abstract class AB without an implementation for abstract method 'z'
AB.register(int); print(isinstance(5,AB), issubclass(bool,AB), isinstance('',AB))  # expect: True True False
from collections.abc import *
print(isinstance([],Sequence),isinstance({},Mapping),isinstance(iter([]),Iterator),isinstance(len,Callable),issubclass(set,MutableSet),isinstance({}.keys(),KeysView), Callable[[int,str],bool], isinstance(5,Hashable), isinstance([],Hashable), Iterable[int])
# expect: True True True True True True collections.abc.Callable[[int, str], bool] True False collections.abc.Iterable[int]
class MyS(Set):
    def __init__(s,it): s.d=list(dict.fromkeys(it))
    def __contains__(s,x): return x in s.d
    def __iter__(s): return iter(s.d)
    def __len__(s): return len(s.d)
print(list(MyS([1,2,3])&[2,3]), MyS([1,2])<=MyS([1,2,3]), list(MyS([1])|[5]), list(MyS([1,2])^MyS([2,3])), MyS([1]).isdisjoint([2]))
# expect: [2, 3] True [1, 5] [1, 3] True
class L(MutableSequence):
    def __init__(s): s.l=[]
    def __getitem__(s,i): return s.l[i]
    def __setitem__(s,i,v): s.l[i]=v
    def __delitem__(s,i): del s.l[i]
    def __len__(s): return len(s.l)
    def insert(s,i,v): s.l.insert(i,v)
x=L(); x.extend([1,2,3]); x.reverse(); x.remove(2); print(list(x), x.pop(), x.index(3), x.count(3), list(reversed(x)))
# expect: [3, 1] 1 0 1 [3]
match x:
    case [a1]: print('seq', a1)  # expect: seq 3
import reprlib; print(reprlib.repr(list(range(100))), reprlib.repr('x'*100), reprlib.repr({i:i for i in range(10)}))
# expect: [0, 1, 2, 3, 4, 5, ...] 'xxxxxxxxxxxx...xxxxxxxxxxxxx' {0: 0, 1: 1, 2: 2, 3: 3, ...}
