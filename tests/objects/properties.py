# needs: 3.14+
# property, its copies and its errors.
class C:
    def __init__(self):
        self._x = 1

    @property
    def x(self):
        "the x"
        return self._x

    @x.setter
    def x(self, value):
        self._x = value

    @x.deleter
    def x(self):
        del self._x

    @property
    def readonly(self):
        return 2

    writeonly = property(None, lambda self, v: None)


c = C()
print(c.x, C.x.__doc__, C.x.__name__)  # expect: 1 the x x
c.x = 5
print(c.x, c._x)  # expect: 5 5
del c.x
print(hasattr(c, "_x"))  # expect: False
for action in ("c.readonly = 1", "del c.readonly", "c.writeonly"):
    try:
        exec(action)
    except AttributeError as e:
        print(e)
# expect: property 'readonly' of 'C' object has no setter
# expect: property 'readonly' of 'C' object has no deleter
# expect: property 'writeonly' of 'C' object has no getter
print(type(C.x), C.x.fget.__name__, C.readonly.fset)  # expect: <class 'property'> x None


class P(property):
    """Own doc"""


class D:
    @P
    def y(self):
        "about y"
        return 3


print(D().y, D.y.__doc__, type(D.y))  # expect: 3 about y <class '__main__.P'>
p = property(lambda self: 1, doc="given")
print(p.__doc__)  # expect: given
p.__doc__ = "changed"
print(p.__doc__)  # expect: changed


class Base:
    @property
    def v(self):
        return "base"


class Derived(Base):
    @Base.v.getter
    def v(self):
        return "derived"


print(Base().v, Derived().v)  # expect: base derived
try:
    property(x=1)
except TypeError as e:
    print(e)  # expect: property() got an unexpected keyword argument 'x'
try:
    property(1, 2, 3, 4, 5)
except TypeError as e:
    print(e)  # expect: property() takes at most 4 arguments (5 given)
