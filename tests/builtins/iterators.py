# needs: 3.14+
# enumerate, zip, map, filter, reversed, iter.
def error(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as e:
        print(f"{type(e).__name__}: {e}")



print(list(enumerate("ab")), list(enumerate("ab", 5)), list(enumerate([1], start=2**61 - 1)), list(enumerate("abc", 2**61 - 2))[1:])
# expect: [(0, 'a'), (1, 'b')] [(5, 'a'), (6, 'b')] [(2305843009213693951, 1)] [(2305843009213693951, 'b'), (2305843009213693952, 'c')]
print(list(enumerate(iterable="a")), next(enumerate([])) if False else "none", list(enumerate("ab", -1)), list(enumerate("a", 10**30)))
# expect: [(0, 'a')] none [(-1, 'a'), (0, 'b')] [(1000000000000000000000000000000, 'a')]
print(list(zip()), list(zip([1])), list(zip([1, 2], "ab", (3, 4, 5))), dict(zip("ab", [1, 2])), list(zip(*[(1, 2), (3, 4)])))
# expect: [] [(1,)] [(1, 'a', 3), (2, 'b', 4)] {'a': 1, 'b': 2} [(1, 3), (2, 4)]
print(list(zip([1, 2], [3, 4], strict=True)), [a + b for a, b in zip(range(3), range(3))])
# expect: [(1, 3), (2, 4)] [0, 2, 4]
print(list(map(str, [1, 2])), list(map(lambda a, b: a + b, [1, 2, 3], [10, 20])), list(map(int, "123")), list(map(max, [1, 5], [3, 2], [2, 9])))
# expect: ['1', '2'] [11, 22] [1, 2, 3] [3, 9]
print(list(filter(None, [0, 1, "", "a"])), list(filter(lambda x: x > 1, [1, 2, 3])), list(filter(bool, [0, 2])), list(filter(str.isdigit, "a1b2")))
# expect: [1, 'a'] [2, 3] [2] ['1', '2']
print(list(reversed([1, 2])), list(reversed("ab")), list(reversed((1, 2))), list(reversed(range(3))), list(reversed({1: 0, 2: 0})))
# expect: [2, 1] ['b', 'a'] [2, 1] [2, 1, 0] [2, 1]
print(list(map(lambda a, b: (a, b), [1, 2], [3, 4], strict=True)))  # expect: [(1, 3), (2, 4)]
error(lambda: list(zip([1], [1, 2], strict=True)))
# expect: ValueError: zip() argument 2 is longer than argument 1
error(lambda: list(zip([1, 2], [1], strict=True)))
# expect: ValueError: zip() argument 2 is shorter than argument 1
error(lambda: list(zip([1, 2], [1, 2], [1], strict=True)))
# expect: ValueError: zip() argument 3 is shorter than arguments 1-2
error(lambda: list(zip([1], [1], [1, 2], strict=True)))
# expect: ValueError: zip() argument 3 is longer than arguments 1-2
error(lambda: list(zip([], [1], strict=True)))
# expect: ValueError: zip() argument 2 is longer than argument 1
error(lambda: list(map(lambda a, b: 1, [1], [1, 2], strict=True)))
# expect: ValueError: map() argument 2 is longer than argument 1
error(zip, 1)  # expect: TypeError: 'int' object is not iterable
error(zip, foo=1)  # expect: TypeError: zip() got an unexpected keyword argument 'foo'
error(map)  # expect: TypeError: map() must have at least two arguments.
error(map, len)  # expect: TypeError: map() must have at least two arguments.
error(map, len, 5)  # expect: TypeError: 'int' object is not iterable
error(lambda: list(map(5, [1])))  # expect: TypeError: 'int' object is not callable
error(filter, None)  # expect: TypeError: filter expected 2 arguments, got 1
error(filter, None, 5)  # expect: TypeError: 'int' object is not iterable
error(lambda: list(filter(5, [1])))  # expect: TypeError: 'int' object is not callable
error(reversed, 5)  # expect: TypeError: 'int' object is not reversible
error(reversed, {1})  # expect: TypeError: 'set' object is not reversible
error(reversed)  # expect: TypeError: reversed expected 1 argument, got 0
error(enumerate, 5)  # expect: TypeError: 'int' object is not iterable
error(enumerate, [], "a")  # expect: TypeError: 'str' object cannot be interpreted as an integer
error(iter, 5)  # expect: TypeError: 'int' object is not iterable
error(iter, 5, 5)  # expect: TypeError: iter(v, w): v must be callable
error(next, [])  # expect: TypeError: 'list' object is not an iterator
error(next, iter([]))  # expect: StopIteration: 


class Sequence:
    def __getitem__(self, i):
        if i >= 3:
            raise IndexError
        return i * 10

    def __len__(self):
        return 3


print(list(Sequence()), list(reversed(Sequence())), 20 in Sequence(), list(enumerate(Sequence())), sum(Sequence()))
# expect: [0, 10, 20] [20, 10, 0] True [(0, 0), (1, 10), (2, 20)] 30
print(list(iter([1, 2, 3].pop, 1)), next(iter([]), "default"))  # expect: [3, 2] default
values = iter([1, 2, 0, 3])
print(list(iter(lambda: next(values), 0)), list(values), list(iter(lambda: next(values), 0)))
# expect: [1, 2] [3] []


class NotReversible:
    __reversed__ = None

    def __len__(self):
        return 0

    def __getitem__(self, i):
        raise IndexError


error(reversed, NotReversible())  # expect: TypeError: 'NotReversible' object is not reversible


class Reversible:
    def __reversed__(self):
        return iter("rev")


print(list(reversed(Reversible())))  # expect: ['r', 'e', 'v']
it = zip([1, 2], [3, 4])
print(next(it), iter(it) is it, list(it), list(it))  # expect: (1, 3) True [(2, 4)] []
m = map(lambda x: 1 / x, [1, 0, 2])
print(next(m))  # expect: 1.0
error(next, m)  # expect: ZeroDivisionError: division by zero
print(next(m))  # expect: 0.5


class Z(zip):
    pass


class E(enumerate):
    def __next__(self):
        i, v = super().__next__()
        return i, v * 2


print(list(Z("ab", "cd")), list(E("ab")), type(Z()).__name__)
# expect: [('a', 'c'), ('b', 'd')] [(0, 'aa'), (1, 'bb')] Z
a, b = zip(*zip([1, 2], [3, 4]))
print(a, b, all(map(bool, [1, 2])), any(filter(None, [0])), sum(map(len, ["a", "bb"])))
# expect: (1, 2) (3, 4) True False 3
first, *rest = enumerate("xyz")
print(first, rest)  # expect: (0, 'x') [(1, 'y'), (2, 'z')]
