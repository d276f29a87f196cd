# needs: 3.14+
# What special methods return is checked.
def attempt(code):
    try:
        exec(code, {})
    except Exception as e:
        print(f"{type(e).__name__}: {e}")
    else:
        print("no error")


attempt("class A:\n def __len__(self): return -1\nlen(A())")
# expect: ValueError: __len__() should return >= 0
attempt("class A:\n def __len__(self): return 'a'\nlen(A())")
# expect: TypeError: 'str' object cannot be interpreted as an integer
attempt("class A:\n def __len__(self): return 2**70\nlen(A())")
# expect: OverflowError: cannot fit 'int' into an index-sized integer
attempt("class A:\n def __bool__(self): return 2\nbool(A())")
# expect: TypeError: __bool__ should return bool, returned int
attempt("class A:\n def __hash__(self): return 'a'\nhash(A())")
# expect: TypeError: __hash__ method should return an integer
attempt("class A:\n def __repr__(self): return 1\nrepr(A())")
# expect: TypeError: __repr__ returned non-string (type int)
attempt("class A:\n def __str__(self): return 1\nstr(A())")
# expect: TypeError: __str__ returned non-string (type int)
attempt("class A:\n def __format__(self, s): return 1\nformat(A())")
# expect: TypeError: __format__ must return a str, not int
attempt("class A:\n def __iter__(self): return 1\niter(A())")
# expect: TypeError: iter() returned non-iterator of type 'int'
attempt("class A:\n def __index__(self): return 'a'\n[1][A()]")
# expect: TypeError: __index__ returned non-int (type str)
attempt("class A:\n def __int__(self): return 'a'\nint(A())")
# expect: TypeError: __int__ returned non-int (type str)
attempt("class A:\n def __float__(self): return 'a'\nfloat(A())")
# expect: TypeError: A.__float__ returned non-float (type str)
attempt("class A: __hash__ = None\nhash(A())")  # expect: TypeError: unhashable type: 'A'
attempt("class A: __add__ = None\nA() + 1")  # expect: TypeError: 'NoneType' object is not callable
attempt("class A: __len__ = None\nlen(A())")  # expect: TypeError: 'NoneType' object is not callable
attempt("class A: __eq__ = None\nA() == 1")  # expect: TypeError: 'NoneType' object is not callable
attempt("class A: __getitem__ = None\nA()[1]")
# expect: TypeError: 'NoneType' object is not callable
attempt("class A: pass\nformat(A(), 'x')")
# expect: TypeError: unsupported format string passed to A.__format__
attempt("class A: pass\nA()()")  # expect: TypeError: 'A' object is not callable
attempt("class A: pass\n-A()")  # expect: TypeError: bad operand type for unary -: 'A'
attempt("class A: pass\nA() + 1")
# expect: TypeError: unsupported operand type(s) for +: 'A' and 'int'
attempt("class A: pass\nx = A()\nx += 1")
# expect: TypeError: unsupported operand type(s) for +=: 'A' and 'int'
attempt("class A: pass\nA() < 1")
# expect: TypeError: '<' not supported between instances of 'A' and 'int'
attempt("class A: pass\nA()[1] = 2")
# expect: TypeError: 'A' object does not support item assignment
attempt("class A: pass\ndel A()[1]")  # expect: TypeError: 'A' object doesn't support item deletion
attempt("class A: pass\nwith A(): pass")
# expect: TypeError: 'A' object does not support the context manager protocol (missed __exit__ method)
attempt("not NotImplemented")
# expect: TypeError: NotImplemented should not be used in a boolean context
