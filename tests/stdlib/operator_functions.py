# needs: 3.14+
# The functions of operator; attrgetter, itemgetter, methodcaller.
import operator as op


def attempt(function, *args, **keywords):
    try:
        print(function(*args, **keywords))
    except BaseException as error:
        print(f'{type(error).__name__}: {error}')


print(op.add(2, 3), op.sub(2, 3), op.mul(2, 3), op.truediv(3, 2), op.floordiv(7, 2), op.mod(7, 3), op.pow(2, 10))
# expect: 5 -1 6 1.5 3 1 1024
print(op.lshift(1, 5), op.rshift(64, 2), op.and_(6, 3), op.or_(6, 3), op.xor(6, 3), op.invert(5), op.inv(5))
# expect: 32 16 2 7 5 -6 -6
print(op.neg(5), op.pos(-5), op.abs(-5), op.index(True), op.not_([]), op.truth([0]))  # expect: -5 -5 5 1 True True
print(op.lt(1, 2), op.le(2, 2), op.eq(1, 1.0), op.ne(1, 2), op.ge(1, 2), op.gt(3, 2))
# expect: True True True True False True
print(op.is_(None, None), op.is_not(1, None), op.is_none(None), op.is_none(0), op.is_not_none(0), op.is_not_none(None))
# expect: True True True False True False
print(op.concat([1], [2]), op.contains('abc', 'b'), op.countOf([1, 2, 1, 1.0], 1), op.indexOf('hello', 'l'))
# expect: [1, 2] True 3 2
print(op.getitem({'a': 1}, 'a'), op.getitem('hello', slice(1, 3)), op.call(max, 3, 9), op.call(dict, a=1))
# expect: 1 el 9 {'a': 1}
d = {}
op.setitem(d, 'k', 5)
print(d)  # expect: {'k': 5}
op.delitem(d, 'k')
print(d, op.length_hint(iter([1, 2, 3])), op.length_hint(5, 7), op.length_hint(object()))  # expect: {} 3 7 0
a = [1]
b = op.iadd(a, [2])
print(a, a is b, op.iconcat(a, [3]), op.imul([1], 2), op.isub(5, 3), op.ior({1}, {2}), op.ipow(2, 3), op.imatmul.__name__)
# expect: [1, 2, 3] True [1, 2, 3] [1, 1] 2 {1, 2} 8 imatmul
print(op.iand(6, 3), op.ixor(6, 3), op.ilshift(1, 3), op.irshift(8, 2), op.ifloordiv(7, 2), op.itruediv(7, 2), op.imod(7, 4))
# expect: 2 5 8 2 3 3.5 3
attempt(op.add, 1, 'a')  # expect: TypeError: unsupported operand type(s) for +: 'int' and 'str'
attempt(op.add, 1)  # expect: TypeError: add expected 2 arguments, got 1
attempt(op.add, 1, 2, 3)  # expect: TypeError: add expected 2 arguments, got 3
attempt(op.concat, 1, 2)  # expect: TypeError: 'int' object can't be concatenated
attempt(op.concat, [1], (2,))  # expect: TypeError: can only concatenate list (not "tuple") to list
attempt(op.iconcat, 1, 2)  # expect: TypeError: 'int' object can't be concatenated
attempt(op.index, 1.5)  # expect: TypeError: 'float' object cannot be interpreted as an integer
attempt(op.indexOf, 'abc', 'z')  # expect: ValueError: sequence.index(x): x not in sequence
attempt(op.indexOf, 3, 'z')  # expect: TypeError: argument of type 'int' is not iterable
attempt(op.countOf, 3, 'z')  # expect: TypeError: argument of type 'int' is not iterable
attempt(op.contains, 3, 1)  # expect: TypeError: argument of type 'int' is not a container or iterable
attempt(op.getitem, [1], 5)  # expect: IndexError: list index out of range
attempt(op.lt, 1, 'a')  # expect: TypeError: '<' not supported between instances of 'int' and 'str'
attempt(op.length_hint, 5, 'a')  # expect: TypeError: 'str' object cannot be interpreted as an integer
attempt(op.matmul, 1, 2)  # expect: TypeError: unsupported operand type(s) for @: 'int' and 'int'
attempt(op.not_)  # expect: TypeError: _operator.not_() takes exactly one argument (0 given)
attempt(op.call)  # expect: TypeError: call expected at least 1 argument, got 0
attempt(op.add, a=1, b=2)  # expect: TypeError: _operator.add() takes no keyword arguments
attempt(op.truth)  # expect: TypeError: _operator.truth() takes exactly one argument (0 given)
attempt(op.delitem, (1,), 0)  # expect: TypeError: 'tuple' object doesn't support item deletion


class Hint:
    def __init__(self, value):
        self.value = value

    def __length_hint__(self):
        return self.value


attempt(op.length_hint, Hint(4))  # expect: 4
attempt(op.length_hint, Hint(-4))  # expect: ValueError: __length_hint__() should return >= 0
attempt(op.length_hint, Hint('x'))  # expect: TypeError: __length_hint__ must be an integer, not str
attempt(op.length_hint, Hint(NotImplemented), 3)  # expect: 3

# itemgetter
print(op.itemgetter(1)('abc'), op.itemgetter(2, 0)('abc'), op.itemgetter('a')({'a': 5}), op.itemgetter(slice(1, None))('abc'))
# expect: b ('c', 'a') 5 bc
print(op.itemgetter(1), op.itemgetter('a', 2), repr(op.itemgetter(slice(1, 2))))
# expect: operator.itemgetter(1) operator.itemgetter('a', 2) operator.itemgetter(slice(1, 2, None))
attempt(op.itemgetter)  # expect: TypeError: itemgetter expected 1 argument, got 0
attempt(op.itemgetter(3), 'abc')  # expect: IndexError: string index out of range
attempt(op.itemgetter('x'), {})  # expect: KeyError: 'x'
attempt(op.itemgetter(1))  # expect: TypeError: itemgetter expected 1 argument, got 0
attempt(op.itemgetter(1), 'ab', 'cd')  # expect: TypeError: itemgetter expected 1 argument, got 2
attempt(op.itemgetter(1), 3)  # expect: TypeError: 'int' object is not subscriptable
attempt(op.itemgetter, item=1)  # expect: TypeError: itemgetter() takes no keyword arguments
print(sorted([('b', 1), ('a', 2)], key=op.itemgetter(0)), list(map(op.itemgetter(-1), ['ab', 'cd'])))
# expect: [('a', 2), ('b', 1)] ['b', 'd']


# attrgetter
class Record:
    def __init__(self, **fields):
        self.__dict__.update(fields)


r = Record(name='n', child=Record(x=1, y=Record(z=2)))
print(op.attrgetter('name')(r), op.attrgetter('child.x')(r), op.attrgetter('child.y.z', 'name')(r))
# expect: n 1 (2, 'n')
print(op.attrgetter('name'), op.attrgetter('a.b', 'c'))
# expect: operator.attrgetter('name') operator.attrgetter('a.b', 'c')
attempt(op.attrgetter)  # expect: TypeError: attrgetter expected 1 argument, got 0
attempt(op.attrgetter, 3)  # expect: TypeError: attribute name must be a string
attempt(op.attrgetter, 'a', 3)  # expect: TypeError: attribute name must be a string
attempt(op.attrgetter('nope'), r)  # expect: AttributeError: 'Record' object has no attribute 'nope'
attempt(op.attrgetter('child.nope'), r)  # expect: AttributeError: 'Record' object has no attribute 'nope'
attempt(op.attrgetter('name'))  # expect: TypeError: attrgetter expected 1 argument, got 0
attempt(op.attrgetter('name'), r, r)  # expect: TypeError: attrgetter expected 1 argument, got 2

# methodcaller
print(op.methodcaller('upper')('abc'), op.methodcaller('replace', 'a', 'b')('banana'), op.methodcaller('split', sep='-')('a-b'))
# expect: ABC bbnbnb ['a', 'b']
print(op.methodcaller('upper'), op.methodcaller('f', 1, 'x', k=2), op.methodcaller('f', k=2))
# expect: operator.methodcaller('upper') operator.methodcaller('f', 1, 'x', k=2) operator.methodcaller('f', k=2)
attempt(op.methodcaller)  # expect: TypeError: methodcaller needs at least one argument, the method name
attempt(op.methodcaller, 3)  # expect: TypeError: method name must be a string
attempt(op.methodcaller('nope'), 'abc')  # expect: AttributeError: 'str' object has no attribute 'nope'
attempt(op.methodcaller('upper'))  # expect: TypeError: methodcaller expected 1 argument, got 0
attempt(op.methodcaller('upper'), 'a', 'b')  # expect: TypeError: methodcaller expected 1 argument, got 2
attempt(op.methodcaller('upper', 1), 'a')  # expect: TypeError: str.upper() takes no arguments (1 given)

import copy
for getter in (op.itemgetter(1), op.itemgetter(1, 2), op.attrgetter('a.b'), op.methodcaller('f', 1), op.methodcaller('f', 1, x=2)):
    print(getter.__reduce__()[1:], copy.copy(getter))
# expect: ((1,),) operator.itemgetter(1)
# expect: ((1, 2),) operator.itemgetter(1, 2)
# expect: (('a.b',),) operator.attrgetter('a.b')
# expect: (('f', 1),) operator.methodcaller('f', 1)
# expect: ((1,),) operator.methodcaller('f', 1, x=2)
print(op.add.__name__, op.__name__, op.itemgetter.__module__, op.itemgetter.__name__, op.add.__doc__)
# expect: add operator operator itemgetter Same as a + b.
print(op.__add__ is op.add, op.__not__([]), op.__lt__(1, 2), op.__getitem__([7], 0))  # expect: True True True 7
print(sorted(name for name in op.__all__))
# expect: ['abs', 'add', 'and_', 'attrgetter', 'call', 'concat', 'contains', 'countOf', 'delitem', 'eq', 'floordiv', 'ge', 'getitem', 'gt', 'iadd', 'iand', 'iconcat', 'ifloordiv', 'ilshift', 'imatmul', 'imod', 'imul', 'index', 'indexOf', 'inv', 'invert', 'ior', 'ipow', 'irshift', 'is_', 'is_none', 'is_not', 'is_not_none', 'isub', 'itemgetter', 'itruediv', 'ixor', 'le', 'length_hint', 'lshift', 'lt', 'matmul', 'methodcaller', 'mod', 'mul', 'ne', 'neg', 'not_', 'or_', 'pos', 'pow', 'rshift', 'setitem', 'sub', 'truediv', 'truth', 'xor']
