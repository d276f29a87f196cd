# needs: 3.14+
a, b = 1, 2
print(a, b)  # expect: 1 2
[c, d], e = [3, 4], 5
print(c, d, e)  # expect: 3 4 5
(f, (g, h)), i = (1, "xy"), 3
print(f, g, h, i)  # expect: 1 x y 3
for x, (y, z) in [(1, (2, 3)), (4, (5, 6))]:
    pass
print(x, y, z)  # expect: 4 5 6
a = b = c = []
print(a is b is c)  # expect: True
x = (y, z) = 1, 2
print(x, y, z)  # expect: (1, 2) 1 2
def err(f):
    try: f()
    except (ValueError, TypeError) as e: print(e)
def few(): a, b, c = 1, 2
def many(): a, b = [1, 2, 3]
def none(): a, b = 5
def gen(): a, b = (i for i in range(5))
err(few); err(many); err(none); err(gen)
# expect: not enough values to unpack (expected 3, got 2)
# expect: too many values to unpack (expected 2, got 3)
# expect: cannot unpack non-iterable int object
# expect: too many values to unpack (expected 2)
x, x = 1, 2
print(x)  # expect: 2
i, items = 0, [0, 0, 0]
i, items[i] = 2, 9
print(i, items)  # expect: 2 [0, 0, 9]
