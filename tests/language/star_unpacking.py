a, *b = [1, 2, 3]
print(a, b)  # expect: 1 [2, 3]
*a, b = "xyz"
print(a, b)  # expect: ['x', 'y'] z
a, *b, c = range(6)
print(a, b, c)  # expect: 0 [1, 2, 3, 4] 5
a, *b, c = 1, 2
print(a, b, c)  # expect: 1 [] 2
(a, *b), *c = [(1, 2, 3), 4, 5]
print(a, b, c)  # expect: 1 [2, 3] [4, 5]
for head, *tail in [(1, 2, 3), (4,)]:
    print(head, tail)
# expect: 1 [2, 3]
# expect: 4 []
try:
    a, b, *c = [1]
except ValueError as e:
    print(e)  # expect: not enough values to unpack (expected at least 2, got 1)
*a, = "hi"
print(a)  # expect: ['h', 'i']
