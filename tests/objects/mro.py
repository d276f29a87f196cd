# C3: each class before its bases, bases in the order in which they were written.
class O: pass
class A(O): pass
class B(O): pass
class C(A, B): pass
class D(B): pass
class E(C, D): pass


print([k.__name__ for k in E.__mro__])  # expect: ['E', 'C', 'A', 'D', 'B', 'O', 'object']
print([k.__name__ for k in E.mro()])  # expect: ['E', 'C', 'A', 'D', 'B', 'O', 'object']


class Base:
    def hello(self):
        return ["Base"]


class Left(Base):
    def hello(self):
        return ["Left"] + super().hello()


class Right(Base):
    def hello(self):
        return ["Right"] + super().hello()


class Bottom(Left, Right):
    def hello(self):
        return ["Bottom"] + super().hello()


print(Bottom().hello())  # expect: ['Bottom', 'Left', 'Right', 'Base']


class Meta(type):
    def mro(cls):
        order = super().mro()
        return [order[0], *order[1:][::1]]


class M(metaclass=Meta):
    pass


print([k.__name__ for k in M.__mro__])  # expect: ['M', 'object']


class X:
    def f(self):
        return "X"


class Y:
    def f(self):
        return "Y"


class Z(X):
    pass


z = Z()
print(z.f())  # expect: X
Z.__bases__ = (Y,)
print(z.f(), Z.__mro__[1].__name__, [k.__name__ for k in X.__subclasses__()])  # expect: Y Y []
