# needs: 3.14+
class A:
    def f(self): return "A.f"
    @classmethod
    def c(cls): return "A.c " + cls.__name__
    v = "A.v"
    def __init__(self): self.log = ["A"]
class B(A):
    def f(self): return "B>" + super().f()
    @classmethod
    def c(cls): return "B>" + super().c()
    def attr(self): return super().v, super(B, self).v
    def __init__(self):
        super().__init__()
        self.log.append("B")
    def nested(self):
        def inner(): return super(B, self).f()
        return inner(), [super(B, self).f() for _ in range(1)]
    def listcomp(self): return [super().f() for _ in range(2)]
    def bound(self):
        f = super().f
        return f()
    def cls(self): return __class__
b = B()
print(b.f(), b.c(), B.c(), b.attr(), b.log)  # expect: B>A.f B>A.c B B>A.c B ('A.v', 'A.v') ['A', 'B']
print(b.nested(), b.bound(), b.cls() is B)  # expect: ('A.f', ['A.f']) A.f True
print(b.listcomp())  # expect: ['A.f', 'A.f']
class C(B):
    def f(self, *a): return "C>" + super().f()
    f2 = lambda self: super().f()
print(C().f(), C().f2())  # expect: C>B>A.f B>A.f
class M1(A):
    def f(self): return "M1>" + super().f()
class M2(A):
    def f(self): return "M2>" + super().f()
class D(M1, M2):
    def f(self): return "D>" + super().f()
print(D().f())  # expect: D>M1>M2>A.f
def outside(self): return super().f()
try: outside(b)
except RuntimeError as e: print(e)  # expect: super(): __class__ cell not found
class E(A):
    def f(self):
        self = 5
        return super().f()
try: E().f()
except TypeError as e: print(e)
# expect: super(type, obj): obj (instance of int) is not an instance or subtype of type (E).
def shadow():
    super = lambda: type("S", (), {"f": lambda self: "shadowed"})()
    class F(A):
        def f(self): return super().f()
    return F().f()
print(shadow())  # expect: shadowed
try: b.missing()
except AttributeError as e: print(e)  # expect: 'B' object has no attribute 'missing'
class G(A):
    def f(self): return super().nothing
try: G().f()
except AttributeError as e: print(e)  # expect: 'super' object has no attribute 'nothing'
