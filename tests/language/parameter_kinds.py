def f(a, b, /, c, d=4, *args, e, f=6, **kw):
    return a, b, c, d, args, e, f, kw
print(f(1, 2, 3, e=5))  # expect: (1, 2, 3, 4, (), 5, 6, {})
print(f(1, 2, 3, 4, 5, 6, e=7, f=8, g=9))  # expect: (1, 2, 3, 4, (5, 6), 7, 8, {'g': 9})
print(f(1, 2, c=3, e=5, a=10))  # expect: (1, 2, 3, 4, (), 5, 6, {'a': 10})
def err(fn, *a, **k):
    try: print(fn(*a, **k))
    except TypeError as e: print(e)
err(f, 1, 2, 3)  # expect: f() missing 1 required keyword-only argument: 'e'
err(f, 1, e=5)  # expect: f() missing 2 required positional arguments: 'b' and 'c'
err(f, a=1, b=2, c=3, e=5)  # expect: f() missing 2 required positional arguments: 'a' and 'b'
def g(a, /): return a
err(g, a=1)  # expect: g() got some positional-only arguments passed as keyword arguments: 'a'
err(g)  # expect: g() missing 1 required positional argument: 'a'
def h(*, x, y): return x, y
err(h, x=1)  # expect: h() missing 1 required keyword-only argument: 'y'
err(h)  # expect: h() missing 2 required keyword-only arguments: 'x' and 'y'
def only(*args, **kwargs): return args, kwargs
print(only(), only(1, a=2))  # expect: ((), {}) ((1,), {'a': 2})
c = f.__code__
print(c.co_argcount, c.co_posonlyargcount, c.co_kwonlyargcount, c.co_varnames)
# expect: 4 2 2 ('a', 'b', 'c', 'd', 'e', 'f', 'args', 'kw')
