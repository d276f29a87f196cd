# needs: 3.14+
# getattr and its kin, isinstance, dir, vars, hash, id, repr, format.
def show(f, *args, **kw):
    try:
        print(repr(f(*args, **kw)))
    except Exception as e:
        print(type(e).__name__ + ":", e)


class A:
    x = 1

    def __init__(self):
        self.y = 2


a = A()
print(getattr(a, "x"), getattr(a, "z", "default"), hasattr(a, "y"), hasattr(a, "z"))  # expect: 1 default True False
setattr(a, "z", 3)
print(a.z, vars(a), sorted(vars(a)))  # expect: 3 {'y': 2, 'z': 3} ['y', 'z']
delattr(a, "z")
show(getattr, a, "z")  # expect: AttributeError: 'A' object has no attribute 'z'
show(getattr, a, 5)  # expect: TypeError: attribute name must be string, not 'int'
show(setattr, a, 5, 1)  # expect: TypeError: attribute name must be string, not 'int'
show(delattr, a, "nothing")  # expect: AttributeError: 'A' object has no attribute 'nothing'
show(hasattr, a, 5)  # expect: TypeError: attribute name must be string, not 'int'
show(getattr, a)  # expect: TypeError: getattr expected at least 2 arguments, got 1
show(vars, 5)  # expect: TypeError: vars() argument must have __dict__ attribute
print([n for n in dir(a) if not n.startswith("__")], "append" in dir([]), dir(type("E", (), {"__dir__": lambda s: ["b", "a"]})()))
# expect: ['x', 'y'] True ['a', 'b']


def scope():
    inner = 1
    return dir(), vars(), locals()


print(scope())  # expect: (['inner'], {'inner': 1}, {'inner': 1})
print(isinstance(5, int), isinstance(5, (str, int)), isinstance(True, int), issubclass(bool, int), isinstance(5, int | str), issubclass(A, object))
# expect: True True True True True True
show(isinstance, 5, 5)  # expect: TypeError: isinstance() arg 2 must be a type, a tuple of types, or a union
show(issubclass, 5, int)  # expect: TypeError: issubclass() arg 1 must be a class
show(issubclass, int, 5)  # expect: TypeError: issubclass() arg 2 must be a class, a tuple of classes, or a union
print(hash("a") == hash("a"), hash(5), hash(2.0), hash(()) == hash(()), id(a) == id(a), id(5) == id(5), id(1.5) != id(2.5))
# expect: True 5 2 True True True True
show(hash, [])  # expect: TypeError: unhashable type: 'list'
show(hash, {})  # expect: TypeError: unhashable type: 'dict'


class H:
    def __hash__(self):
        return 2**70 + 1

    def __repr__(self):
        return "H!"

    def __format__(self, spec):
        return f"<{spec}>"


print(hash(H()) == hash(H()), repr(H()), str(H()), ascii("é\n'"), format(H(), "abc"), format(5), format(5, "05d"), f"{H():x>{3}}")
# expect: True H! H! "\xe9\n'" <abc> 5 00005 <x>3>
show(format, 5, 6)  # expect: TypeError: format() argument 2 must be str, not int
show(format, 5, "s")  # expect: ValueError: Unknown format code 's' for object of type 'int'


class BadRepr:
    def __repr__(self):
        return 5


show(repr, BadRepr())  # expect: TypeError: __repr__ returned non-string (type int)
show(str, BadRepr())  # expect: TypeError: __str__ returned non-string (type int)
print(type(5), type("Made", (A,), {"w": 4})().w, object() != object(), type(None), type(NotImplemented), type(...))
# expect: <class 'int'> 4 True <class 'NoneType'> <class 'NotImplementedType'> <class 'ellipsis'>
show(type, 1, 2)  # expect: TypeError: type() takes 1 or 3 arguments
print(__debug__, Ellipsis, NotImplemented, None)  # expect: True Ellipsis NotImplemented None
show(bool, NotImplemented)  # expect: TypeError: NotImplemented should not be used in a boolean context
