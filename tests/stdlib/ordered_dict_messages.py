# needs: 3.14+
# OrderedDict takes pairs one by one and says so; methods are named without their module.
from collections import OrderedDict, deque


def show(function):
    try:
        print(repr(function()))
    except Exception as e:
        print(type(e).__name__, e)


show(lambda: OrderedDict(1))  # expect: TypeError 'int' object is not iterable
show(lambda: OrderedDict([1]))  # expect: TypeError 'int' object is not iterable
show(lambda: OrderedDict([()]))  # expect: ValueError need more than 0 values to unpack
show(lambda: OrderedDict(["a"]))  # expect: ValueError need more than 1 value to unpack
show(lambda: OrderedDict([(1, 2, 3)]))  # expect: ValueError too many values to unpack (expected 2)
show(lambda: OrderedDict(["ab", [1, 2]], c=3))  # expect: OrderedDict({'a': 'b', 1: 2, 'c': 3})
show(lambda: OrderedDict(1, 2))  # expect: TypeError expected at most 1 argument, got 2
show(lambda: OrderedDict().update(1, 2))  # expect: TypeError update() takes at most 1 positional argument (2 given)
show(lambda: OrderedDict().update(["abc"]))  # expect: ValueError too many values to unpack (expected 2)
d = OrderedDict(a=1)
d.update([("b", 2)], c=3)
d.update({"d": 4})
d.update(e=5)
print(d)  # expect: OrderedDict({'a': 1, 'b': 2, 'c': 3, 'd': 4, 'e': 5})


class Upper(OrderedDict):
    def __setitem__(self, key, value):
        super().__setitem__(key.upper(), value)


print(Upper([("a", 1)], b=2))  # expect: Upper({'A': 1, 'B': 2})
show(lambda: d.keys(1))  # expect: TypeError OrderedDict.keys() takes no arguments (1 given)
show(lambda: deque().append())  # expect: TypeError deque.append() takes exactly one argument (0 given)


class Outer:
    class Inner:
        pass


def derive():
    class Sub(Outer.Inner, bad=1):
        pass


show(derive)  # expect: TypeError derive.<locals>.Sub.__init_subclass__() takes no keyword arguments
