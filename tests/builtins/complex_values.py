# complex: text, arithmetic, powers, errors.
# needs: 3.14+
def show(f, *args, **kw):
    try:
        print(repr(f(*args, **kw)))
    except Exception as e:
        print(type(e).__name__ + ":", e)


print(1 + 2j, -1j, 0j, complex(-0.0, 0), complex(1.5, -2.5), complex(0, -0.0), complex(float("nan"), float("inf")), 1e20j)
# expect: (1+2j) (-0-1j) 0j (-0+0j) (1.5-2.5j) -0j (nan+infj) 1e+20j
print(complex("1+2j"), complex(" ( 3-4J ) "), complex("j"), complex("-j"), complex("1e5"), complex("infj"), complex("nan+1e3j"), complex("1_0+2j"))
# expect: (1+2j) (3-4j) 1j -1j (100000+0j) infj (nan+1000j) (10+2j)
print(complex(), complex(2), complex(2.5), complex(True), complex(imag=3), complex(1, 2), complex(1 + 2j))
# expect: 0j (2+0j) (2.5+0j) (1+0j) 3j (1+2j) (1+2j)
show(complex, "x")  # expect: ValueError: complex() arg is a malformed string
show(complex, "1 + 2j")  # expect: ValueError: complex() arg is a malformed string
show(complex, "1+2")  # expect: ValueError: complex() arg is a malformed string
show(complex, "")  # expect: ValueError: complex() arg is a malformed string
show(complex, "1+2j", 3)  # expect: TypeError: complex() argument 'real' must be a real number, not str
show(complex, 1, "2")  # expect: TypeError: complex() argument 'imag' must be a real number, not str
show(complex, [])  # expect: TypeError: complex() argument must be a string or a number, not list
show(complex, None)  # expect: TypeError: complex() argument must be a string or a number, not NoneType
print((1 + 2j) + (3 - 1j), (1 + 2j) - 1, (1 + 2j) * (3 - 1j), (1 + 2j) / (3 - 1j), 2 * (1 + 1j), 1 / (1j), 1.5 - 2j)
# expect: (4+1j) 2j (5+5j) (0.1+0.7000000000000001j) (2+2j) -1j (1.5-2j)
print((1 + 2j) ** 2, (1 + 2j) ** -2, (1 + 2j) ** 0.5, 2 ** 1j, 0j ** 0, 0j ** 2, 1j ** 2, (1 + 1j) ** 10)
# expect: (-3+4j) (-0.12-0.16j) (1.272019649514069+0.7861513777574233j) (0.7692389013639721+0.6389612763136348j) (1+0j) 0j (-1+0j) 32j
print(abs(3 + 4j), -(1 + 2j), +(1 - 2j), (1 + 2j).conjugate(), (1 + 2j).real, (1 + 2j).imag, bool(0j), bool(1j))
# expect: 5.0 (-1-2j) (1-2j) (1-2j) 1.0 2.0 False True
print(1 + 0j == 1, 1j == 1j, 1j != 1, 2j == 2, hash(1j), hash(2 + 0j) == hash(2), hash(1.5 + 2.5j), 10**400 == 1j)
# expect: True True True False 1000003 True 4611686018429387911 False
show(lambda: 1j / 0)  # expect: ZeroDivisionError: division by zero
show(lambda: 0j ** -1)  # expect: ZeroDivisionError: zero to a negative or complex power
show(lambda: 0j ** 1j)  # expect: ZeroDivisionError: zero to a negative or complex power
show(lambda: 1j // 2)  # expect: TypeError: unsupported operand type(s) for //: 'complex' and 'int'
show(lambda: 1j % 2)  # expect: TypeError: unsupported operand type(s) for %: 'complex' and 'int'
show(lambda: divmod(1j, 2))  # expect: TypeError: unsupported operand type(s) for divmod(): 'complex' and 'int'
show(lambda: 1j < 2)  # expect: TypeError: '<' not supported between instances of 'complex' and 'int'
show(lambda: pow(1j, 2, 3))  # expect: ValueError: complex modulo
show(lambda: complex(1e308, 1e308) ** 100)  # expect: OverflowError: complex exponentiation
show(lambda: abs(complex(1.5e308, 1.5e308)))  # expect: OverflowError: absolute value too large
show(int, 1j)
# expect: TypeError: int() argument must be a string, a bytes-like object or a real number, not 'complex'
show(float, 1j)  # expect: TypeError: float() argument must be a string or a real number, not 'complex'
show(round, 1j)  # expect: TypeError: type complex doesn't define __round__ method
print(f"{1 + 2j}", f"{1.5 - 2.5j:.2f}", f"{1 + 2j:>20}|", f"{1234.5 + 2j:,.1f}", format(1j, "e"), "%s" % (1j,))
# expect: (1+2j) 1.50-2.50j               (1+2j)| 1,234.5+2.0j 0.000000e+00+1.000000e+00j 1j
show(format, 1j, "d")  # expect: ValueError: Unknown format code 'd' for object of type 'complex'
print(complex.from_number(3), (1 + 2j).__complex__(), (1 + 2j).__getnewargs__())  # expect: (3+0j) (1+2j) (1.0, 2.0)


class C(complex):
    pass


c = C(1, 2)
c.tag = 1
print(c, type(c + 1).__name__, c.tag, C("3j"), c == 1 + 2j, type(C.from_number(1)).__name__)
# expect: (1+2j) complex 1 3j True C


class HasComplex:
    def __complex__(self):
        return 5 + 6j


class HasFloat:
    def __float__(self):
        return 7.5


print(complex(HasComplex()), complex(HasFloat()), complex(HasFloat(), 1))  # expect: (5+6j) (7.5+0j) (7.5+1j)
