# needs: 3.14+
# set and frozenset.
def error(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as e:
        print(f"{type(e).__name__}: {e}")



print(set(), {1}, {3, 1, 2}, set("a"), frozenset(), frozenset([1]), {*[1, 2], 3}, {x % 3 for x in range(9)})
# expect: set() {1} {1, 2, 3} {'a'} frozenset() frozenset({1}) {1, 2, 3} {0, 1, 2}
print({9, 1, 100, 33, 17}, set(range(20)), {8, 0, 16, 24, 32}, {-1, -2, 5}, {1.5, 2.5, 3}, {True, 1, 1.0})
# expect: {1, 33, 17, 100, 9} {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19} {0, 32, 16, 8, 24} {5, -1, -2} {1.5, 2.5, 3} {True}
s = {1, 2, 3}
s.add(4)
s.add(2)
s.discard(9)
s.discard(1)
s.remove(2)
print(s, len(s), 3 in s, 1 in s, bool(set()))  # expect: {3, 4} 2 True False False
s.update([7, 8], (9,), {10: 0})
print(s)  # expect: {3, 4, 7, 8, 9, 10}
a, b = {1, 2, 3, 4}, {3, 4, 5}
print(a | b, a & b, a - b, a ^ b, b - a, a.union([9], "x"[:0]), a.intersection([1, 2, 9], [2]), a.difference([1], {2}))
# expect: {1, 2, 3, 4, 5} {3, 4} {1, 2} {1, 2, 5} {5} {1, 2, 3, 4, 9} {2} {3, 4}
print(a.symmetric_difference([4, 99]), a.isdisjoint([7]), a.isdisjoint([1]), {1} <= a, {1} < {1}, a >= {1, 2}, a > a, a == {4, 3, 2, 1})
# expect: {1, 2, 3, 99} True False True False True False True
print({1}.issubset([1, 2]), a.issuperset([1]), {1} == frozenset([1]), frozenset([1]) | {2}, {2} | frozenset([1]), a != b, a < b)
# expect: True True True frozenset({1, 2}) {1, 2} True False
c = a.copy()
c |= b
c &= {1, 2, 3, 5}
c -= {1}
c ^= {2, 77}
print(c, a)  # expect: {3, 5, 77} {1, 2, 3, 4}
c.intersection_update([3, 77, 5], [77, 3])
c.difference_update([3])
c.symmetric_difference_update([1, 77])
print(c)  # expect: {1}
c -= c
print(c)  # expect: set()
a ^= a
print(a)  # expect: set()
p = {5, 3, 9}
print(p.pop(), p.pop(), p.pop(), p)  # expect: 9 3 5 set()
print(hash(frozenset([1, 2, 3])), hash(frozenset()), hash(frozenset([3, 2, 1])) == hash(frozenset([1, 2, 3])))
# expect: -272375401224217160 133146708735736 True
print({frozenset([1]): "v"}[frozenset([1])], frozenset([1]) in {frozenset([1])}, {1} in {frozenset([1])})
# expect: v True True
q = {frozenset([1, 2])}
q.discard({1, 2})
print(q)  # expect: set()
f = frozenset([1])
print(frozenset(f) is f, f.copy() is f, type(frozenset("a") - {"b"}), f, frozenset({"x"}))
# expect: True True <class 'frozenset'> frozenset({1}) frozenset({'x'})
error({1}.remove, 2)  # expect: KeyError: 2
error(set().pop)  # expect: KeyError: 'pop from an empty set'
error(lambda: {[]})  # expect: TypeError: cannot use 'list' as a set element (unhashable type: 'list')
error(set, [[]])  # expect: TypeError: cannot use 'list' as a set element (unhashable type: 'list')
error(lambda: [] in {1})  # expect: TypeError: cannot use 'list' as a set element (unhashable type: 'list')
error(set, 5)  # expect: TypeError: 'int' object is not iterable
error(set, 1, 2)  # expect: TypeError: set expected at most 1 argument, got 2
error(set, x=1)  # expect: TypeError: set() takes no keyword arguments
error(frozenset, x=1)  # expect: TypeError: frozenset() takes no keyword arguments
error(lambda: {1} | [1])  # expect: TypeError: unsupported operand type(s) for |: 'set' and 'list'
error(lambda: {1} < [1])  # expect: TypeError: '<' not supported between instances of 'set' and 'list'
error(lambda: {1} + {2})  # expect: TypeError: unsupported operand type(s) for +: 'set' and 'set'
error(hash, set())  # expect: TypeError: unhashable type: 'set'
error({1}.union, 5)  # expect: TypeError: 'int' object is not iterable
error(lambda: frozenset().add(1))  # expect: AttributeError: 'frozenset' object has no attribute 'add'


def inplace():
    x = {1}
    x |= [2]


error(inplace)  # expect: TypeError: unsupported operand type(s) for |=: 'set' and 'list'


def grow():
    s = {1, 2}
    for x in s:
        s.add(x + 10)


error(grow)  # expect: RuntimeError: Set changed size during iteration
it = iter({1, 2})
print(it.__length_hint__(), sorted(it), it.__length_hint__())  # expect: 2 [1, 2] 0


class S(set):
    pass


x = S([1, 2])
x.tag = "t"
print(x, x.tag, type(x | {3}), type(x.copy()), x == {1, 2})
# expect: S({1, 2}) t <class 'set'> <class 'set'> True


class F(frozenset):
    def __new__(cls, items, unit):
        self = super().__new__(cls, items)
        self.unit = unit
        return self


y = F([1], unit="m")
print(y, y.unit, type(y | {2}), hash(y) == hash(frozenset([1])))  # expect: F({1}) m <class 'frozenset'> True
loop = S()
loop.self = loop
print(loop, S([5]))  # expect: S() S({5})


class Evil:
    def __hash__(self):
        return 1

    def __eq__(self, other):
        target.clear()
        return False


target = {1, 2, 3}
print(Evil() in target, target)  # expect: False set()
big = set(range(100000))
big -= set(range(0, 100000, 2))
print(len(big), sum(big), 3 in big, 4 in big, min(big))  # expect: 50000 2500000000 True False 1
for i in range(0, 100000, 2):
    big.add(i)
print(len(big), big == set(range(100000)))  # expect: 100000 True
print(sorted(set("hello world")), len({(i, i % 7) for i in range(1000)}))
# expect: [' ', 'd', 'e', 'h', 'l', 'o', 'r', 'w'] 1000
