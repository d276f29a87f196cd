# needs: 3.14+
x = "global"
def f():
    x = "function"
    class C:
        print(x)
        x = "class"
        print(x)
        def m(self): return x
        class Inner:
            print(x)
    return C
C = f()
# expect: global
# expect: class
# expect: function
print(C().m(), C.x)  # expect: function class
class D:
    print(x)
    x = x + "!"
    print(x)
    def get(self): return x
# expect: global
# expect: global!
print(D.x, D().get())  # expect: global! global
def g():
    y = 1
    class E:
        nonlocal y
        y = 2
        z = y
    return y, E.z, hasattr(E, "y")
print(g())  # expect: (2, 2, False)
class F:
    names = sorted(locals())
    def f(): pass
    f2 = lambda: 5
    del f
print(F.names, hasattr(F, "f"), F.f2())  # expect: ['__firstlineno__', '__module__', '__qualname__'] False 5
try:
    class G:
        missing
except NameError as e:
    print(e)  # expect: name 'missing' is not defined
def h(a):
    class H:
        b = a
        c = [a for _ in range(2)]
        d = (lambda: a)()
    return H.b, H.c, H.d
print(h(7))  # expect: (7, [7, 7], 7)
class L:
    val = 3
    fs = [lambda i=i: i for i in range(val)]
    gen = list(i for i in range(val))
print([f() for f in L.fs], L.gen)  # expect: [0, 1, 2] [0, 1, 2]
