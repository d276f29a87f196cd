def f(x):
    match x:
        case {"type": "a", "v": v}: return "a", v
        case {"type": t, **rest} if rest: return t, rest
        case {"k": [x, y]}: return x + y
        case {1: _, 2: z}: return z
        case {**rest}: return "rest", rest
        case _: return "no"
print(f({"type": "a", "v": 1, "w": 2}), f({"type": "b", "q": 1}), f({"k": [1, 2]}), f({1: 0, 2: 5}), f({}), f([]))
# expect: ('a', 1) ('b', {'q': 1}) 3 5 ('rest', {}) no
class K: key = "dotted"
def g(x):
    match x:
        case {K.key: v, -1: w}: return v, w
        case {"a": {"b": {"c": deep}}}: return deep
        case {"x": None}: return "none"
print(g({"dotted": 1, -1: 2}), g({"a": {"b": {"c": 3}}}), g({"x": None}), g({"x": 1}))
# expect: (1, 2) 3 none None
import collections
print(f(collections.OrderedDict(type="a", v=3)))  # expect: ('a', 3)
class D(dict):
    def __missing__(self, k): return "made"
print(g(D()))  # expect: None
try:
    match {"a": 1}:
        case {K.key: 1, "dotted": 2}: pass
except ValueError as e:
    print(e)
