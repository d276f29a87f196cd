# needs: 3.14+
# range, with bounds of any size.
def error(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as e:
        print(f"{type(e).__name__}: {e}")



print(range(5), range(1, 5), range(1, 10, 3), range(5, 0, -2), list(range(3)), list(range(5, 0, -2)), list(range(0)))
# expect: range(0, 5) range(1, 5) range(1, 10, 3) range(5, 0, -2) [0, 1, 2] [5, 3, 1] []
r = range(2, 20, 3)
print(r.start, r.stop, r.step, len(r), r[0], r[-1], r[1:3], r[::-1], r[::2], list(r[::-1]), r[10:])
# expect: 2 20 3 6 2 17 range(5, 11, 3) range(17, -1, -3) range(2, 20, 6) [17, 14, 11, 8, 5, 2] range(20, 20, 3)
print(5 in r, 6 in r, 5.0 in r, "a" in r, 2 ** 70 in r, True in range(2), r.index(8), r.count(8), r.count(9), r.count(5.0))
# expect: True False True False False True 2 1 0 1
print(range(0) == range(2, 2), range(0, 3, 2) == range(0, 4, 2), range(3) != range(4), hash(range(3)), hash(range(0)), range(1, 2, 9) == range(1, 5, 4))
# expect: True True True -8338477496398685190 2676694398852732306 True
print(bool(range(0)), bool(range(1)), list(reversed(range(5))), list(reversed(range(1, 10, 4))), range(10)[2:8][1:-1])
# expect: False True [4, 3, 2, 1, 0] [9, 5, 1] range(3, 7)
big = range(10**20, 10**20 + 10**19, 10**18)
print(len(big), big[3], big[-1], 10**20 + 2 * 10**18 in big, 10**20 + 1 in big, big.index(10**20 + 10**18), big[2:4])
# expect: 10 103000000000000000000 109000000000000000000 True False 1 range(102000000000000000000, 104000000000000000000, 1000000000000000000)
print(list(range(10**30, 10**30 + 3)), list(range(2**61, 2**61 - 3, -1)), list(reversed(range(-(10**20), -(10**20) + 2))))
# expect: [1000000000000000000000000000000, 1000000000000000000000000000001, 1000000000000000000000000000002] [2305843009213693952, 2305843009213693951, 2305843009213693950] [-99999999999999999999, -100000000000000000000]
print([*range(2**61 - 3, 2**61 + 2)], [*range(-(2**61) + 1, -(2**61) - 3, -1)], len(range(-(2**61), 2**61)))
# expect: [2305843009213693949, 2305843009213693950, 2305843009213693951, 2305843009213693952, 2305843009213693953] [-2305843009213693951, -2305843009213693952, -2305843009213693953, -2305843009213693954] 4611686018427387904
huge = range(2**100)
print(bool(huge), huge[2**99] == 2**99, 2**99 in huge, huge[-1] == 2**100 - 1, huge)
# expect: True True True True range(0, 1267650600228229401496703205376)
error(len, huge)  # expect: OverflowError: Python int too large to convert to C ssize_t
error(lambda: range(5)[10])  # expect: IndexError: range object index out of range
error(lambda: range(5)["a"])  # expect: TypeError: range indices must be integers or slices, not str
error(range)  # expect: TypeError: range expected at least 1 argument, got 0
error(range, "a")  # expect: TypeError: 'str' object cannot be interpreted as an integer
error(range, 1.5)  # expect: TypeError: 'float' object cannot be interpreted as an integer
error(range, 1, 2, 0)  # expect: ValueError: range() arg 3 must not be zero
error(range, 1, 2, 3, 4)  # expect: TypeError: range expected at most 3 arguments, got 4
error(range, x=1)  # expect: TypeError: range() takes no keyword arguments
error(range(5).index, 9)  # expect: ValueError: range.index(x): x not in range
error(range(5).index, "a")  # expect: ValueError: sequence.index(x): x not in sequence
error(lambda: range(5) < range(6))
# expect: TypeError: '<' not supported between instances of 'range' and 'range'
error(lambda: setattr(range(5), "start", 1))  # expect: AttributeError: readonly attribute
error(lambda: range(10)[::0])  # expect: ValueError: slice step cannot be zero
it = iter(range(3))
print(next(it), it.__length_hint__(), list(it), list(it), next(it, "end"))  # expect: 0 2 [1, 2] [] end
it = iter(range(10**20, 10**20 + 2))
print(it.__length_hint__(), next(it), list(it), type(it).__name__, type(iter(range(1))).__name__)
# expect: 2 100000000000000000000 [100000000000000000001] longrange_iterator range_iterator


class I:
    def __index__(self):
        return 3


print(range(I()), range(I(), 9, I()), range(5)[I()], list(range(I())))
# expect: range(0, 3) range(3, 9, 3) 3 [0, 1, 2]
total = 0
for i in range(10, 0, -3):
    for j in range(i):
        total += j
print(total)  # expect: 72
for i in range(3):
    i = 100
print(i)  # expect: 100
print(range(0, -5, -2)[1], range(10, 0)[:], list(range(-3, 3, 2)), sum(range(101)), max(range(7)), sorted(range(3, 0, -1)))
# expect: -2 range(10, 10) [-3, -1, 1] 5050 6 [1, 2, 3]
match range(3):
    case [a, b, c]:
        print(a, b, c)  # expect: 0 1 2
