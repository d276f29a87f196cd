print([x for x in range(5) if x % 2])  # expect: [1, 3]
print([(x, y) for x in range(2) for y in "ab"])  # expect: [(0, 'a'), (0, 'b'), (1, 'a'), (1, 'b')]
print({x % 3 for x in range(10)}, {x: x * x for x in range(3)})  # expect: {0, 1, 2} {0: 0, 1: 1, 2: 4}
print([[j for j in range(i)] for i in range(3)])  # expect: [[], [0], [0, 1]]
matrix = [[1, 2], [3, 4]]
print([[row[i] for row in matrix] for i in range(2)], [x for row in matrix for x in row])
# expect: [[1, 3], [2, 4]] [1, 2, 3, 4]
x = "outer"
print([x for x in range(2)], x)  # expect: [0, 1] outer
def f(x):
    y = [x for x in range(x)]
    return y, x
print(f(3))  # expect: ([0, 1, 2], 3)
print([y for x in range(3) for y in [x * 10]])  # expect: [0, 10, 20]
print([x for x in range(10) if x > 2 if x < 6])  # expect: [3, 4, 5]
def g():
    z = 5
    return [z + i for i in range(2)], {i: z for i in range(1)}
print(g())  # expect: ([5, 6], {0: 5})
print([a + b for a, b in [(1, 2), (3, 4)]], [a for a, *b in ["xyz"]])  # expect: [3, 7] ['x']
print([i for i in range(5) if (lambda v: v % 2)(i)])  # expect: [1, 3]
class C:
    n = 3
    squares = [i * i for i in range(n)]
print(C.squares)  # expect: [0, 1, 4]
try:
    class D:
        n = 3
        bad = [n for i in range(2)]
except NameError as e:
    print(e)  # expect: name 'n' is not defined
def h():
    try: [1 / i for i in (1, 0)]
    except ZeroDivisionError: pass
    return [i for i in range(2)]
print(h())  # expect: [0, 1]
def late(): return [f() for f in [lambda: i for i in range(3)]]
print(late())  # expect: [2, 2, 2]
def cells():
    fs = [lambda: (i, j) for i in range(2) for j in range(2)]
    gs = [(lambda k=i: k) for i in range(2)]
    return [f() for f in fs], [g() for g in gs]
print(cells())  # expect: ([(1, 1), (1, 1), (1, 1), (1, 1)], [0, 1])
def unbound():
    try: return [w for v in range(1) if w for w in range(2)]
    except NameError as e: return str(e)
print(unbound())  # expect: cannot access local variable 'w' where it is not associated with a value
def i_stays(i):
    [i for i in range(3)]
    return i
print(i_stays("i"))  # expect: i
print([*range(2), *[i for i in "ab"]], {**{k: 1 for k in "a"}, "b": 2})
# expect: [0, 1, 'a', 'b'] {'a': 1, 'b': 2}
