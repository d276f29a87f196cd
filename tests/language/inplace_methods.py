class V:
    def __init__(self, n): self.n = n
    def __iadd__(self, other):
        self.n += other
        return self
    def __sub__(self, other): return V(self.n - other)
v = w = V(1)
v += 5
print(v.n, v is w)  # expect: 6 True
v -= 2
print(v.n, v is w, w.n)  # expect: 4 False 6
