# needs: 3.14+
class P:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
class Q(P): pass
def f(v):
    match v:
        case P(0, 0): return "origin"
        case P(x=0, y=y): return "on y", y
        case Q(a, b): return "Q", a, b
        case P(a, y=b) if a == b: return "diagonal", a
        case P(): return "P"
        case int(n) | float(n): return "number", n
        case str(): return "str"
        case list([a, b]): return a, b
        case dict(k=5): return "no"
        case bool(): return "never"
        case _: return "other"
for v in (P(0, 0), P(0, 5), Q(1, 2), P(3, 3), P(1, 2), 5, 1.5, "s", [1, 2], {}, True, None):
    print(f(v))
# expect: origin
# expect: ('on y', 5)
# expect: ('Q', 1, 2)
# expect: ('diagonal', 3)
# expect: P
# expect: ('number', 5)
# expect: ('number', 1.5)
# expect: str
# expect: (1, 2)
# expect: other
# expect: ('number', True)
# expect: other
def err(v, p):
    try: p(v)
    except TypeError as e: print(e)
def many(v):
    match v:
        case P(1, 2, 3): pass
err(P(1, 2), many)  # expect: P() accepts 2 positional sub-patterns (3 given)
def nomatch(v):
    match v:
        case object(1): pass
err(5, nomatch)  # expect: object() accepts 0 positional sub-patterns (1 given)
def notclass(v):
    c = 5
    match v:
        case c(): pass
err(5, notclass)  # expect: called match pattern must be a class
def twice(v):
    match v:
        case P(1, x=1): pass
err(P(1, 2), twice)  # expect: P() got multiple sub-patterns for attribute 'x'
class Missing:
    __match_args__ = ("nope",)
def absent(v):
    match v:
        case Missing(a): return "yes"
        case Missing(): return "no attribute"
print(absent(Missing()))  # expect: no attribute
