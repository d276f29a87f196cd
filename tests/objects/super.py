# needs: 3.14+
# super, with and without arguments.
class A:
    def f(self):
        return "A.f"

    @classmethod
    def make(cls):
        return cls.__name__

    @property
    def p(self):
        return "A.p"


class B(A):
    def f(self):
        return "B.f " + super().f()

    @classmethod
    def make(cls):
        return "B " + super().make()

    @property
    def p(self):
        return "B.p " + super().p

    def old(self):
        return super(B, self).f()


b = B()
print(b.f(), b.old(), B.make(), b.make(), b.p)  # expect: B.f A.f A.f B B B B B.p A.p
print(super(B, b).f(), super(B, B).make())  # expect: A.f B
s = super(B, b)
print(s.__thisclass__, s.__self__ is b, s.__self_class__)
# expect: <class '__main__.B'> True <class '__main__.B'>
print(repr(s), repr(super(B)))
# expect: <super: <class 'B'>, <B object>> <super: <class 'B'>, NULL>
try:
    super(B, 1)
except TypeError as e:
    print(e)
# expect: super(type, obj): obj (instance of int) is not an instance or subtype of type (B).
try:
    super(B, int)
except TypeError as e:
    print(e)  # expect: super(type, obj): obj (type int) is not an instance or subtype of type (B).
try:
    super(1)
except TypeError as e:
    print(e)  # expect: super() argument 1 must be a type, not int
try:
    s.nothing
except AttributeError as e:
    print(e)  # expect: 'super' object has no attribute 'nothing'
print(s.__class__)  # expect: <class 'super'>


class Cls:
    def method(self):
        def inner():
            return __class__
        return inner()


print(Cls().method())  # expect: <class '__main__.Cls'>


def outside():
    super()


try:
    outside()
except RuntimeError as e:
    print(e)  # expect: super(): no arguments


class NoArgs:
    def f():
        super()


try:
    NoArgs.f()
except RuntimeError as e:
    print(e)  # expect: super(): no arguments


class I(int):
    def __add__(self, other):
        return I(super().__add__(other))


print(type(I(1) + 2), I(1) + 2)  # expect: <class '__main__.I'> 3
