# needs: 3.14+
# Class statements, attributes of classes and instances, and the text of both.
class Point:
    """A place."""
    kind = "point"

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def length2(self):
        return self.x * self.x + self.y * self.y


p = Point(3, 4)
print(p.length2(), p.x, p.kind)  # expect: 25 3 point
print(Point.__name__, Point.__qualname__, Point.__module__, Point.__doc__)
# expect: Point Point __main__ A place.
print(Point, type(p), type(Point), p.__class__ is Point)
# expect: <class '__main__.Point'> <class '__main__.Point'> <class 'type'> True
print(Point.__bases__, Point.__mro__, Point.__base__)
# expect: (<class 'object'>,) (<class '__main__.Point'>, <class 'object'>) <class 'object'>
p.z = 5
print(p.__dict__, vars(p) is p.__dict__)  # expect: {'x': 3, 'y': 4, 'z': 5} True
p.__dict__["w"] = 6
print(p.w, list(p.__dict__))  # expect: 6 ['x', 'y', 'z', 'w']
del p.z
print(hasattr(p, "z"), sorted(vars(p)))  # expect: False ['w', 'x', 'y']
p.__dict__ = {"x": 1}
print(p.x, hasattr(p, "y"))  # expect: 1 False
Point.kind = "other"
print(p.kind)  # expect: other
del Point.kind
print(hasattr(p, "kind"))  # expect: False


class Outer:
    class Inner:
        def method(self):
            pass


print(Outer.Inner, Outer.Inner.method.__qualname__, Outer.Inner.__name__)
# expect: <class '__main__.Outer.Inner'> Outer.Inner.method Inner
C = type("C", (Point,), {"a": 1, "f": lambda self: self.a})
print(C(1, 2).f(), C.__mro__[1] is Point, C.__module__)  # expect: 1 True __main__
C.__name__ = "Renamed"
C.__qualname__ = "Somewhere.Renamed"
print(C, C.__name__)  # expect: <class '__main__.Somewhere.Renamed'> Renamed
print([k.__name__ for k in Point.__subclasses__()])  # expect: ['Renamed']
print(isinstance(C(1, 2), Point), issubclass(C, (int, Point)), isinstance(3, int | str))
# expect: True True True


class Empty:
    pass


e = Empty()
for i in range(3):
    setattr(e, f"a{i}", i)
print(vars(e))  # expect: {'a0': 0, 'a1': 1, 'a2': 2}
print(sorted(Empty.__dict__) == ['__dict__', '__doc__', '__firstlineno__', '__module__', '__static_attributes__', '__weakref__'])
# expect: True
print(repr(e).startswith("<__main__.Empty object at 0x"))  # expect: True
print(Point.__static_attributes__)  # expect: ('x', 'y')
print(e == e, e != e, e == Empty(), hash(e) == hash(e))  # expect: True False False True


class A:
    pass


class B:
    pass


a = A()
a.v = 1
a.__class__ = B
print(type(a).__name__, a.v)  # expect: B 1
