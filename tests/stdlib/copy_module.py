# needs: 3.14+
# copy, deepcopy, replace: builtin types, memo, __copy__, __deepcopy__, __reduce_ex__, __getstate__, cycles.
import copy
import copyreg
import re


def attempt(function, *args, **keywords):
    try:
        print(re.sub('0x[0-9a-f]+', '0x', f'{function(*args, **keywords)}'))
    except BaseException as error:
        print(type(error).__name__, re.sub('0x[0-9a-f]+', '0x', str(error)), sep=': ')


nested = [1, [2, 3], {'a': [4]}, (5, [6]), {7}, bytearray(b'x')]
shallow, deep = copy.copy(nested), copy.deepcopy(nested)
print(shallow == nested, shallow is nested, [a is b for a, b in zip(shallow, nested)])
# expect: True False [True, True, True, True, True, True]
print(deep == nested, [a is b for a, b in zip(deep, nested)], deep[3][1] is nested[3][1])
# expect: True [True, False, False, False, False, False] False
for atom in (None, 1, 2.5, 'x', b'y', True, ..., NotImplemented, (1, (2, 'x')), frozenset({1}), range(3), len, int, attempt, 1 + 2j, slice(1, 2), property()):
    print(copy.copy(atom) is atom, copy.deepcopy(atom) is atom, end='; ')
print()
# expect: True True; True True; True True; True True; True True; True True; True True; True True; True True; True False; True True; True True; True True; True True; True True; True False; True True;
loop = [1]
loop.append(loop)
twin = copy.deepcopy(loop)
print(twin, twin[1] is twin, twin is loop)  # expect: [1, [...]] True False
d = {}
d['self'] = d
twin = copy.deepcopy(d)
print(twin['self'] is twin)  # expect: True
t = ([],)
t[0].append(t)
twin = copy.deepcopy(t)
print(twin[0][0] is twin, twin is t)  # expect: True False
shared = []
twin = copy.deepcopy([shared, shared])
print(twin[0] is twin[1])  # expect: True


class Plain:
    def __init__(self, a):
        self.a = a


p = Plain([1])
q = copy.copy(p)
print(q.a is p.a, type(q) is Plain, q.__dict__)  # expect: True True {'a': [1]}
q = copy.deepcopy(p)
print(q.a is p.a, q.a)  # expect: False [1]
p.me = p
q = copy.deepcopy(p)
print(q.me is q)  # expect: True


class Slotted:
    __slots__ = ('a', 'b', '__dict__')


s = Slotted()
s.a, s.c = [1], 2
q = copy.copy(s)
print(q.a is s.a, q.c, hasattr(q, 'b'))  # expect: True 2 False
q = copy.deepcopy(s)
print(q.a is s.a, q.a, q.c)  # expect: False [1] 2


class Custom:
    def __copy__(self):
        return 'copied'

    def __deepcopy__(self, memo):
        return 'deep', type(memo).__name__


print(copy.copy(Custom()), copy.deepcopy(Custom()), copy.deepcopy([Custom()]))
# expect: copied ('deep', 'dict') [('deep', 'dict')]


class State:
    def __init__(self):
        self.x, self.cache = [1], 'big'

    def __getstate__(self):
        print('getstate')
        return {'x': self.x}

    def __setstate__(self, state):
        print('setstate', state)
        self.__dict__.update(state, cache=None)


q = copy.copy(State())
# expect: getstate
# expect: setstate {'x': [1]}
print(q.__dict__)  # expect: {'x': [1], 'cache': None}
q = copy.deepcopy(State())
# expect: getstate
# expect: setstate {'x': [1]}
print(q.__dict__)  # expect: {'x': [1], 'cache': None}


class Args:
    def __new__(cls, a, *, k=0):
        self = super().__new__(cls)
        self.got = a, k
        return self

    def __getnewargs_ex__(self):
        return (self.got[0],), {'k': self.got[1]}


print(copy.copy(Args(3, k=4)).got, copy.deepcopy(Args([3], k=4)).got)  # expect: (3, 4) ([3], 4)


class Reduced:
    def __init__(self, v):
        self.v = v

    def __reduce__(self):
        return Reduced, (self.v,), {'extra': 1}, iter([]), iter([])


q = copy.copy(Reduced(5))
print(q.v, q.extra)  # expect: 5 1


class Text:
    def __reduce__(self):
        return 'Text'


x = Text()
print(copy.copy(x) is x, copy.deepcopy(x) is x)  # expect: True True


class MyList(list):
    pass


class MyDict(dict):
    pass


l = MyList([1, [2]])
l.tag = 'tag'
q = copy.copy(l)
print(q, q.tag, type(q).__name__, q[1] is l[1])  # expect: [1, [2]] tag MyList True
q = copy.deepcopy(l)
print(q, q.tag, type(q).__name__, q[1] is l[1])  # expect: [1, [2]] tag MyList False
m = MyDict(a=[1])
q = copy.deepcopy(m)
print(q, type(q).__name__, q['a'] is m['a'])  # expect: {'a': [1]} MyDict False


class MyInt(int):
    pass


i = MyInt(5)
i.note = 'n'
print(copy.copy(i), copy.copy(i).note, type(copy.deepcopy(i)).__name__)  # expect: 5 n MyInt


class Failing:
    def __reduce_ex__(self, protocol):
        raise RuntimeError('no copy')


class Wrong:
    def __reduce_ex__(self, protocol):
        return 5


attempt(copy.copy, Failing())  # expect: RuntimeError: no copy
attempt(copy.copy, Wrong())  # expect: TypeError: Value after * must be an iterable, not int
attempt(copy.deepcopy, Wrong())  # expect: TypeError: Value after * must be an iterable, not int
attempt(copy.copy, (x for x in ()))  # expect: TypeError: cannot pickle 'generator' object
attempt(copy.copy, open)  # expect: <built-in function open>
import threading
attempt(copy.copy, threading.Lock())  # expect: TypeError: cannot pickle '_thread.lock' object
attempt(copy.deepcopy, [threading.Lock()])  # expect: TypeError: cannot pickle '_thread.lock' object
attempt(copy.copy([1, 2, 3].__len__))  # expect: 3
e = ValueError('text', 3)
e.extra = 1
q = copy.copy(e)
print(repr(q), q.extra, q is e)  # expect: ValueError('text', 3) 1 False
print(repr(copy.deepcopy(OSError(2, 'No file', 'f'))))  # expect: FileNotFoundError(2, 'No file')
import collections
dq = collections.deque([1, [2]], 5)
q = copy.deepcopy(dq)
print(q, q[1] is dq[1])  # expect: deque([1, [2]], maxlen=5) False
od = collections.OrderedDict(b=1, a=[2])
print(copy.copy(od), copy.deepcopy(od))  # expect: OrderedDict({'b': 1, 'a': [2]}) OrderedDict({'b': 1, 'a': [2]})
dd = collections.defaultdict(list, a=[1])
print(copy.copy(dd), copy.deepcopy(dd))
# expect: defaultdict(<class 'list'>, {'a': [1]}) defaultdict(<class 'list'>, {'a': [1]})
P = collections.namedtuple('P', 'x y')
print(copy.copy(P(1, [2])), copy.deepcopy(P(1, [2])))  # expect: P(x=1, y=[2]) P(x=1, y=[2])
m = p.__init__
print(copy.copy(m) is m, copy.deepcopy(print))  # expect: False <built-in function print>
memo = {}
a = [1]
b = copy.deepcopy(a, memo)
print(memo[id(a)] is b, len(memo))  # expect: True 2

# replace
class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __replace__(self, /, **changes):
        return Point(**(self.__dict__ | changes))


print(copy.replace(Point(1, 2), y=5).__dict__, copy.replace(P(1, 2), x=9))  # expect: {'x': 1, 'y': 5} P(x=9, y=2)
attempt(copy.replace, 3, a=1)  # expect: TypeError: replace() does not support int objects
attempt(copy.replace, P(1, 2), z=9)  # expect: TypeError: Got unexpected field names: ['z']
attempt(copy.replace)  # expect: TypeError: replace() missing 1 required positional argument: 'obj'
from dataclasses import dataclass


@dataclass
class Data:
    a: int
    b: int = 2


print(copy.replace(Data(1), b=7), copy.copy(Data(1)), copy.deepcopy(Data([1])))
# expect: Data(a=1, b=7) Data(a=1, b=2) Data(a=[1], b=2)

# copyreg
class Handled:
    pass


copyreg.pickle(Handled, lambda h: (str, ('handled',)))
print(copy.copy(Handled()), copy.deepcopy(Handled()), copyreg.dispatch_table[Handled].__name__)
# expect: handled handled <lambda>
attempt(copyreg.pickle, Handled, 5)  # expect: TypeError: reduction functions must be callable
print(copy.Error, copy.error is copy.Error, copy.__all__)
# expect: <class 'copy.Error'> True ['Error', 'copy', 'deepcopy', 'replace']
