def f(*args, **kw): return args, kw
print(f(*[1, 2], 3, *(4,), x=1, **{"y": 2}, z=3))  # expect: ((1, 2, 3, 4), {'x': 1, 'y': 2, 'z': 3})
print(f(*"ab"), f(**{}), f(*[], *[]))  # expect: (('a', 'b'), {}) ((), {}) ((), {})
print(f(*range(3), **{"a": 1}, **{"b": 2}))  # expect: ((0, 1, 2), {'a': 1, 'b': 2})
print(max(*[1, 5, 3]), "{}-{}".format(*"xy"))  # expect: 5 x-y
def err(g):
    try: print(g())
    except TypeError as e: print(e)
err(lambda: f(*5))  # expect: __main__.f() argument after * must be an iterable, not int
err(lambda: f(**5))  # expect: __main__.f() argument after ** must be a mapping, not int
err(lambda: f(**{"a": 1}, **{"a": 2}))  # expect: __main__.f() got multiple values for keyword argument 'a'
err(lambda: f(a=1, **{"a": 2}))  # expect: __main__.f() got multiple values for keyword argument 'a'
err(lambda: f(**{1: 2}))  # expect: keywords must be strings
err(lambda: f(1, *5))  # expect: Value after * must be an iterable, not int
class K:
    def m(self, *a, **k): return a, k
k = K()
print(k.m(*[1], b=2), k.m(1, *[2], **{"c": 3}))  # expect: ((1,), {'b': 2}) ((1, 2), {'c': 3})
