# needs: 3.14+
# Annotations of classes and modules, computed when asked for.
class C:
    x: int
    y: "str" = "text"
    z: list[Undefined] = None if False else 0


try:
    C.__annotations__
except NameError as e:
    print(e)  # expect: name 'Undefined' is not defined


class D:
    a: int
    b: str = ""


print(D.__annotations__, "a" in D.__dict__, D.b)
# expect: {'a': <class 'int'>, 'b': <class 'str'>} False 
D.__annotations__["c"] = float
print(D.__annotations__)  # expect: {'a': <class 'int'>, 'b': <class 'str'>, 'c': <class 'float'>}
D.__annotations__ = {"n": 1}
print(D.__annotations__)  # expect: {'n': 1}
del D.__annotations__
try:
    print(D.__annotations__)
except AttributeError as e:
    print(e)  # expect: {}


class Empty:
    pass


print(Empty.__annotations__, Empty.__annotate__)  # expect: {} None
try:
    int.__annotations__
except AttributeError as e:
    print(e)  # expect: type object 'int' has no attribute '__annotations__'
