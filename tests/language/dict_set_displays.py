# needs: 3.14+
print({"a": 1, "b": 2, **{"c": 3}, "a": 9})  # expect: {'a': 9, 'b': 2, 'c': 3}
print({1, 2, *[2, 3]}, [*"ab", 1, *(2,)], (*[1], 2), *[3])  # expect: {1, 2, 3} ['a', 'b', 1, 2] (1, 2) 3
print({}, [], (), {1}, {*()})  # expect: {} [] () {1} set()
print({k: v for k, v in zip("abc", range(3)) if v})  # expect: {'b': 1, 'c': 2}
big = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, len("abc")]
print(len(big), big[-1], sum(big))  # expect: 35 3 564
d = {0: "a", 1: "b", 2: "c", 3: "d", 4: "e", 5: "f", 6: "g", 7: "h", 8: "i", 9: "j", 10: "k", 11: "l", 12: "m", 13: "n", 14: "o", 15: "p", 16: "q", 17: "r", 18: str(len(big))}
print(len(d), d[18])  # expect: 19 35
x = [1, 2, 3]
x.append(4)
y = [1, 2, 3]
print(x, y)  # expect: [1, 2, 3, 4] [1, 2, 3]
try: {[]: 1}
except TypeError as e: print(e)  # expect: cannot use 'list' as a dict key (unhashable type: 'list')
try: {[]}
except TypeError as e: print(e)  # expect: cannot use 'list' as a set element (unhashable type: 'list')
try: {**5}
except TypeError as e: print(e)  # expect: 'int' object is not a mapping
try: [*5]
except TypeError as e: print(e)  # expect: Value after * must be an iterable, not int
print([[]] * 2, [[1, [2]], (3, {4: {5}})])  # expect: [[], []] [[1, [2]], (3, {4: {5}})]
