# needs: 3.14+
# all, any, iter, next, len, sorted, zip, map, enumerate, reversed, filter ...
def show(f, *args, **kw):
    try:
        print(repr(f(*args, **kw)))
    except Exception as e:
        print(type(e).__name__ + ":", e)


print(all([]), all([1, 0]), any([]), any([0, 2]), all(x < 5 for x in range(5)), any(x > 5 for x in range(5)))
# expect: True False False True True False
show(all, 5)  # expect: TypeError: 'int' object is not iterable
show(any)  # expect: TypeError: any() takes exactly one argument (0 given)
print(next(iter([1])), next(iter([]), "end"), list(iter([1, 2].pop, 1)), len("abc"), len({}), len(range(0, 10**6, 3)))
# expect: 1 end [2] 3 0 333334
show(next, [])  # expect: TypeError: 'list' object is not an iterator
show(next, iter([]))  # expect: StopIteration:
show(next, (x for x in ()))  # expect: StopIteration:
show(iter, 5)  # expect: TypeError: 'int' object is not iterable
show(iter, 5, 1)  # expect: TypeError: iter(v, w): v must be callable
show(len, 5)  # expect: TypeError: object of type 'int' has no len()
show(len)  # expect: TypeError: len() takes exactly one argument (0 given)


def gen():
    yield 1
    return "result"


g = gen()
print(next(g))  # expect: 1
show(next, g)  # expect: StopIteration: result
try:
    g = gen()
    next(g)
    next(g)
except StopIteration as e:
    print(e.value)
# expect: result


class Len:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n


print(len(Len(3)))  # expect: 3
show(len, Len(-1))  # expect: ValueError: __len__() should return >= 0
show(len, Len("a"))  # expect: TypeError: 'str' object cannot be interpreted as an integer
show(len, Len(10**30))  # expect: OverflowError: cannot fit 'int' into an index-sized integer
print(sorted([3, 1, 2]), sorted("hello", reverse=True), sorted([3, -1, 2], key=abs), sorted({"b": 1, "a": 2}))
# expect: [1, 2, 3] ['o', 'l', 'l', 'h', 'e'] [-1, 2, 3] ['a', 'b']
print(sorted(["b", "A", "c"], key=str.lower), sorted([(1, "b"), (1, "a")], key=lambda p: p[0]), sorted([]))
# expect: ['A', 'b', 'c'] [(1, 'b'), (1, 'a')] []
show(sorted, [1, "a"])  # expect: TypeError: '<' not supported between instances of 'str' and 'int'
show(sorted, 5)  # expect: TypeError: 'int' object is not iterable
show(sorted, [1], 2)  # expect: TypeError: sorted expected 1 argument, got 2
show(sorted, [1, 2], key=5)  # expect: TypeError: 'int' object is not callable
print(list(zip([1, 2], "ab")), list(zip()), list(zip([1], [2], [3])), list(map(lambda a, b: a + b, [1, 2], [10, 20])))
# expect: [(1, 'a'), (2, 'b')] [] [(1, 2, 3)] [11, 22]
show(lambda: list(zip([1, 2], [1], strict=True)))  # expect: ValueError: zip() argument 2 is shorter than argument 1
show(lambda: list(zip([1], [1, 2], strict=True)))  # expect: ValueError: zip() argument 2 is longer than argument 1
print(list(enumerate("ab")), list(enumerate("ab", 5)), list(reversed([1, 2, 3])), list(filter(None, [0, 1, "", "a"])), list(filter(str.isdigit, "a1b2")))
# expect: [(0, 'a'), (1, 'b')] [(5, 'a'), (6, 'b')] [3, 2, 1] [1, 'a'] ['1', '2']
show(reversed, {1, 2})  # expect: TypeError: 'set' object is not reversible
show(lambda: list(map(5, [1])))  # expect: TypeError: 'int' object is not callable
show(map)  # expect: TypeError: map() must have at least two arguments.
print(callable(len), callable(5), callable(int), callable(lambda: 0), callable(Len(1)))
# expect: True False True True False
