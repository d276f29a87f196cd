# needs: 3.14+
# Messages about arguments name None as itself, and other small things that messages say.


def show(function):
    try:
        print(repr(function()))
    except Exception as e:
        print(type(e).__name__, e)


show(lambda: "a".count(None))  # expect: TypeError count() argument 1 must be str, not None
show(lambda: "a".find(5))  # expect: TypeError find() argument 1 must be str, not int
show(lambda: "a".removeprefix(None))  # expect: TypeError removeprefix() argument must be str, not None
show(lambda: "a".encode(None))  # expect: TypeError encode() argument 'encoding' must be str, not None
show(lambda: b"a".decode(None))  # expect: TypeError decode() argument 'encoding' must be str, not None
show(lambda: type(None, (), {}))  # expect: TypeError type.__new__() argument 1 must be str, not None
show(lambda: str(1, 2, 3, 4))  # expect: TypeError str expected at most 3 arguments, got 4
show(lambda: enumerate())  # expect: TypeError enumerate() missing required argument 'iterable'
show(lambda: SyntaxError("m", (1, 2)))  # expect: TypeError function takes at least 4 arguments (2 given)
show(lambda: delattr(5, "x"))  # expect: AttributeError 'int' object has no attribute 'x' and no __dict__ for setting new attributes
show(lambda: b"%(a)d" % b"abc")  # expect: TypeError format requires a mapping
# A real number divided by a complex one has no imaginary part, not even zero.
print(0 / 1j, -1 / 1j, 1 / (1 + 2j), -7 / -1.5j)  # expect: -0j (-0+1j) (0.2-0.4j) -4.666666666666667j
