# needs: 3.14+
# collections: deque, OrderedDict, defaultdict, Counter, ChainMap, UserDict/UserList/UserString, namedtuple.
from collections import *
import copy


def attempt(function, *args, **keywords):
    try:
        print(function(*args, **keywords))
    except BaseException as error:
        print(f'{type(error).__name__}: {error}')


# deque
d = deque('abc')
d.append('d'), d.appendleft('z')
print(d, len(d), d[0], d[-1], d.pop(), d.popleft(), list(reversed(d)), 'b' in d, d.count('a'), d.index('c'))
# expect: deque(['a', 'b', 'c']) 5 z d d z ['c', 'b', 'a'] True 1 2
d.extend('xy'), d.extendleft('12')
print(d, d.maxlen)  # expect: deque(['2', '1', 'a', 'b', 'c', 'x', 'y']) None
d.rotate(2)
print(d)  # expect: deque(['x', 'y', '2', '1', 'a', 'b', 'c'])
d.rotate(-3)
print(d)  # expect: deque(['1', 'a', 'b', 'c', 'x', 'y', '2'])
d.rotate()
d.insert(1, 'I'), d.insert(-1, 'J'), d.insert(100, 'K'), d.insert(-100, 'L')
print(d)  # expect: deque(['L', '2', 'I', '1', 'a', 'b', 'c', 'x', 'J', 'y', 'K'])
d.remove('I')
d.reverse()
print(d)  # expect: deque(['K', 'y', 'J', 'x', 'c', 'b', 'a', '1', '2', 'L'])
del d[0], d[-1]
d[1] = 'set'
print(d, d + deque('+'), d * 2, d == deque(d), d < deque('zzz'), d != [1], d == list(d))
# expect: deque(['y', 'set', 'x', 'c', 'b', 'a', '1', '2']) deque(['y', 'set', 'x', 'c', 'b', 'a', '1', '2', '+']) deque(['y', 'set', 'x', 'c', 'b', 'a', '1', '2', 'y', 'set', 'x', 'c', 'b', 'a', '1', '2']) True True True False
d += 'pq'
d *= 2
print(d)
# expect: deque(['y', 'set', 'x', 'c', 'b', 'a', '1', '2', 'p', 'q', 'y', 'set', 'x', 'c', 'b', 'a', '1', '2', 'p', 'q'])
b = deque(range(10), 3)
print(b, b.maxlen, deque([], 0), deque(maxlen=2))
# expect: deque([7, 8, 9], maxlen=3) 3 deque([], maxlen=0) deque([], maxlen=2)
b.append(10), b.appendleft(0)
print(b)  # expect: deque([0, 8, 9], maxlen=3)
attempt(b.insert, 0, 5)  # expect: IndexError: deque already at its maximum size
e = deque()
for f in (e.pop, e.popleft):
    attempt(f)
# expect: IndexError: pop from an empty deque
# expect: IndexError: pop from an empty deque
attempt(e.remove, 1)  # expect: ValueError: deque.remove(x): x not in deque
attempt(e.index, 1)  # expect: ValueError: deque.index(x): x not in deque
attempt(lambda: e[0])  # expect: IndexError: deque index out of range
attempt(lambda: deque('ab')[5])  # expect: IndexError: deque index out of range
attempt(lambda: deque('ab')['x'])  # expect: TypeError: sequence index must be integer, not 'str'
attempt(lambda: deque('ab')[0:1])  # expect: TypeError: sequence index must be integer, not 'slice'
attempt(deque, 3)  # expect: TypeError: 'int' object is not iterable
attempt(deque, [], -1)  # expect: ValueError: maxlen must be non-negative
attempt(deque, [], 'x')  # expect: TypeError: an integer is required
attempt(deque, [], 1, 2)  # expect: TypeError: deque() takes at most 2 arguments (3 given)
attempt(deque, wrong=1)  # expect: TypeError: deque() got an unexpected keyword argument 'wrong'
attempt(lambda: deque() + [1])  # expect: TypeError: can only concatenate deque (not "list") to deque
attempt(lambda: deque() * 'x')  # expect: TypeError: can't multiply sequence by non-int of type 'str'
attempt(hash, deque())  # expect: TypeError: unhashable type: 'collections.deque'
attempt(e.rotate, 'x')  # expect: TypeError: 'str' object cannot be interpreted as an integer
attempt(lambda: setattr(e, 'maxlen', 3))
# expect: AttributeError: attribute 'maxlen' of 'collections.deque' objects is not writable
attempt(deque('ab').index, 'b', 0, 1)  # expect: ValueError: deque.index(x): x not in deque
print(deque('abcabc').index('c', 3), deque('abcabc').index('a', -3))  # expect: 5 3
d = deque([1, 2, 3])
def mutate():
    for x in d:
        d.append(x)
attempt(mutate)  # expect: RuntimeError: deque mutated during iteration
def shrink():
    for x in d:
        d.pop()
attempt(shrink)  # expect: RuntimeError: deque mutated during iteration
d = deque([1])
d.append(d)
print(d)  # expect: deque([1, [...]])
print(copy.copy(deque([1], 4)), deque([1], 4).copy(), deque([1], 4).__reduce__()[:3])
# expect: deque([1], maxlen=4) deque([1], maxlen=4) (<class 'collections.deque'>, ((), 4), None)
class MyDeque(deque): pass
print(MyDeque('ab'), MyDeque('ab', 1), MyDeque('a').copy(), deque[int])
# expect: MyDeque(['a', 'b']) MyDeque(['b'], maxlen=1) MyDeque(['a']) collections.deque[int]
print(sorted(deque([3, 1, 2])), deque([1, 2]) <= deque([1, 3]), deque([[]]) > deque([]))  # expect: [1, 2, 3] True True

# OrderedDict
o = OrderedDict(a=1, b=2, c=3)
o.move_to_end('a')
print(o, list(o), list(reversed(o)), o.popitem(), o.popitem(last=False), o)
# expect: OrderedDict({'c': 3}) ['b', 'c', 'a'] ['a', 'c', 'b'] ('a', 1) ('b', 2) OrderedDict({'c': 3})
o['x'] = 1
o.move_to_end('x', last=False)
print(o, list(o.items()), list(o.keys()), list(reversed(o.items())), list(reversed(o.values())))
# expect: OrderedDict({'x': 1, 'c': 3}) [('x', 1), ('c', 3)] ['x', 'c'] [('c', 3), ('x', 1)] [3, 1]
attempt(o.move_to_end, 'nope')  # expect: KeyError: 'nope'
attempt(OrderedDict().popitem)  # expect: KeyError: 'dictionary is empty'
attempt(OrderedDict, 1)  # expect: TypeError: 'int' object is not iterable
attempt(OrderedDict, {}, {})  # expect: TypeError: expected at most 1 argument, got 2
attempt(o.pop, 'nope')  # expect: KeyError: 'nope'
attempt(o.pop)  # expect: TypeError: pop() missing required argument 'key' (pos 1)
print(o.pop('nope', 7), o.setdefault('n', 5), o.setdefault('n'), o.get('q'), o.copy(), OrderedDict.fromkeys('ab', 0))
# expect: 7 5 5 None OrderedDict({'x': 1, 'c': 3, 'n': 5}) OrderedDict({'a': 0, 'b': 0})
print(OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), OrderedDict(a=1, b=2) == dict(b=2, a=1), OrderedDict([(1, 2)]) != {1: 2})
# expect: False True False
print(OrderedDict(a=1) | {'b': 2}, {'b': 2} | OrderedDict(a=1), OrderedDict([('k', 'v')]), OrderedDict())
# expect: OrderedDict({'a': 1, 'b': 2}) OrderedDict({'b': 2, 'a': 1}) OrderedDict({'k': 'v'}) OrderedDict()
o |= {'z': 26}
print(o, o.__reduce__()[0].__name__)  # expect: OrderedDict({'x': 1, 'c': 3, 'n': 5, 'z': 26}) OrderedDict
o.clear()
o['self'] = o
print(o)  # expect: OrderedDict({'self': ...})
class MyOD(OrderedDict): pass
m = MyOD(a=1)
m.attr = 2
print(m, copy.copy(m).attr, copy.deepcopy(m), dict(m))  # expect: MyOD({'a': 1}) 2 MyOD({'a': 1}) {'a': 1}
o = OrderedDict.fromkeys('abcde')
def walk():
    for k in o:
        del o[k]
try: walk()
except RuntimeError as error: print(type(error).__name__)  # expect: RuntimeError
def grow():
    for k in o:
        o[k + k] = 1
try: grow()
except RuntimeError as error: print(type(error).__name__)  # expect: RuntimeError
print(o)  # expect: OrderedDict({'b': None, 'c': None, 'd': None, 'e': None, 'bb': 1})

# defaultdict
dd = defaultdict(list, a=[1])
dd['b'].append(2)
print(dd, dd.default_factory, dd.get('q'), 'q' in dd, dd.copy(), dd | {'z': 1}, {'z': 1} | dd)
# expect: defaultdict(<class 'list'>, {'a': [1], 'b': [2]}) <class 'list'> None False defaultdict(<class 'list'>, {'a': [1], 'b': [2]}) defaultdict(<class 'list'>, {'a': [1], 'b': [2], 'z': 1}) defaultdict(<class 'list'>, {'z': 1, 'a': [1], 'b': [2]})
attempt(lambda: defaultdict()['x'])  # expect: KeyError: 'x'
attempt(defaultdict, 3)  # expect: TypeError: first argument must be callable or None
attempt(defaultdict, None, 3)  # expect: TypeError: 'int' object is not iterable
dd.default_factory = None
attempt(lambda: dd['nope'])  # expect: KeyError: 'nope'
attempt(dd.__missing__, 5)  # expect: KeyError: 5
print(defaultdict(int, {1: 2}, k=3), defaultdict(lambda: 5)['x'], repr(defaultdict(None)))
# expect: defaultdict(<class 'int'>, {1: 2, 'k': 3}) 5 defaultdict(None, {})
r = defaultdict(list)
r['me'] = r
print(str(r).replace("<class 'list'>", 'L'))  # expect: defaultdict(L, {'me': defaultdict(L, {...})})
class MyDD(defaultdict): pass
print(MyDD(int), MyDD(int, a=1).copy(), dd.__reduce__()[:3])
# expect: MyDD(<class 'int'>, {}) MyDD(<class 'int'>, {'a': 1}) (<class 'collections.defaultdict'>, (), None)

# Counter
c = Counter('hello')
print(c, c['l'], c['zz'], c.most_common(), c.most_common(1), sorted(c.elements()), c.total(), Counter(), Counter(a=3, b=-1), Counter({'x': 2}))
# expect: Counter({'l': 2, 'h': 1, 'e': 1, 'o': 1}) 2 0 [('l', 2), ('h', 1), ('e', 1), ('o', 1)] [('l', 2)] ['e', 'h', 'l', 'l', 'o'] 5 Counter() Counter({'a': 3, 'b': -1}) Counter({'x': 2})
c.update('lo'), c.update({'h': 5}), c.update(z=1)
print(c)  # expect: Counter({'h': 6, 'l': 3, 'o': 2, 'e': 1, 'z': 1})
c.subtract('hz'), c.subtract({'q': 2})
print(c, +c, -c, c.copy() == c, Counter(a=1) == Counter(a=1, b=0), Counter(a=1) <= Counter(a=2), Counter(a=1) < Counter(a=1), Counter(a=2) > Counter(b=-1))
# expect: Counter({'h': 5, 'l': 3, 'o': 2, 'e': 1, 'z': 0, 'q': -2}) Counter({'h': 5, 'l': 3, 'o': 2, 'e': 1}) Counter({'q': 2}) True True True False True
a, b = Counter(a=3, b=1), Counter(a=1, b=2)
print(a + b, a - b, a & b, a | b, a ^ b if hasattr(Counter, '__xor__') else '')
# expect: Counter({'a': 4, 'b': 3}) Counter({'a': 2}) Counter({'a': 1, 'b': 1}) Counter({'a': 3, 'b': 2})
a += b
a -= Counter(a=1)
a &= Counter(a=9, b=2)
a |= Counter(q=1)
print(a)  # expect: Counter({'a': 3, 'b': 2, 'q': 1})
del a['nope'], a['q']
attempt(Counter, 3)  # expect: TypeError: 'int' object is not iterable
attempt(Counter, 1, 2)  # expect: TypeError: Counter.__init__() takes from 1 to 2 positional arguments but 3 were given
attempt(Counter.fromkeys, 'ab')
# expect: NotImplementedError: Counter.fromkeys() is undefined.  Use Counter(iterable) instead.
attempt(lambda: Counter() + 3)  # expect: TypeError: unsupported operand type(s) for +: 'Counter' and 'int'
attempt(lambda: Counter('a') < 3)  # expect: TypeError: '<' not supported between instances of 'Counter' and 'int'
attempt(lambda: Counter(a='x', b=1).most_common())
# expect: TypeError: '<' not supported between instances of 'str' and 'int'
print(Counter(a='x', b=1), Counter(x=1.5).total(), Counter('ab').most_common(0), Counter([1, 1, 'a']), type(Counter().copy()).__name__)
# expect: Counter({'a': 'x', 'b': 1}) 1.5 [] Counter({1: 2, 'a': 1}) Counter
class MyC(Counter): pass
print(MyC('a') + MyC('b'), repr(MyC('aab')))  # expect: Counter({'a': 1, 'b': 1}) MyC({'a': 2, 'b': 1})
print(Counter(['a']).__reduce__(), Counter('abcab').keys(), 'q' in Counter(), len(Counter('aab')))
# expect: (<class 'collections.Counter'>, ({'a': 1},)) dict_keys(['a', 'b', 'c']) False 2

# ChainMap
m = ChainMap({'a': 1}, {'a': 2, 'b': 3})
m['c'] = 4
print(m, m['a'], m['b'], len(m), list(m), m.maps, m.parents, m.new_child(), m.new_child({'a': 0}, b=9), bool(ChainMap()))
# expect: ChainMap({'a': 1, 'c': 4}, {'a': 2, 'b': 3}) 1 3 3 ['a', 'b', 'c'] [{'a': 1, 'c': 4}, {'a': 2, 'b': 3}] ChainMap({'a': 2, 'b': 3}) ChainMap({}, {'a': 1, 'c': 4}, {'a': 2, 'b': 3}) ChainMap({'a': 0, 'b': 9}, {'a': 1, 'c': 4}, {'a': 2, 'b': 3}) False
attempt(lambda: m['nope'])  # expect: KeyError: 'nope'
attempt(m.__delitem__, 'b')  # expect: KeyError: "Key not found in the first mapping: 'b'"
attempt(m.pop, 'b')  # expect: KeyError: "Key not found in the first mapping: 'b'"
attempt(ChainMap().popitem)  # expect: KeyError: 'No keys found in the first mapping.'
print(m.pop('a'), m['a'], m.popitem(), m.get('zz', 0), m | {'q': 1}, {'q': 1} | m, m == {'a': 2, 'b': 3}, ChainMap.fromkeys('ab', 1))
# expect: 1 2 ('c', 4) 0 ChainMap({'q': 1}, {'a': 2, 'b': 3}) ChainMap({'q': 1, 'a': 2, 'b': 3}) True ChainMap({'a': 1, 'b': 1})
m |= {'w': 1}
print(m, m.copy(), copy.copy(m), m.setdefault('w', 3))
# expect: ChainMap({'w': 1}, {'a': 2, 'b': 3}) ChainMap({'w': 1}, {'a': 2, 'b': 3}) ChainMap({'w': 1}, {'a': 2, 'b': 3}) 1
m.clear()
print(m, sorted(m.items()))  # expect: ChainMap({}, {'a': 2, 'b': 3}) [('a', 2), ('b', 3)]
class Default(ChainMap):
    def __missing__(self, key): return 'missing ' + key
print(Default()['x'], 'x' in Default())  # expect: missing x False

# UserDict, UserList, UserString
class Upper(UserDict):
    def __setitem__(self, key, value): super().__setitem__(key.upper(), value)
    def __missing__(self, key): return f'no {key}'
u = Upper({'a': 1}, b=2)
u.update(c=3), u.setdefault('d', 4)
print(u, u['A'], u['zzz'], u.get('zzz'), len(u), 'A' in u, u.data, u == {'A': 1, 'B': 2, 'C': 3, 'D': 4}, u | {'e': 5}, {'e': 5} | u, u.copy(), type(u.copy()).__name__)
# expect: {'A': 1, 'B': 2, 'C': 3} 1 no zzz None 3 True {'A': 1, 'B': 2, 'C': 3} False {'A': 1, 'B': 2, 'C': 3, 'E': 5} {'E': 5, 'A': 1, 'B': 2, 'C': 3} {'A': 1, 'B': 2, 'C': 3} Upper
print(u.pop('A'), u.popitem(), Upper.fromkeys('xy', 0))  # expect: 1 ('B', 2) {'X': 0, 'Y': 0}
attempt(UserDict().__getitem__, 'q')  # expect: KeyError: 'q'
attempt(UserDict, {}, {})
# expect: TypeError: UserDict.__init__() takes from 1 to 2 positional arguments but 3 were given
attempt(UserDict().popitem)  # expect: KeyError: 
class L(UserList): pass
l = L([3, 1, 2])
l.append(9), l.extend([7]), l.insert(0, 0)
print(l, l + [1], [1] + l, l * 2, l[1:3], type(l[1:3]).__name__, l.pop(), l.index(2), l.count(9), sorted(l), l == [0, 3, 1, 2, 9], l < [1], list(reversed(l)), 3 in l)
# expect: [0, 3, 1, 2, 9] [0, 3, 1, 2, 9, 7, 1] [1, 0, 3, 1, 2, 9, 7] [0, 3, 1, 2, 9, 7, 0, 3, 1, 2, 9, 7] [3, 1] L 7 3 1 [0, 1, 2, 3, 9] True True [9, 2, 1, 3, 0] True
l += (5,)
l *= 2
l.sort(reverse=True)
l.reverse()
del l[0], l[0:2]
l[0] = 'x'
print(l, len(l), l.copy(), l.data, L(l), UserList('ab'), UserList(), hash is None)
# expect: ['x', 2, 2, 3, 3, 5, 5, 9, 9] 9 ['x', 2, 2, 3, 3, 5, 5, 9, 9] ['x', 2, 2, 3, 3, 5, 5, 9, 9] ['x', 2, 2, 3, 3, 5, 5, 9, 9] ['a', 'b'] [] False
l.clear()
attempt(l.pop)  # expect: IndexError: pop from empty list
attempt(l.remove, 1)  # expect: ValueError: list.remove(x): x not in list
s = UserString('hello')
print(s, s + ' w', 'w ' + s, s * 2, s[1], s[1:3], type(s[1:3]).__name__, s.upper(), s.split('l'), s.replace('l', 'L'), s.encode(), s == 'hello', s < 'z', 'ell' in s, len(s), hash(s) == hash('hello'), int(UserString('12')), s % () , UserString('%d') % 5, s.join(['a', 'b']), s.isalpha(), UserString(5), s.removeprefix('he'), s.center(9, '*'), s.count('l'), s.format(), s.title(), s.zfill(7))
# expect: hello hello w w hello hellohello e el UserString HELLO ['he', '', 'o'] heLLo b'hello' True True True 5 True 12 hello 5 ahellob True 5 llo **hello** 2 hello Hello 00hello
print(repr(s), float(UserString('1.5')), complex(UserString('1j')), UserString('a') + UserString('b'), s.find('l'), s.rindex('l'))
# expect: 'hello' 1.5 1j ab 2 3

# namedtuple
P = namedtuple('P', 'x, y', defaults=(5,))
print(P(1), P(1, y=2), P._fields, P._field_defaults, P._make([1, 2]), P(1)._asdict(), P(1)._replace(x=3), P.__doc__, P.x.__doc__, P(1) == (1, 5), P(1)[0], hash(P(1)) == hash((1, 5)), P.__match_args__, P(1) + (2,))
# expect: P(x=1, y=5) P(x=1, y=2) ('x', 'y') {'y': 5} P(x=1, y=2) {'x': 1, 'y': 5} P(x=3, y=5) P(x, y) Alias for field number 0 True 1 True ('x', 'y') (1, 5, 2)
for arguments in [('P', 'a a'), ('P', 'class'), ('P', '_x'), ('1P', 'x'), ('P', 'x y-z'), ('def', 'x'), ('P', ['x', 3])]:
    attempt(namedtuple, *arguments)
# expect: ValueError: Encountered duplicate field name: 'a'
# expect: ValueError: Type names and field names cannot be a keyword: 'class'
# expect: ValueError: Field names cannot start with an underscore: '_x'
# expect: ValueError: Type names and field names must be valid identifiers: '1P'
# expect: ValueError: Type names and field names must be valid identifiers: 'y-z'
# expect: ValueError: Type names and field names cannot be a keyword: 'def'
# expect: ValueError: Type names and field names must be valid identifiers: '3'
attempt(namedtuple, 'P', 'x', defaults=(1, 2))  # expect: TypeError: Got more default values than field names
attempt(P)  # expect: TypeError: P.__new__() missing 1 required positional argument: 'x'
attempt(P, 1, 2, 3)  # expect: TypeError: P.__new__() takes from 2 to 3 positional arguments but 4 were given
attempt(P, 1, z=2)  # expect: TypeError: P.__new__() got an unexpected keyword argument 'z'
attempt(P._make, [1])  # expect: TypeError: Expected 2 arguments, got 1
attempt(P(1)._replace, q=1)  # expect: TypeError: Got unexpected field names: ['q']
attempt(lambda: setattr(P(1), 'x', 2))  # expect: AttributeError: can't set attribute
attempt(lambda: setattr(P(1), 'new', 2))
# expect: AttributeError: 'P' object has no attribute 'new' and no __dict__ for setting new attributes
print(namedtuple('R', 'a class a _b', rename=True)._fields, namedtuple('M', 'a', module='elsewhere').__module__, namedtuple('E', ())(), P.__new__.__defaults__)
# expect: ('a', '_1', '_2', '_3') elsewhere E() (5,)
class Q(P):
    __slots__ = ()
    def total(self): return self.x + self.y
    def __repr__(self): return 'Q!' + super().__repr__()
print(Q(1), Q(1).total(), Q(1)._replace(x=2), copy.copy(Q(1)), Q(1).__getnewargs__(), Q.__mro__[1].__name__)
# expect: Q!Q(x=1, y=5) 6 Q!Q(x=2, y=5) Q!Q(x=1, y=5) (1, 5) P
