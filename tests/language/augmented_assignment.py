x = 5
x += 3; x -= 1; x *= 2; x //= 3; x **= 2; x %= 7; x <<= 3; x >>= 1; x |= 1; x &= 13; x ^= 4
print(x)  # expect: 13
y = 10
y /= 4
print(y)  # expect: 2.5
items = [1, 2]
alias = items
items += [3]
print(alias, alias is items)  # expect: [1, 2, 3] True
items = items + [4]
print(alias, items)  # expect: [1, 2, 3] [1, 2, 3, 4]
table = {"a": 1}
table["a"] += 10
print(table)  # expect: {'a': 11}
class C:
    n = 1
c = C()
c.n += 1
print(c.n, C.n)  # expect: 2 1
def f():
    print("index")
    return 0
items[f()] += 100  # expect: index
print(items)  # expect: [101, 2, 3, 4]
t = ([1],)
try:
    t[0] += [2]
except TypeError as e:
    print(e, t)  # expect: 'tuple' object does not support item assignment ([1, 2],)


# What has a length, or is of a class, is no count for a sequence on the right.
class Two:
    def __index__(self):
        return 2


for value in {}, {1}, range(2), Two(), 2.0, None, [1]:
    try:
        value *= b"x"
        print(value)
    except TypeError as e:
        print(e)
# expect: unsupported operand type(s) for *=: 'dict' and 'bytes'
# expect: unsupported operand type(s) for *=: 'set' and 'bytes'
# expect: unsupported operand type(s) for *=: 'range' and 'bytes'
# expect: unsupported operand type(s) for *=: 'Two' and 'bytes'
# expect: can't multiply sequence by non-int of type 'float'
# expect: can't multiply sequence by non-int of type 'NoneType'
# expect: can't multiply sequence by non-int of type 'bytes'
count = 2
count *= "ab"
print(count, Two() * "ab")  # expect: abab abab
