# list.sort and sorted.
def error(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as e:
        print(f"{type(e).__name__}: {e}")


print(sorted([3, 1, 2]), sorted("hello"), sorted([2.5, -1.0, 0.0]), sorted([3, 1, 2], reverse=True), sorted([]))
# expect: [1, 2, 3] ['e', 'h', 'l', 'l', 'o'] [-1.0, 0.0, 2.5] [3, 2, 1] []
a = ["bb", "A", "ccc", "dd", "e"]
a.sort(key=len)
print(a)  # expect: ['A', 'e', 'bb', 'dd', 'ccc']
a.sort(key=len, reverse=True)
print(a)  # expect: ['ccc', 'bb', 'dd', 'A', 'e']
a.sort(key=str.lower)
print(a)  # expect: ['A', 'bb', 'ccc', 'dd', 'e']
print(sorted([(1, "b"), (1, "a"), (0, "z")]), sorted([[2, 1], [1, 2], [1]]), sorted({3: 1, 1: 2}))
# expect: [(0, 'z'), (1, 'a'), (1, 'b')] [[1], [1, 2], [2, 1]] [1, 3]
print(sorted([True, 0, 2, -1.5]), sorted([1, 2.5, 2, 10**30, -10**30]), sorted(["ü", "z", "a", "\U0001f600", "\uffff"]))
# expect: [-1.5, 0, True, 2] [-1000000000000000000000000000000, 1, 2, 2.5, 1000000000000000000000000000000] ['a', 'z', 'ü', '\uffff', '😀']
n = 1000
values = [(i * 7919) % 1009 for i in range(n)]
s = sorted(values)
print(all(x <= y for x, y in zip(s, s[1:])), sum(s) == sum(values), s[:5], s[-3:])
# expect: True True [0, 1, 2, 3, 4] [1006, 1007, 1008]
pairs = [(v % 10, i) for i, v in enumerate(values)]
pairs.sort(key=lambda p: p[0])
print(all(x <= y for x, y in zip(pairs, pairs[1:])))  # expect: True
pairs.sort(key=lambda p: p[0], reverse=True)
print(all(x[0] > y[0] or (x[0] == y[0] and x[1] < y[1]) for x, y in zip(pairs, pairs[1:])))  # expect: True
for shape in (range(500), range(500, 0, -1), [5] * 100, list(range(100)) + list(range(100)), [i % 3 for i in range(99)]):
    r = sorted(shape)
    print(r == sorted(reversed(r)), len(r), r[0], r[-1])
# expect: True 500 0 499
# expect: True 500 1 500
# expect: True 100 5 5
# expect: True 200 0 99
# expect: True 99 0 2
print(sorted([float("inf"), 1.0, float("-inf"), 1e300, -1e-300]))  # expect: [-inf, -1e-300, 1.0, 1e+300, inf]
error(sorted, [1, "a"])  # expect: TypeError: '<' not supported between instances of 'str' and 'int'
error(sorted, [1, None])  # expect: TypeError: '<' not supported between instances of 'NoneType' and 'int'
error(sorted, 5)  # expect: TypeError: 'int' object is not iterable
error([1].sort, 1)  # expect: TypeError: sort() takes no positional arguments
error([2, 1].sort, key=5)  # expect: TypeError: 'int' object is not callable
error(sorted, [1, 2], key=lambda x: 1 / 0)  # expect: ZeroDivisionError: division by zero
x = [3, 2, 1]


def evil(v):
    x.append(v)
    return v


error(x.sort, key=evil)  # expect: ValueError: list modified during sort
print(x)  # expect: [1, 2, 3]


class Compare:
    def __init__(self, v):
        self.v = v

    def __lt__(self, other):
        return self.v < other.v

    def __repr__(self):
        return f"C{self.v}"


print(sorted([Compare(3), Compare(1), Compare(2)]), min([Compare(3), Compare(1)]))  # expect: [C1, C2, C3] C1


class Raises(Compare):
    def __lt__(self, other):
        if self.v == 2:
            raise ValueError("two")
        return self.v < other.v


x = [Raises(i) for i in (5, 3, 2, 4, 1)]
error(x.sort)  # expect: ValueError: two
print(sorted(r.v for r in x))  # expect: [1, 2, 3, 4, 5]


class Clears:
    def __lt__(self, other):
        y.clear()
        return True


y = [Clears() for _ in range(5)]
error(y.sort)  # expect: None
print(len(y))  # expect: 5
seen = []
z = [2, 1]


def look(v):
    seen.append(list(z))
    return v


z.sort(key=look)
print(seen, z)  # expect: [[], []] [1, 2]
from functools import cmp_to_key

print(sorted([1, 3, 2], key=cmp_to_key(lambda a, b: b - a)))  # expect: [3, 2, 1]
print([1, 2].sort() is None, sorted([1, 2], key=None), sorted("ba", reverse=1))
# expect: True [1, 2] ['b', 'a']
