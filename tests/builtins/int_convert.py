# int(): from text in every base, from numbers, from objects; and its errors.
# needs: 3.14+
def show(*args, **kw):
    try:
        print(repr(int(*args, **kw)))
    except Exception as e:
        print(type(e).__name__ + ":", e)


show()  # expect: 0
show("42")  # expect: 42
show("  -42\n")  # expect: -42
show("+1_000")  # expect: 1000
show("0x1F", 16)  # expect: 31
show("0x1F", 0)  # expect: 31
show("-0b101", 0)  # expect: -5
show("0o17", 0)  # expect: 15
show("zz", 36)  # expect: 1295
show("1" * 50)  # expect: 11111111111111111111111111111111111111111111111111
show("١٢٣")  # expect: 123
show(b"77")  # expect: 77
show(bytearray(b"77"), 8)  # expect: 63
show(3.99)  # expect: 3
show(-3.99)  # expect: -3
show(1e30)  # expect: 1000000000000000019884624838656
show(True)  # expect: 1
show("010")  # expect: 10
show("010", 0)  # expect: ValueError: invalid literal for int() with base 0: '010'
show("00", 0)  # expect: 0
show("")  # expect: ValueError: invalid literal for int() with base 10: ''
show("x")  # expect: ValueError: invalid literal for int() with base 10: 'x'
show("1__0")  # expect: ValueError: invalid literal for int() with base 10: '1__0'
show("_1")  # expect: ValueError: invalid literal for int() with base 10: '_1'
show("1_")  # expect: ValueError: invalid literal for int() with base 10: '1_'
show("12", 2)  # expect: ValueError: invalid literal for int() with base 2: '12'
show("1", 1)  # expect: ValueError: int() base must be >= 2 and <= 36, or 0
show("1", 37)  # expect: ValueError: int() base must be >= 2 and <= 36, or 0
show("1", -1)  # expect: ValueError: int() base must be >= 2 and <= 36, or 0
show("9" * 30, 8)  # expect: ValueError: invalid literal for int() with base 8: '999999999999999999999999999999'
show(b"zz")  # expect: ValueError: invalid literal for int() with base 10: b'zz'
show("a\nb'")  # expect: ValueError: invalid literal for int() with base 10: "a\nb'"
show([])  # expect: TypeError: int() argument must be a string, a bytes-like object or a real number, not 'list'
show(None)
# expect: TypeError: int() argument must be a string, a bytes-like object or a real number, not 'NoneType'
show(1, 10)  # expect: TypeError: int() can't convert non-string with explicit base
show(base=10)  # expect: TypeError: int() missing string argument
show("1", base="a")  # expect: TypeError: 'str' object cannot be interpreted as an integer
show(x=1)  # expect: TypeError: int() got an unexpected keyword argument 'x'
show(1, 2, 3)  # expect: TypeError: int expected at most 2 arguments, got 3
show(float("inf"))  # expect: OverflowError: cannot convert float infinity to integer
show(float("nan"))  # expect: ValueError: cannot convert float NaN to integer
show(1j)  # expect: TypeError: int() argument must be a string, a bytes-like object or a real number, not 'complex'


class Index:
    def __index__(self):
        return 17


class Int:
    def __int__(self):
        return 18


class Bad:
    def __int__(self):
        return "no"


show(Index())  # expect: 17
show(Int())  # expect: 18
show(Bad())  # expect: TypeError: __int__ returned non-int (type str)
show("11", Index())  # expect: 18


class Mine(int):
    def __repr__(self):
        return "Mine(" + int.__repr__(self) + ")"


m = Mine("5")
print(m, m + 1, type(m + 1).__name__, [m], Mine(10**30), -m, m == 5, hash(m) == hash(5), {5: "five"}[m])
# expect: Mine(5) 6 int [Mine(5)] Mine(1000000000000000000000000000000) -5 True True five
print(isinstance(m, int), int(m), type(int(m)).__name__, m.real, Mine(7) * Mine(6), Mine() == 0)
# expect: True 5 int 5 42 True
m.extra = 3
print(m.extra, Mine.from_bytes(b"\x01\x00", "big"))  # expect: 3 Mine(256)
