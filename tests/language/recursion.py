def fact(n): return 1 if n < 2 else n * fact(n - 1)
print(fact(20))  # expect: 2432902008176640000
def even(n): return n == 0 or odd(n - 1)
def odd(n): return n != 0 and even(n - 1)
print(even(50), odd(50))  # expect: True False
def forever(n): return forever(n + 1)
try: forever(0)
except RecursionError as e: print(e)  # expect: maximum recursion depth exceeded
def ack(m, n):
    if m == 0: return n + 1
    if n == 0: return ack(m - 1, 1)
    return ack(m - 1, ack(m, n - 1))
print(ack(2, 3))  # expect: 9
class N:
    def __init__(self, d): self.c = N(d - 1) if d else None
    def depth(self): return 1 + (self.c.depth() if self.c else 0)
print(N(50).depth())  # expect: 51
def hanoi(n, a, b, c): return 0 if n == 0 else hanoi(n - 1, a, c, b) + 1 + hanoi(n - 1, c, b, a)
print(hanoi(8, "a", "b", "c"))  # expect: 255
