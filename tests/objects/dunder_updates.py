# Special methods that a class gets, changes or loses after instances exist.
class A:
    pass


class B(A):
    pass


b = B()
try:
    len(b)
except TypeError as e:
    print(e)  # expect: object of type 'B' has no len()
A.__len__ = lambda self: 3
print(len(b), bool(b))  # expect: 3 True
B.__len__ = lambda self: 0
print(len(b), bool(b))  # expect: 0 False
del B.__len__
print(len(b))  # expect: 3
A.__add__ = lambda self, o: "added"
print(b + 1)  # expect: added
A.__call__ = lambda self: "called"
print(b())  # expect: called
A.__getattr__ = lambda self, name: name.upper()
print(b.anything)  # expect: ANYTHING
del A.__getattr__
print(hasattr(b, "anything"))  # expect: False
A.__setattr__ = lambda self, n, v: object.__setattr__(self, n, v * 2)
b.x = 5
print(b.x)  # expect: 10
del A.__setattr__
b.x = 5
print(b.x)  # expect: 5


def read():
    return b.x


print([read() for i in range(3)])  # expect: [5, 5, 5]
A.x = property(lambda self: "property")
print([read() for i in range(3)])  # expect: ['property', 'property', 'property']
del A.x
print([read() for i in range(3)])  # expect: [5, 5, 5]
A.__repr__ = lambda self: "B!"
print(b, [b], f"{b}")  # expect: B! [B!] B!
A.__eq__ = lambda self, o: True
print(b == 1, 1 == b)  # expect: True True
A.__hash__ = lambda self: 1
print(hash(b))  # expect: 1
A.__hash__ = None
try:
    hash(b)
except TypeError as e:
    print(e)  # expect: unhashable type: 'B'
A.__iter__ = lambda self: iter("xy")
print(list(b))  # expect: ['x', 'y']
b.__len__ = lambda: 99
print(len(b))  # expect: 3
