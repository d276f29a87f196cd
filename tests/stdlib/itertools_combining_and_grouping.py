# needs: 3.13+
# batched, groupby, pairwise, tee, zip_longest; product, permutations, combinations.
from itertools import *
import operator


def attempt(function, *args, **keywords):
    try:
        result = function(*args, **keywords)
        print(list(islice(result, 20)) if hasattr(result, '__next__') else result)
    except BaseException as error:
        print(f'{type(error).__name__}: {error}')


# batched
attempt(batched, 'abcdefg', 3)  # expect: [('a', 'b', 'c'), ('d', 'e', 'f'), ('g',)]
attempt(batched, [], 3)  # expect: []
attempt(batched, 'abcdef', 3, strict=True)  # expect: [('a', 'b', 'c'), ('d', 'e', 'f')]
attempt(batched, 'abcdefg', 3, strict=True)  # expect: ValueError: batched(): incomplete batch
attempt(batched, 'ab', 0)  # expect: ValueError: n must be at least one
attempt(batched, 'ab', -1)  # expect: ValueError: n must be at least one
attempt(batched, 'ab', 'c')  # expect: TypeError: 'str' object cannot be interpreted as an integer
attempt(batched, 'ab')  # expect: TypeError: batched() missing required argument 'n' (pos 2)
attempt(batched, 3, 2)  # expect: TypeError: 'int' object is not iterable
attempt(batched, iterable='abcd', n=2)  # expect: [('a', 'b'), ('c', 'd')]
attempt(batched, 'ab', 10**6)  # expect: [('a', 'b')]
partial_batches = batched('abcde', 2, strict=True)
try:
    for batch in partial_batches:
        print(batch)
except ValueError as error:
    print(error, list(partial_batches))
# expect: ('a', 'b')
# expect: ('c', 'd')
# expect: batched(): incomplete batch []

# groupby
print([(k, list(g)) for k, g in groupby('aaabbbaac')])
# expect: [('a', ['a', 'a', 'a']), ('b', ['b', 'b', 'b']), ('a', ['a', 'a']), ('c', ['c'])]
print([(k, list(g)) for k, g in groupby(range(10), lambda x: x // 4)])
# expect: [(0, [0, 1, 2, 3]), (1, [4, 5, 6, 7]), (2, [8, 9])]
print([(k, len(list(g))) for k, g in groupby(['a', 'A', 'b'], key=str.lower)])  # expect: [('a', 2), ('b', 1)]
groups = list(groupby('aabb'))
print([list(g) for _, g in groups])  # expect: [[], []]
g = groupby('aabbcc')
k, first = next(g)
print(k, next(first))  # expect: a a
k, second = next(g)
print(k, list(first), list(second))  # expect: b [] ['b', 'b']
print(next(g)[0], next(g, 'end'))  # expect: c end
attempt(groupby)  # expect: TypeError: groupby() missing required argument 'iterable' (pos 1)
attempt(groupby, 3)  # expect: TypeError: 'int' object is not iterable
attempt(groupby, [1], 3)  # expect: TypeError: 'int' object is not callable
attempt(groupby, [1, 2], lambda x: 1 / 0)  # expect: ZeroDivisionError: division by zero
print(type(first).__name__, list(groupby([])))  # expect: _grouper []


class Odd:
    def __eq__(self, other):
        raise RuntimeError('compared')


attempt(lambda: [list(g) for _, g in groupby([Odd(), Odd()])])  # expect: RuntimeError: compared

# pairwise
attempt(pairwise, 'abcd')  # expect: [('a', 'b'), ('b', 'c'), ('c', 'd')]
attempt(pairwise, 'a')  # expect: []
attempt(pairwise, '')  # expect: []
attempt(pairwise, 3)  # expect: TypeError: 'int' object is not iterable
attempt(pairwise)  # expect: TypeError: pairwise expected 1 argument, got 0
attempt(pairwise, range(5))  # expect: [(0, 1), (1, 2), (2, 3), (3, 4)]

# tee
a, b, c = tee('abcd', 3)
print(next(a), next(a), list(b), list(a), list(c))  # expect: a b ['a', 'b', 'c', 'd'] ['c', 'd'] ['a', 'b', 'c', 'd']
print(tee('ab', 0), len(tee('ab')))  # expect: () 2
attempt(tee, 'ab', -1)  # expect: ValueError: n must be >= 0
attempt(tee, 3)  # expect: TypeError: 'int' object is not iterable
attempt(tee, 'ab', 'c')  # expect: TypeError: 'str' object cannot be interpreted as an integer
attempt(tee)  # expect: TypeError: tee expected at least 1 argument, got 0
a, b = tee(iter(range(5)))
next(a)
d = a.__copy__()
print(list(d), list(a), list(b), type(a).__name__)  # expect: [1, 2, 3, 4] [1, 2, 3, 4] [0, 1, 2, 3, 4] _tee
a, b = tee(range(200))
print(sum(a), sum(b))  # expect: 19900 19900
x, y = tee(a)
print(list(x), list(y))  # expect: [] []
import copy
p, q = tee('xyz')
next(p)
r = copy.copy(p)
print(list(r), list(p), list(q))  # expect: ['y', 'z'] ['y', 'z'] ['x', 'y', 'z']

# zip_longest
attempt(zip_longest, 'ab', [1, 2, 3])  # expect: [('a', 1), ('b', 2), (None, 3)]
attempt(zip_longest, 'ab', [1, 2, 3], 'wxyz', fillvalue='-')
# expect: [('a', 1, 'w'), ('b', 2, 'x'), ('-', 3, 'y'), ('-', '-', 'z')]
attempt(zip_longest)  # expect: []
attempt(zip_longest, [], [])  # expect: []
attempt(zip_longest, 'ab', 3)  # expect: TypeError: 'int' object is not iterable
attempt(zip_longest, 'ab', fill=3)  # expect: TypeError: zip_longest() got an unexpected keyword argument
attempt(zip_longest, 'abc', fillvalue=0)  # expect: [('a',), ('b',), ('c',)]

# product
attempt(product, 'ab', range(3))  # expect: [('a', 0), ('a', 1), ('a', 2), ('b', 0), ('b', 1), ('b', 2)]
attempt(product)  # expect: [()]
attempt(product, 'ab', repeat=2)  # expect: [('a', 'a'), ('a', 'b'), ('b', 'a'), ('b', 'b')]
attempt(product, 'ab', [1], repeat=2)  # expect: [('a', 1, 'a', 1), ('a', 1, 'b', 1), ('b', 1, 'a', 1), ('b', 1, 'b', 1)]
attempt(product, 'ab', [])  # expect: []
attempt(product, 'ab', repeat=0)  # expect: [()]
attempt(product, 'ab', repeat=-1)  # expect: ValueError: repeat argument cannot be negative
attempt(product, 'ab', repeat='x')  # expect: TypeError: 'str' object cannot be interpreted as an integer
attempt(product, 3)  # expect: TypeError: 'int' object is not iterable
attempt(product, 'ab', times=3)  # expect: TypeError: product() got an unexpected keyword argument 'times'
print(len(list(product(range(5), repeat=4))))  # expect: 625

# permutations
attempt(permutations, 'abc')
# expect: [('a', 'b', 'c'), ('a', 'c', 'b'), ('b', 'a', 'c'), ('b', 'c', 'a'), ('c', 'a', 'b'), ('c', 'b', 'a')]
attempt(permutations, 'abc', 2)  # expect: [('a', 'b'), ('a', 'c'), ('b', 'a'), ('b', 'c'), ('c', 'a'), ('c', 'b')]
attempt(permutations, 'abc', 0)  # expect: [()]
attempt(permutations, 'abc', 4)  # expect: []
attempt(permutations, 'abc', r=1)  # expect: [('a',), ('b',), ('c',)]
attempt(permutations, 'abc', None)
# expect: [('a', 'b', 'c'), ('a', 'c', 'b'), ('b', 'a', 'c'), ('b', 'c', 'a'), ('c', 'a', 'b'), ('c', 'b', 'a')]
attempt(permutations, 'abc', -1)  # expect: ValueError: r must be non-negative
attempt(permutations, 'abc', 'x')  # expect: TypeError: Expected int as r
attempt(permutations, 'abc', 1.0)  # expect: TypeError: Expected int as r
attempt(permutations, 3)  # expect: TypeError: 'int' object is not iterable
print(sum(1 for _ in permutations(range(7))))  # expect: 5040

# combinations
attempt(combinations, 'abcd', 2)  # expect: [('a', 'b'), ('a', 'c'), ('a', 'd'), ('b', 'c'), ('b', 'd'), ('c', 'd')]
attempt(combinations, 'abcd', 0)  # expect: [()]
attempt(combinations, 'abcd', 5)  # expect: []
attempt(combinations, 'abcd', 4)  # expect: [('a', 'b', 'c', 'd')]
attempt(combinations, 'abcd', -1)  # expect: ValueError: r must be non-negative
attempt(combinations, 'abcd')  # expect: TypeError: combinations() missing required argument 'r' (pos 2)
attempt(combinations, 'abcd', 'x')  # expect: TypeError: 'str' object cannot be interpreted as an integer
attempt(combinations, iterable='abc', r=2)  # expect: [('a', 'b'), ('a', 'c'), ('b', 'c')]
attempt(combinations_with_replacement, 'abc', 2)
# expect: [('a', 'a'), ('a', 'b'), ('a', 'c'), ('b', 'b'), ('b', 'c'), ('c', 'c')]
attempt(combinations_with_replacement, '', 2)  # expect: []
attempt(combinations_with_replacement, '', 0)  # expect: [()]
attempt(combinations_with_replacement, 'ab', 3)
# expect: [('a', 'a', 'a'), ('a', 'a', 'b'), ('a', 'b', 'b'), ('b', 'b', 'b')]
attempt(combinations_with_replacement, 'abc', -1)  # expect: ValueError: r must be non-negative
attempt(combinations_with_replacement, 'abc', r=1)  # expect: [('a',), ('b',), ('c',)]
print(sum(1 for _ in combinations(range(20), 6)), sum(1 for _ in combinations_with_replacement(range(10), 5)))
# expect: 38760 2002

# results are fresh tuples although the memory of the last one is reused
kept = list(combinations(range(4), 2))
print(len(set(map(id, kept))), kept[0], kept[-1])  # expect: 6 (0, 1) (2, 3)
kept = list(zip_longest('ab', 'cd'))
print(kept)  # expect: [('a', 'c'), ('b', 'd')]
for pair in pairwise([1, 2, 3]):
    print(pair, end=' ')
print()  # expect: (1, 2) (2, 3) 

# every iterator ends for good
for it in (batched('ab', 1), pairwise('abc'), product('ab'), permutations('ab'), combinations('ab', 1),
           zip_longest('a', 'b'), chain('a'), islice('abc', 1), compress('ab', [1, 1])):
    list(it)
    print(next(it, 'end'), end=' ')
print()  # expect: end end end end end end end end end 
