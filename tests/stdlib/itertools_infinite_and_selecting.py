# needs: 3.14+
# count, cycle, repeat; accumulate, chain, compress, dropwhile, filterfalse, islice, starmap, takewhile.
from itertools import *
import operator


def attempt(function, *args, **keywords):
    try:
        result = function(*args, **keywords)
        print(list(islice(result, 12)) if hasattr(result, '__next__') else result)
    except BaseException as error:
        print(f'{type(error).__name__}: {error}')


def firsts(iterator, n=5):
    return [next(iterator) for _ in range(n)]


# count
print(firsts(count()), firsts(count(10)), firsts(count(10, -3)), firsts(count(1.5, 0.5)))
# expect: [0, 1, 2, 3, 4] [10, 11, 12, 13, 14] [10, 7, 4, 1, -2] [1.5, 2.0, 2.5, 3.0, 3.5]
print(count(), count(5), count(5, 1), count(5, 2), count(1.5), count(-2, -1), count(step=3))
# expect: count(0) count(5) count(5) count(5, 2) count(1.5) count(-2, -1) count(0, 3)
big = count(2**61 - 2)
print(firsts(big, 6))
# expect: [2305843009213693950, 2305843009213693951, 2305843009213693952, 2305843009213693953, 2305843009213693954, 2305843009213693955]
print(firsts(count(2**62, 2**70), 3), firsts(count(-2**62 + 1, -1), 4))
# expect: [4611686018427387904, 1185203306735838691328, 2365794927453249994752] [-4611686018427387903, -4611686018427387904, -4611686018427387905, -4611686018427387906]
print(firsts(count(1, 0), 3), firsts(count(start=2, step=5), 3), firsts(count(True), 2))
# expect: [1, 1, 1] [2, 7, 12] [1, 2]
counter = count(3)
next(counter)
print(counter, firsts(count(1 + 2j), 2))  # expect: count(4) [(1+2j), (2+2j)]
attempt(count, 'a')  # expect: TypeError: a number is required
attempt(count, 1, 'a')  # expect: TypeError: a number is required
attempt(count, 1, 2, 3)  # expect: TypeError: count() takes at most 2 arguments (3 given)
attempt(count, begin=3)  # expect: TypeError: count() got an unexpected keyword argument 'begin'

# cycle
print(firsts(cycle('abc'), 8), list(cycle([])))  # expect: ['a', 'b', 'c', 'a', 'b', 'c', 'a', 'b'] []
attempt(cycle, 3)  # expect: TypeError: 'int' object is not iterable
attempt(cycle)  # expect: TypeError: cycle expected 1 argument, got 0
attempt(cycle, 'a', 'b')  # expect: TypeError: cycle expected 1 argument, got 2
attempt(cycle, iterable='a')  # expect: TypeError: cycle() takes no keyword arguments
source = iter([1, 2])
twice = cycle(source)
print(firsts(twice, 5), list(source))  # expect: [1, 2, 1, 2, 1] []

# repeat
print(list(repeat(7, 3)), list(repeat(7, 0)), list(repeat(7, -2)), firsts(repeat('x'), 3))
# expect: [7, 7, 7] [] [] ['x', 'x', 'x']
print(repeat(7), repeat(7, 3), repeat('a', times=2), repeat(object=3, times=1))
# expect: repeat(7) repeat(7, 3) repeat('a', 2) repeat(3, 1)
r = repeat(1, 5)
next(r)
print(r.__length_hint__(), operator.length_hint(r), r)  # expect: 4 4 repeat(1, 4)
attempt(lambda: operator.length_hint(repeat(1)))  # expect: 0
attempt(lambda: repeat(1).__length_hint__())  # expect: TypeError: len() of unsized object
attempt(repeat)  # expect: TypeError: repeat() missing required argument 'object' (pos 1)
attempt(repeat, 1, 'a')  # expect: TypeError: 'str' object cannot be interpreted as an integer
attempt(repeat, 1, 2, 3)  # expect: TypeError: repeat() takes at most 2 arguments (3 given)
attempt(repeat, 1, None)  # expect: TypeError: 'NoneType' object cannot be interpreted as an integer
attempt(repeat, 1, 2.0)  # expect: TypeError: 'float' object cannot be interpreted as an integer
print(list(map(pow, range(6), repeat(2))))  # expect: [0, 1, 4, 9, 16, 25]

# accumulate
attempt(accumulate, [1, 2, 3, 4])  # expect: [1, 3, 6, 10]
attempt(accumulate, [1, 2, 3, 4], operator.mul)  # expect: [1, 2, 6, 24]
attempt(accumulate, [1, 2, 3], initial=100)  # expect: [100, 101, 103, 106]
attempt(accumulate, [], initial=100)  # expect: [100]
attempt(accumulate, [])  # expect: []
attempt(accumulate, [5, 1, 7], max)  # expect: [5, 5, 7]
attempt(accumulate, 'abc')  # expect: ['a', 'ab', 'abc']
attempt(accumulate, ['a', 1])  # expect: TypeError: can only concatenate str (not "int") to str
attempt(accumulate, [1, 2], None)  # expect: [1, 3]
attempt(accumulate, [1, 2], func=lambda a, b: a * 10 + b, initial=None)  # expect: [1, 12]
attempt(accumulate, 3)  # expect: TypeError: 'int' object is not iterable
attempt(accumulate, [1, 2], 3)  # expect: TypeError: 'int' object is not callable
attempt(accumulate)  # expect: TypeError: accumulate() missing required argument 'iterable' (pos 1)

# chain
attempt(chain)  # expect: []
attempt(chain, [1, 2], 'ab', {3: 4}, ())  # expect: [1, 2, 'a', 'b', 3]
attempt(chain.from_iterable, ['ab', (1,), []])  # expect: ['a', 'b', 1]
attempt(chain.from_iterable, [[1], 2])  # expect: TypeError: 'int' object is not iterable
attempt(chain, [1], 2)  # expect: TypeError: 'int' object is not iterable
attempt(chain.from_iterable, 3)  # expect: TypeError: 'int' object is not iterable
attempt(chain, [1], iterable=[2])  # expect: TypeError: chain() takes no keyword arguments
c = chain([1], [2, 3])
print(next(c), list(c), list(c))  # expect: 1 [2, 3] []

# compress
attempt(compress, 'abcdef', [1, 0, 1, 0, 1, 1])  # expect: ['a', 'c', 'e', 'f']
attempt(compress, 'abcdef', [1, '', 'x'])  # expect: ['a', 'c']
attempt(compress, data='abc', selectors=[0, 1, 1])  # expect: ['b', 'c']
attempt(compress, 'abc')  # expect: TypeError: compress() missing required argument 'selectors' (pos 2)
attempt(compress, 'abc', 3)  # expect: TypeError: 'int' object is not iterable

# dropwhile, takewhile, filterfalse
attempt(dropwhile, lambda x: x < 5, [1, 4, 6, 3, 8])  # expect: [6, 3, 8]
attempt(takewhile, lambda x: x < 5, [1, 4, 6, 3, 8])  # expect: [1, 4]
attempt(filterfalse, lambda x: x % 2, range(10))  # expect: [0, 2, 4, 6, 8]
attempt(filterfalse, None, [0, 1, '', 'a', None, []])  # expect: [0, '', None, []]
attempt(filterfalse, bool, [0, 1, '', 'a'])  # expect: [0, '']
attempt(dropwhile, None, [1])  # expect: TypeError: 'NoneType' object is not callable
attempt(takewhile, 3, [1])  # expect: TypeError: 'int' object is not callable
attempt(takewhile, lambda x: 1 / 0, [1])  # expect: ZeroDivisionError: division by zero
attempt(dropwhile, bool)  # expect: TypeError: dropwhile expected 2 arguments, got 1
attempt(filterfalse, bool)  # expect: TypeError: filterfalse expected 2 arguments, got 1
taking = takewhile(bool, [1, 0, 1])
print(list(taking), list(taking))  # expect: [1] []

# islice
for arguments in [(3,), (2, 5), (2, None), (None,), (1, 8, 3), (0, None, 4), (None, None), (None, 4, None), (5, 2), (0,)]:
    attempt(islice, range(10), *arguments)
# expect: [0, 1, 2]
# expect: [2, 3, 4]
# expect: [2, 3, 4, 5, 6, 7, 8, 9]
# expect: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
# expect: [1, 4, 7]
# expect: [0, 4, 8]
# expect: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
# expect: [0, 1, 2, 3]
# expect: []
# expect: []
for arguments in [(-1,), (1, -2), (1, 2, 0), (1, 2, -1), ('a',), (1, 'b'), (1, 2, 'c'), (1.5,), ()]:
    attempt(islice, range(10), *arguments)
# expect: ValueError: Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.
# expect: ValueError: Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.
# expect: ValueError: Step for islice() must be a positive integer or None.
# expect: ValueError: Step for islice() must be a positive integer or None.
# expect: ValueError: Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.
# expect: ValueError: Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.
# expect: ValueError: Step for islice() must be a positive integer or None.
# expect: ValueError: Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.
# expect: TypeError: islice expected at least 2 arguments, got 1
attempt(islice, range(10), 1, 2, 3, 4)  # expect: TypeError: islice expected at most 4 arguments, got 5
attempt(islice, 3, 1)  # expect: TypeError: 'int' object is not iterable
source = iter(range(10))
print(list(islice(source, 2, 6, 2)), list(source))  # expect: [2, 4] [6, 7, 8, 9]
source = iter(range(10))
print(list(islice(source, 3)), next(source))  # expect: [0, 1, 2] 3


class Index:
    def __index__(self):
        return 3


attempt(islice, 'abcdef', Index())  # expect: ['a', 'b', 'c']

# starmap
attempt(starmap, pow, [(2, 5), [3, 2], iter((10, 3))])  # expect: [32, 9, 1000]
attempt(starmap, lambda *a: a, [(), (1,), 'xy', {'k': 1}])  # expect: [(), (1,), ('x', 'y'), ('k',)]
attempt(starmap, pow, [1])  # expect: TypeError: 'int' object is not iterable
attempt(starmap, pow, [(1, 2, 3, 4)])  # expect: TypeError: pow() takes at most 3 arguments (4 given)
attempt(starmap, pow)  # expect: TypeError: starmap expected 2 arguments, got 1
attempt(starmap, 3, [()])  # expect: TypeError: 'int' object is not callable

# subclasses, attributes, weird iterators
class MyCount(count):
    pass


mine = MyCount(4)
mine.tag = 'x'
print(mine, next(mine), mine.tag, type(iter(mine)) is MyCount)  # expect: MyCount(5) 4 x True
print(chain.__name__, chain.__qualname__, chain.__module__, chain.__doc__.splitlines()[0])
# expect: chain chain itertools Return a chain object whose .__next__() method returns elements from the
print(repr(chain), iter(c) is c)  # expect: <class 'itertools.chain'> True


class Broken:
    def __iter__(self):
        return self

    def __next__(self):
        raise ZeroDivisionError('broken')


for make in (lambda b: chain(b), lambda b: accumulate(b), cycle, lambda b: islice(b, 3),
             lambda b: takewhile(bool, b), lambda b: compress(b, [1]), lambda b: starmap(max, b), pairwise,
             lambda b: batched(b, 2), lambda b: zip_longest(b, 'abc'), groupby):
    attempt(make, Broken())
# expect: ZeroDivisionError: broken
# expect: ZeroDivisionError: broken
# expect: ZeroDivisionError: broken
# expect: ZeroDivisionError: broken
# expect: ZeroDivisionError: broken
# expect: ZeroDivisionError: broken
# expect: ZeroDivisionError: broken
# expect: ZeroDivisionError: broken
# expect: ZeroDivisionError: broken
# expect: ZeroDivisionError: broken
# expect: ZeroDivisionError: broken
