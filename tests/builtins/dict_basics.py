# needs: 3.14+
# Making, changing, comparing and showing dicts.
def error(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as e:
        print(f"{type(e).__name__}: {e}")



print({}, {1: 2}, {"a": [1], (1, 2): {}}, dict(a=1), dict([("x", 1), ["y", 2], "zw"]), dict({1: 2}, b=3))
# expect: {} {1: 2} {'a': [1], (1, 2): {}} {'a': 1} {'x': 1, 'y': 2, 'z': 'w'} {1: 2, 'b': 3}
d = {"b": 1, "a": 2}
d["c"] = 3
d["b"] = 10
print(d, len(d), "a" in d, "z" in d, d["a"], list(d), d.get("z"), d.get("z", 0), d.get("a", 0))
# expect: {'b': 10, 'a': 2, 'c': 3} 3 True False 2 ['b', 'a', 'c'] None 0 2
del d["a"]
d["a"] = 4
print(d, list(d.items()), list(d.values()), list(reversed(d)), d.popitem(), d.pop("b"), d.pop("q", None))
# expect: {'c': 3} [('b', 10), ('c', 3), ('a', 4)] [10, 3, 4] ['a', 'c', 'b'] ('a', 4) 10 None
print(d.setdefault("c", 9), d.setdefault("n"), d.setdefault("m", []), d)
# expect: 3 None [] {'c': 3, 'n': None, 'm': []}
d.update({"c": 0}, e=1)
d.update([("f", 2)], c=5)
d.update()
print(d)  # expect: {'c': 5, 'n': None, 'm': [], 'e': 1, 'f': 2}
print({1: "a"} | {2: "b", 1: "c"}, {1: 1} == {1: 1.0}, {1: 1} == {1: 2}, {1: 1} != {}, {1: 1, 2: 2} == {2: 2, 1: 1})
# expect: {1: 'c', 2: 'b'} True False True True
d = {1: 1}
d |= {2: 2}
d |= [(3, 3)]
print(d)  # expect: {1: 1, 2: 2, 3: 3}
d[True] = "t"
d[1.0] = "f"
print(d, d[1], d[True])  # expect: {1: 'f', 2: 2, 3: 3} f f
print(dict.fromkeys("ab"), dict.fromkeys([1, 2], 0), {**{1: 2}, 3: 4}, {k: v for k, v in zip("ab", "cd")})
# expect: {'a': None, 'b': None} {1: 0, 2: 0} {1: 2, 3: 4} {'a': 'c', 'b': 'd'}
d = {}
d["self"] = d
print(d)  # expect: {'self': {...}}
copy = d.copy()
print(copy == d, copy is d)  # expect: True False
d.clear()
print(d, bool(d), copy)  # expect: {} False {'self': {}}
error(lambda: {}["missing"])  # expect: KeyError: 'missing'
error(lambda: {}[1, 2])  # expect: KeyError: (1, 2)
error({}.pop, "x")  # expect: KeyError: 'x'
error({}.popitem)  # expect: KeyError: 'popitem(): dictionary is empty'
error(dict, [1])  # expect: TypeError: object is not iterable
error(dict, ["abc"])  # expect: ValueError: dictionary update sequence element #0 has length 3; 2 is required
error(dict, [(1, 2, 3)])
# expect: ValueError: dictionary update sequence element #0 has length 3; 2 is required
error(dict, [(1,)])  # expect: ValueError: dictionary update sequence element #0 has length 1; 2 is required
error(dict, 5)  # expect: TypeError: 'int' object is not iterable
error(dict, 1, 2)  # expect: TypeError: dict expected at most 1 argument, got 2
error({}.update, 1, 2)  # expect: TypeError: update expected at most 1 argument, got 2
error(lambda: {[]: 1})  # expect: TypeError: cannot use 'list' as a dict key (unhashable type: 'list')
error(lambda: {}[[]])  # expect: TypeError: cannot use 'list' as a dict key (unhashable type: 'list')
error({}.get, {})  # expect: TypeError: cannot use 'dict' as a dict key (unhashable type: 'dict')
error(lambda: [] in {})  # expect: TypeError: cannot use 'list' as a dict key (unhashable type: 'list')
error(lambda: {} | 1)  # expect: TypeError: unsupported operand type(s) for |: 'dict' and 'int'
error(lambda: {} < {})  # expect: TypeError: '<' not supported between instances of 'dict' and 'dict'
error(hash, {})  # expect: TypeError: unhashable type: 'dict'
error(dict.fromkeys, 5)  # expect: TypeError: 'int' object is not iterable


def delete(d, k):
    del d[k]


error(delete, {}, 1)  # expect: KeyError: 1
big = {i: i * i for i in range(1000)}
for i in range(0, 1000, 3):
    del big[i]
print(len(big), sum(big), sum(big.values()), big[1], 3 in big, list(big)[:5])
# expect: 666 332667 221555889 1 False [1, 2, 4, 5, 7]
for i in range(0, 3000, 3):
    big[i] = -i
print(len(big), list(big)[-3:], big[2997])  # expect: 1666 [2991, 2994, 2997] -2997
mixed = {"a": 1}
mixed[1] = "one"
mixed[None] = "none"
mixed[2.5] = "float"
mixed[(1, "a")] = "tuple"
mixed["b"] = 2
print(mixed, mixed["a"], mixed[1], mixed[None], mixed[(1, "a")], "c" in mixed)
# expect: {'a': 1, 1: 'one', None: 'none', 2.5: 'float', (1, 'a'): 'tuple', 'b': 2} 1 one none tuple False


class Missing(dict):
    def __missing__(self, key):
        return f"no {key}"


m = Missing(a=1)
print(m["a"], m["b"], m.get("b"), m, type(m.copy()), type(m | {}))
# expect: 1 no b None {'a': 1} <class 'dict'> <class 'dict'>


class MyDict(dict):
    def __setitem__(self, key, value):
        super().__setitem__(key, value * 2)

    def keys(self):
        return ["own"]

    def __getitem__(self, key):
        return "got " + key


my = MyDict(x=1)
my["y"] = 2
print(dict.__repr__(my), {**my}, dict(my))  # expect: {'x': 1, 'y': 4} {'x': 1, 'y': 4} {'x': 1, 'y': 4}


class Key:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return 7

    def __eq__(self, other):
        return isinstance(other, Key) and self.n == other.n


d = {Key(i): i for i in range(20)}
print(len(d), d[Key(5)], Key(25) in d, d.pop(Key(3)), len(d), Key(3) in d)  # expect: 20 5 False 3 19 False


class BadHash:
    def __hash__(self):
        raise ValueError("no hash today")


error(lambda: {BadHash(): 1})  # expect: ValueError: no hash today


class BadEq:
    def __hash__(self):
        return 1

    def __eq__(self, other):
        raise ValueError("no comparison")


d = {BadEq(): 1}
error(lambda: d[BadEq()])  # expect: ValueError: no comparison
error(lambda: d == {BadEq(): 1})  # expect: ValueError: no comparison
