class A:
    __x = 1
    def __init__(self): self.__y = 2
    def get(self): return self.__x, self.__y, __name__
    def __m(self): return "m"
    def call(self): return self.__m()
    def kw(self, **k): return k
    def use(self): return self.kw(__z=1)
    def p(self, __q): return __q
    def loc(self):
        __l = 5
        return __l, sorted(locals())
    __slots = 1
    __dunder__ = 3
a = A()
print(a.get(), a.call(), a.use(), a.p(1), a.loc())
# expect: (1, 2, '__main__') m {'__z': 1} 1 (5, ['_A__l', 'self'])
print(sorted(n for n in vars(A) if "x" in n or "slots" in n or "dunder" in n), vars(a))
# expect: ['_A__slots', '_A__x', '__dunder__'] {'_A__y': 2}
class _B:
    __v = 1
    def f(self): return self.__v
print(_B().f(), _B._B__v)  # expect: 1 1
def outer():
    class C:
        def f(self):
            __w = 1
            return lambda: __w
    return C().f()()
print(outer())  # expect: 1
class D:
    import os as __os
    def f(self): return self.__os.__name__
print(D().f())  # expect: os
