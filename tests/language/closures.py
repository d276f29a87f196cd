def make():
    count = 0
    def add(n=1):
        nonlocal count
        count += n
        return count
    def get(): return count
    return add, get
add, get = make()
add(); add(5)
print(get())  # expect: 6
add2, get2 = make()
print(get2(), get())  # expect: 0 6
fs = []
for i in range(3):
    fs.append(lambda: i)
print([f() for f in fs])  # expect: [2, 2, 2]
fs = [lambda i=i: i for i in range(3)]
print([f() for f in fs])  # expect: [0, 1, 2]
def outer(a):
    def middle(b):
        def inner(c): return a, b, c
        return inner
    return middle
print(outer(1)(2)(3))  # expect: (1, 2, 3)
def late():
    def f(): return x
    x = 5
    return f()
print(late())  # expect: 5
print(outer.__code__.co_cellvars, outer(1).__code__.co_freevars)  # expect: ('a',) ('a',)
def param(x):
    def f():
        nonlocal x
        x += 1
        return x
    f()
    return f(), x
print(param(10))  # expect: (12, 12)
