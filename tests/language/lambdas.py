print((lambda: 1)(), (lambda x, *a, k=2, **z: (x, a, k, z))(1, 2, 3, q=4))
# expect: 1 (1, (2, 3), 2, {'q': 4})
add = lambda a: lambda b: a + b
print(add(1)(2))  # expect: 3
print(sorted(["bb", "a", "ccc"], key=lambda s: -len(s)))  # expect: ['ccc', 'bb', 'a']
print((lambda x: x if x else "none")(0))  # expect: none
print((lambda: (yield))().__class__.__name__)  # expect: generator
print((lambda: 0).__name__, (lambda: 0).__qualname__)  # expect: <lambda> <lambda>
def f(): return lambda: 0
print(f().__qualname__)  # expect: f.<locals>.<lambda>
