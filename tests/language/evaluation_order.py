log = []
def n(x):
    log.append(x)
    return x
n(1) + n(2) * n(3)
print(log); log.clear()  # expect: [1, 2, 3]
{n(1): n(2), n(3): n(4)}
print(log); log.clear()  # expect: [1, 2, 3, 4]
def f(*a, **k): pass
f(n(1), *[n(2)], n(3), k=n(4), **{"z": n(5)})
print(log); log.clear()  # expect: [1, 2, 3, 4, 5]
class A: pass
a = A()
a.x = A()
items = [0] * 10
items[n(1)] = n(2)
print(log); log.clear()  # expect: [2, 1]
items[n(1)], items[n(2)] = n(3), n(4)
print(log); log.clear()  # expect: [3, 4, 1, 2]
items[n(1):n(2)] = [n(3)]
print(log); log.clear()  # expect: [3, 1, 2]
n(1) if n(0) else n(2)
print(log); log.clear()  # expect: [0, 2]
n(1) < n(2) < n(3)
print(log); log.clear()  # expect: [1, 2, 3]
(n(1), [n(2), {n(3)}], n(4))
print(log); log.clear()  # expect: [1, 2, 3, 4]
x = 1
def change():
    global x
    x = 100
    return 1
print(x + change(), x)  # expect: 2 100
def local():
    v = 1
    def set():
        nonlocal v
        v = 50
        return 1
    return v + set() + v
print(local())  # expect: 52
