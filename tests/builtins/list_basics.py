# needs: 3.14+
# Making, indexing, comparing and showing lists.
def error(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as e:
        print(f"{type(e).__name__}: {e}")


print([], [1], [1, "a", None, 2.5], list("abc"), list(range(4)), list({1: 2}), list())
# expect: [] [1] [1, 'a', None, 2.5] ['a', 'b', 'c'] [0, 1, 2, 3] [1] []
a = [1, 2, 3]
print(a[0], a[-1], len(a), 2 in a, 9 in a, a.index(2), a.count(3))  # expect: 1 3 3 True False 1 1
print(a + [4], a * 2, 2 * a, a * 0, a * -1, [[]] * 2)
# expect: [1, 2, 3, 4] [1, 2, 3, 1, 2, 3] [1, 2, 3, 1, 2, 3] [] [] [[], []]
a += (4, 5)
a *= 2
print(a)  # expect: [1, 2, 3, 4, 5, 1, 2, 3, 4, 5]
print([1, 2] < [1, 3], [1, 2] < [1, 2, 0], [2] > [1, 9], [1] == [1.0], [1] != [1, 2], [1] == (1,), [] < [0])
# expect: True True True True True False True
print(bool([]), bool([0]), [1, [2, [3]]])  # expect: False True [1, [2, [3]]]
b = []
b.append(b)
print(b, [b], b == b)  # expect: [[...]] [[[...]]] True
nan = float("nan")
print([nan] == [nan], nan in [nan], [nan].index(nan), [nan].count(nan))  # expect: True True 0 1
error(lambda: [1][1])  # expect: IndexError: list index out of range
error(lambda: [1][-2])  # expect: IndexError: list index out of range
error(lambda: [1]["a"])  # expect: TypeError: list indices must be integers or slices, not str
error(lambda: [1][1.0])  # expect: TypeError: list indices must be integers or slices, not float
error(lambda: [1][2**100])  # expect: IndexError: cannot fit 'int' into an index-sized integer
error(lambda: [1] + (1,))  # expect: TypeError: can only concatenate list (not "tuple") to list
error(lambda: [1] + 1)  # expect: TypeError: can only concatenate list (not "int") to list
error(lambda: [1] * "a")  # expect: TypeError: can't multiply sequence by non-int of type 'str'
error(lambda: [1] * 1.5)  # expect: TypeError: can't multiply sequence by non-int of type 'float'
error(lambda: [1] < (1,))  # expect: TypeError: '<' not supported between instances of 'list' and 'tuple'
error(lambda: [1] < ["a"])  # expect: TypeError: '<' not supported between instances of 'int' and 'str'
error(hash, [])  # expect: TypeError: unhashable type: 'list'
error(list, 5)  # expect: TypeError: 'int' object is not iterable
error(list, 1, 2)  # expect: TypeError: list expected at most 1 argument, got 2
error(list, x=1)  # expect: TypeError: list() takes no keyword arguments
error(lambda: {[]: 1})  # expect: TypeError: cannot use 'list' as a dict key (unhashable type: 'list')


class Index:
    def __index__(self):
        return 1


class Wrong:
    def __index__(self):
        return "x"


print([5, 6, 7][Index()], [5, 6, 7][Index():], [0] * Index(), [1, 2, 3][True])  # expect: 6 [6, 7] [0] 2
error(lambda: [1][Wrong()])  # expect: TypeError: __index__ returned non-int (type str)
error(lambda: [1][Wrong():])  # expect: TypeError: __index__ returned non-int (type str)


class Add:
    def __radd__(self, other):
        return ("radd", other)

    def __rmul__(self, other):
        return ("rmul", other)


print([1] + Add(), [1] * Add())  # expect: ('radd', [1]) ('rmul', [1])


class L(list):
    def __len__(self):
        return 99


x = L([1, 2])
x.name = "attribute"
print(x, len(x), x.name, type(x[:]), type(x + [1]), type(x.copy()), x == [1, 2], isinstance(x, list))
# expect: [1, 2] 99 attribute <class 'list'> <class 'list'> <class 'list'> True True


class Own(list):
    def __init__(self, n, unit):
        super().__init__(range(n))
        self.unit = unit


print(Own(3, unit="m"), Own(3, unit="m").unit)  # expect: [0, 1, 2] m
print([*"ab", *[1, 2], *range(2)], [*[]], [x for x in [1, 2, 3] if x % 2])
# expect: ['a', 'b', 1, 2, 0, 1] [] [1, 3]
c, *d = [1, 2, 3]
print(c, d)  # expect: 1 [2, 3]
print(list.__hash__, list.__doc__.split("\n")[0])  # expect: None Built-in mutable sequence.
