class A:
    """Doc of A."""
    count = 0
    def __init__(self, x):
        self.x = x
        A.count += 1
    def get(self): return self.x
    @staticmethod
    def s(a): return a
    @classmethod
    def c(cls, a): return cls.__name__, a
    @property
    def p(self): return self.x * 2
print(A.__doc__, A.__name__, A.__qualname__, A.__module__)  # expect: Doc of A. A A __main__
a = A(5)
print(a.get(), a.s(1), a.c(2), A.c(3), a.p, A.count)  # expect: 5 1 ('A', 2) ('A', 3) 10 1
class B(A):
    def get(self): return "B" + str(super().get())
    def __init__(self, x, y):
        super().__init__(x)
        self.y = y
b = B(1, 2)
print(b.get(), b.x, b.y, B.__bases__, B.__mro__[1] is A)  # expect: B1 1 2 (<class '__main__.A'>,) True
print(isinstance(b, A), issubclass(B, A), type(b) is B)  # expect: True True True
class Empty: pass
print(Empty.__doc__, Empty().__class__.__name__)  # expect: None Empty
class K:
    x = 1
    y = x + 1
    def f(self): return self.y
    g = f
    z = [i for i in range(y)]
    if y > 1:
        w = "big"
    else:
        v = "small"
    for i in range(3): pass
print(K().g(), K.z, K.w, hasattr(K, "v"), K.i)  # expect: 2 [0, 1] big False 2
print(a.get.__func__ is A.get)  # expect: True
