def f(a, b, c):
    a, b = b, a
    b, c, a = a, b, c
    return a, b, c
print(f(1, 2, 3))  # expect: (3, 2, 1)
x, y = 1, 2
x, y = y, x
print(x, y)  # expect: 2 1
items = [1, 2, 3]
items[0], items[2] = items[2], items[0]
print(items)  # expect: [3, 2, 1]
class P: pass
p = P()
p.a, p.b = 1, 2
p.a, p.b = p.b, p.a + p.b
print(p.a, p.b)  # expect: 2 3
def fib(n):
    a, b = 0, 1
    for _ in range(n):
        a, b = b, a + b
    return a
print(fib(90))  # expect: 2880067194370816120
def rotate(a, b, c, d):
    a, b, c, d = d, a, b, c
    return [a, b, c, d]
print(rotate(1, 2, 3, 4))  # expect: [4, 1, 2, 3]
def mixed(a, o):
    a, o.x, b = o, a, a
    return a is o, o.x, b
print(mixed(5, p))  # expect: (True, 5, 5)
