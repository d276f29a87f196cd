for i in range(3): print(i)
# expect: 0
# expect: 1
# expect: 2
for c in "ab":
    print(c)
else:
    print("done")
# expect: a
# expect: b
# expect: done
for k, v in {"a": 1, "b": 2}.items():
    print(k, v)
# expect: a 1
# expect: b 2
for x in [1, 2, 3, 4]:
    if x == 3: break
    if x == 1: continue
    print("x", x)
else:
    print("never")  # expect: x 2
print(x)  # expect: 3
for i in []:
    pass
else:
    print("empty")  # expect: empty
for i, (a, b) in enumerate([(1, 2), (3, 4)]):
    print(i, a + b)
# expect: 0 3
# expect: 1 7
class C: pass
c = C()
for c.attr in range(3): pass
print(c.attr)  # expect: 2
items = [0, 0]
for items[0] in "xyz": pass
print(items)  # expect: ['z', 0]
total = 0
for i in range(10, 0, -3): total += i
print(total, i)  # expect: 22 1
for i in range(2):
    for j in range(2):
        if j: break
        print(i, j)
    else:
        print("inner")
# expect: 0 0
# expect: 1 0
try:
    for x in 5: pass
except TypeError as e:
    print(e)  # expect: 'int' object is not iterable
class Seq:
    def __getitem__(self, i):
        if i == 3: raise IndexError
        return i * 10
print([x for x in Seq()])  # expect: [0, 10, 20]
