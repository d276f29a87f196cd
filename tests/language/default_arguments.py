def f(a, b=2, c=3): return a, b, c
print(f(1), f(1, 5), f(1, c=7), f(c=1, a=2))  # expect: (1, 2, 3) (1, 5, 3) (1, 2, 7) (2, 2, 1)
def g(x=[]):
    x.append(1)
    return x
g()
print(g())  # expect: [1, 1]
print(f.__defaults__, g.__defaults__)  # expect: (2, 3) ([1, 1],)
n = 5
def h(v=n * 2): return v
n = 100
print(h())  # expect: 10
def k(*, a=1, b): return a, b
print(k(b=2), k.__kwdefaults__)  # expect: (1, 2) {'a': 1}
print((lambda x, y=10: x + y)(1))  # expect: 11
def err(fn, *a, **k):
    try: print(fn(*a, **k))
    except TypeError as e: print(e)
err(f)  # expect: f() missing 1 required positional argument: 'a'
err(f, 1, 2, 3, 4)  # expect: f() takes from 1 to 3 positional arguments but 4 were given
err(f, 1, a=2)  # expect: f() got multiple values for argument 'a'
err(f, 1, d=2)  # expect: f() got an unexpected keyword argument 'd'
err(k)  # expect: k() missing 1 required keyword-only argument: 'b'
err(k, 1)  # expect: k() takes 0 positional arguments but 1 was given
