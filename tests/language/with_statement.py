# needs: 3.14+
class M:
    def __init__(self, name, swallow=False): self.name, self.swallow = name, swallow
    def __enter__(self):
        print("enter", self.name)
        return self.name
    def __exit__(self, t, v, tb):
        print("exit", self.name, t and t.__name__, v)
        return self.swallow
with M("a") as x: print(x)
# expect: enter a
# expect: a
# expect: exit a None None
with M("a") as x, M("b") as y:
    print(x, y)
# expect: enter a
# expect: enter b
# expect: a b
# expect: exit b None None
# expect: exit a None None
with (M("c") as x, M("d")):
    print(x)
# expect: enter c
# expect: enter d
# expect: c
# expect: exit d None None
# expect: exit c None None
with M("s", True):
    raise ValueError("gone")
# expect: enter s
# expect: exit s ValueError gone
try:
    with M("p"):
        raise ValueError("seen")
except ValueError as e:
    print("caught", e)
# expect: enter p
# expect: exit p ValueError seen
# expect: caught seen
def f():
    with M("r"):
        return "value"
print(f())
# expect: enter r
# expect: exit r None None
# expect: value
def g():
    for i in range(3):
        with M(i):
            if i == 0: continue
            if i == 1: break
    return i
print(g())
# expect: enter 0
# expect: exit 0 None None
# expect: enter 1
# expect: exit 1 None None
# expect: 1
def h(x):
    with M(1), M(2, True):
        with M(3):
            return [x, 1 / x]
    return "after"
print(h(1))
# expect: enter 1
# expect: enter 2
# expect: enter 3
# expect: exit 3 None None
# expect: exit 2 None None
# expect: exit 1 None None
# expect: [1, 1.0]
print(h(0))
# expect: enter 1
# expect: enter 2
# expect: enter 3
# expect: exit 3 ZeroDivisionError division by zero
# expect: exit 2 ZeroDivisionError division by zero
# expect: exit 1 None None
# expect: after
class Target: pass
t = Target()
with M("attr") as t.x, M("pq") as (p, q): print(t.x, p, q)
# expect: enter attr
# expect: enter pq
# expect: attr p q
# expect: exit pq None None
# expect: exit attr None None
def err(f):
    try: f()
    except (TypeError, AttributeError) as e: print(type(e).__name__, e)
def bad():
    with 5: pass
err(bad)
# expect: TypeError 'int' object does not support the context manager protocol (missed __exit__ method)
class Half:
    def __enter__(self): pass
def bad2():
    with Half(): pass
err(bad2)
# expect: TypeError 'Half' object does not support the context manager protocol (missed __exit__ method)
class Wrong(M):
    def __exit__(self, *a): raise KeyError("exit")
try:
    with Wrong("w"): raise ValueError("body")
except KeyError as e:
    print(repr(e), repr(e.__context__))
# expect: enter w
# expect: KeyError('exit') ValueError('body')
