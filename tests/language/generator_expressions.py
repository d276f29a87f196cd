g = (x * 2 for x in range(3))
print(next(g), list(g), list(g))  # expect: 0 [2, 4] []
print(sum(x for x in [1, 2]), type(g).__name__)  # expect: 3 generator
n = 10
g = (n + i for i in range(2))
n = 20
print(list(g))  # expect: [20, 21]
def source():
    print("evaluated")
    return [1]
g = (x for x in source())  # expect: evaluated
print("before")  # expect: before
print(list(g))  # expect: [1]
try: (x for x in 5)
except TypeError as e: print(e)  # expect: 'int' object is not iterable
print(list((i, j) for i in range(2) for j in range(i + 1)))  # expect: [(0, 0), (1, 0), (1, 1)]
print(dict((k, v) for k, v in zip("ab", [1, 2])))  # expect: {'a': 1, 'b': 2}
def f(items): return any(x in items for x in [1, 2])
print(f([2]), f([3]))  # expect: True False
