# needs: 3.14+
# What can be wrong with a class, in CPython's words.
def attempt(code):
    try:
        exec(code, {})
    except Exception as e:
        print(f"{type(e).__name__}: {e}")
    else:
        print("no error")


attempt("class A: pass\nclass B(A): pass\nclass C(A, B): pass")
# expect: TypeError: Cannot create a consistent method resolution order (MRO) for bases A, B
attempt("class A: pass\nclass C(A, A): pass")  # expect: TypeError: duplicate base class A
attempt("class C(bool): pass")  # expect: TypeError: type 'bool' is not an acceptable base type
attempt("class C(int, str): pass")
# expect: TypeError: multiple bases have instance lay-out conflict
attempt("class C(type(None)): pass")
# expect: TypeError: type 'NoneType' is not an acceptable base type
attempt("type(1, (), {})")  # expect: TypeError: type.__new__() argument 1 must be str, not int
attempt("type('a', [], {})")  # expect: TypeError: type.__new__() argument 2 must be tuple, not list
attempt("type('a', (), [])")  # expect: TypeError: type.__new__() argument 3 must be dict, not list
attempt("type()")  # expect: TypeError: type() takes 1 or 3 arguments
attempt("type('a', (), {}, x=1)")
# expect: TypeError: a.__init_subclass__() takes no keyword arguments
attempt("class M(type): pass\nclass N(type): pass\nclass A(metaclass=M): pass\nclass B(A, metaclass=N): pass")
# expect: TypeError: metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases
attempt("class A: pass\nA(1)")  # expect: TypeError: A() takes no arguments
attempt("object(1)")  # expect: TypeError: object() takes no arguments
attempt("class A:\n  def __new__(cls, *a): return object.__new__(cls, *a)\nA(1)")
# expect: TypeError: object.__new__() takes exactly one argument (the type to instantiate)
attempt("class A:\n  def __init__(self, *a): object.__init__(self, *a)\nA(1)")
# expect: TypeError: object.__init__() takes exactly one argument (the instance to initialize)
attempt("object.__new__(int)")
# expect: TypeError: object.__new__(int) is not safe, use int.__new__()
attempt("object.__new__(1)")  # expect: TypeError: object.__new__(X): X is not a type object (int)
attempt("object.__new__()")  # expect: TypeError: object.__new__(): not enough arguments
attempt("int.__new__(str)")  # expect: TypeError: int.__new__(str): str is not a subtype of int
attempt("int.x = 1")  # expect: TypeError: cannot set 'x' attribute of immutable type 'int'
attempt("del int.x")  # expect: TypeError: cannot set 'x' attribute of immutable type 'int'
attempt("int.__name__ = 'x'")
# expect: TypeError: cannot set '__name__' attribute of immutable type 'int'
attempt("(1).x = 1")
# expect: AttributeError: 'int' object has no attribute 'x' and no __dict__ for setting new attributes
attempt("(1).real = 1")  # expect: AttributeError: attribute 'real' of 'int' objects is not writable
attempt("object().x = 1")
# expect: AttributeError: 'object' object has no attribute 'x' and no __dict__ for setting new attributes
attempt("class A: pass\ndel A().x")  # expect: AttributeError: 'A' object has no attribute 'x'
attempt("class A: pass\ndel A.x")  # expect: AttributeError: type object 'A' has no attribute 'x'
attempt("class A: pass\nA.__name__ = 1")
# expect: TypeError: can only assign string to A.__name__, not 'int'
attempt("class A: pass\nA.__qualname__ = 1")
# expect: TypeError: can only assign string to A.__qualname__, not 'int'
attempt("class A: pass\nA.__bases__ = 1")
# expect: TypeError: can only assign tuple to A.__bases__, not int
attempt("class A: pass\nA.__bases__ = ()")
# expect: TypeError: can only assign non-empty tuple to A.__bases__, not ()
attempt("class A: pass\nA.__bases__ = (1,)")
# expect: TypeError: A.__bases__ must be tuple of classes, not 'int'
attempt("class A: pass\nclass B(A): pass\nA.__bases__ = (B,)")
# expect: TypeError: a __bases__ item causes an inheritance cycle
attempt("class A: pass\nA.__mro__ = 1")
# expect: AttributeError: attribute '__mro__' of 'type' objects is not writable
attempt("class A: pass\nA().__dict__ = 1")
# expect: TypeError: __dict__ must be set to a dictionary, not a 'int'
attempt("class A: pass\nA().__class__ = int")
# expect: TypeError: __class__ assignment only supported for mutable types or ModuleType subclasses
attempt("class A: pass\nA().__class__ = 1")
# expect: TypeError: __class__ must be set to a class, not 'int' object
attempt("class A: pass\ndel A().__class__")  # expect: TypeError: can't delete __class__ attribute
attempt("class A: pass\nclass B:\n __slots__ = ()\nA().__class__ = B")
# expect: TypeError: __class__ assignment: 'B' object layout differs from 'A'
attempt("(1).__class__ = str")
# expect: TypeError: __class__ assignment only supported for mutable types or ModuleType subclasses
attempt("class M(type):\n  def mro(cls): return [1]\nclass A(metaclass=M): pass")
# expect: TypeError: mro() returned a non-class ('int')
attempt("class A:\n  __qualname__ = 1")
# expect: TypeError: type __qualname__ must be a str, not int
attempt("type('a\\0', (), {})")  # expect: ValueError: type name must not contain null characters
attempt("type(iter([]))()")  # expect: TypeError: cannot create 'list_iterator' instances
attempt("type(None)(1)")  # expect: TypeError: NoneType takes no arguments
attempt("class A:\n def __init__(self): return 1\nA()")
# expect: TypeError: __init__() should return None, not 'int'
attempt("class A:\n def __init_subclass__(cls): pass\nclass B(A, x=1): pass")
# expect: TypeError: A.__init_subclass__() got an unexpected keyword argument 'x'
attempt("class B(x=1): pass")  # expect: TypeError: B.__init_subclass__() takes no keyword arguments
