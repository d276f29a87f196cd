# Views of dicts.
def error(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as e:
        print(f"{type(e).__name__}: {e}")



d = {"a": 1, "b": 2, "c": 3}
k, v, i = d.keys(), d.values(), d.items()
print(k, v, i)
# expect: dict_keys(['a', 'b', 'c']) dict_values([1, 2, 3]) dict_items([('a', 1), ('b', 2), ('c', 3)])
print(len(k), "a" in k, "z" in k, 2 in v, 9 in v, ("a", 1) in i, ("a", 2) in i, 5 in i, ("a",) in i)
# expect: 3 True False True False True False False False
print(sorted(k & {"a", "z"}), sorted(k | {"z"}), sorted(k - {"a"}), sorted(k ^ {"a", "z"}), sorted(k & ["a"]))
# expect: ['a'] ['a', 'b', 'c', 'z'] ['b', 'c'] ['b', 'c', 'z'] ['a']
print(sorted({"a", "q"} - k), sorted(["z"] | k), sorted(i & {("a", 1)}), sorted(i - [("a", 1)]), type(k | []))
# expect: ['q'] ['a', 'b', 'c', 'z'] [('a', 1)] [('b', 2), ('c', 3)] <class 'set'>
print(k == {"a", "b", "c"}, k <= {"a", "b", "c", "d"}, k < {"a", "b", "c"}, k > {"a"}, k >= {"a"}, k != {"a"}, k == ["a"])
# expect: True True False True True True False
print(i == {("a", 1), ("b", 2), ("c", 3)}, v == d.values(), k == d.keys(), k.isdisjoint(["x"]), k.isdisjoint("a"), i.isdisjoint([]))
# expect: True False True True False True
print(list(reversed(k)), list(reversed(v)), list(reversed(i)), next(iter(i)))
# expect: ['c', 'b', 'a'] [3, 2, 1] [('c', 3), ('b', 2), ('a', 1)] ('a', 1)
print(k.mapping, v.mapping["a"], type(k).__name__, type(iter(k)).__name__, type(reversed(v)).__name__, type(iter(i)).__name__)
# expect: {'a': 1, 'b': 2, 'c': 3} 1 dict_keys dict_keyiterator dict_reversevalueiterator dict_itemiterator
error(lambda: k | 1)  # expect: TypeError: 'int' object is not iterable
error(lambda: k + 1)  # expect: TypeError: unsupported operand type(s) for +: 'dict_keys' and 'int'
error(lambda: v & v)  # expect: TypeError: unsupported operand type(s) for &: 'dict_values' and 'dict_values'
error(hash, k)  # expect: TypeError: unhashable type: 'dict_keys'
error(lambda: k[0])  # expect: TypeError: 'dict_keys' object is not subscriptable
error(lambda: k < 5)  # expect: TypeError: '<' not supported between instances of 'dict_keys' and 'int'
error(k.isdisjoint, 5)  # expect: TypeError: 'int' object is not iterable
error(type(k))  # expect: TypeError: cannot create 'dict_keys' instances
it = iter(i)
print(next(it), list(it), list(it))  # expect: ('a', 1) [('b', 2), ('c', 3)] []
loop = {}
loop["v"] = loop.values()
print(loop)  # expect: {'v': dict_values([...])}
print([k for k, v in {1: 2, 3: 4}.items() if v > 2], dict(d.items()), max(d.values()), list(map(str, d)))
# expect: [3] {'a': 1, 'b': 2, 'c': 3} 3 ['a', 'b', 'c']
