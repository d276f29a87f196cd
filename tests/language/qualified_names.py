# needs: 3.14+
def f():
    def g(): pass
    class C:
        def m(self): return lambda: 0
        class D: pass
    return g, C
g, C = f()
print(f.__qualname__, g.__qualname__, C.__qualname__, C.m.__qualname__, C().m(None) if 0 else C.D.__qualname__)
# expect: f f.<locals>.g f.<locals>.C f.<locals>.C.m f.<locals>.C.D
print(C().m().__qualname__)  # expect: f.<locals>.C.m.<locals>.<lambda>
def h():
    global top
    def top(): pass
    class K: pass
h()
print(top.__qualname__)  # expect: top
print([x for x in [lambda: 0]][0].__qualname__, (i for i in []).__qualname__)  # expect: <lambda> <genexpr>
class A:
    f = lambda self: 0
    g = [lambda: 0 for _ in range(1)]
print(A.f.__qualname__, A.g[0].__qualname__)  # expect: A.<lambda> A.<lambda>
def gen(): yield
print(gen().__qualname__, gen().__name__)  # expect: gen gen
async def co(): pass
c = co()
print(c.__qualname__)  # expect: co
c.close()
