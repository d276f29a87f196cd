def count(n):
    print("start")
    for i in range(n):
        yield i
    print("end")
g = count(2)
print(next(g)); print(next(g))
# expect: start
# expect: 0
# expect: 1
try: next(g)
except StopIteration as e: print("stop", e.value)
# expect: end
# expect: stop None
def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
out = []
for x in fib():
    if x > 50: break
    out.append(x)
print(out)  # expect: [0, 1, 1, 2, 3, 5, 8, 13, 21, 34]
def r():
    yield 1
    return "result"
g = r()
next(g)
try: next(g)
except StopIteration as e: print(e.value)  # expect: result
def empty():
    return
    yield
print(list(empty()))  # expect: []
print(list(count(3)))
# expect: start
# expect: end
# expect: [0, 1, 2]
def two(): yield 1, 2
print(next(two()))  # expect: (1, 2)
def expr():
    x = (yield 1) or (yield 2)
    print("x", x)
g = expr()
print(next(g), g.send(0)); print(next(g, "over"))
# expect: 1 2
# expect: x None
# expect: over
print(sum(i * i for i in range(5)), max((i % 3, i) for i in range(7)))  # expect: 30 (2, 5)
def deep(n):
    if n:
        yield from deep(n - 1)
        yield n
print(list(deep(5)))  # expect: [1, 2, 3, 4, 5]
class Tree:
    def __init__(self, v, l=None, r=None): self.v, self.l, self.r = v, l, r
    def __iter__(self):
        if self.l: yield from self.l
        yield self.v
        if self.r: yield from self.r
print(list(Tree(2, Tree(1), Tree(4, Tree(3)))))  # expect: [1, 2, 3, 4]
