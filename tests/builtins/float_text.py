# float: the shortest text that reads back, reading, hexadecimal.
def show(f, *args):
    try:
        print(repr(f(*args)))
    except Exception as e:
        print(type(e).__name__ + ":", e)


print(0.1, 1e16, 1e15, 123456789012345680.0, 0.0001, 0.00001, 1e22, 1.0, -0.0, 1e100, 5e-324, 1.7976931348623157e308)
# expect: 0.1 1e+16 1000000000000000.0 1.2345678901234568e+17 0.0001 1e-05 1e+22 1.0 -0.0 1e+100 5e-324 1.7976931348623157e+308
print(1e400, -1e400, float("nan"), 2.5, 100.0, 1 / 3, 2 / 3, 1e-7, 123456.789e3, 4.35, 9007199254740993.0)
# expect: inf -inf nan 2.5 100.0 0.3333333333333333 0.6666666666666666 1e-07 123456789.0 4.35 9007199254740992.0
print(float("1_000.5"), float("  1e3\n"), float("-.5"), float("5."), float("infinity"), float("-INF"), float("١.٥"))
# expect: 1000.5 1000.0 -0.5 5.0 inf -inf 1.5
print(float(b"2.5"), float(10**20), float(True), float(), float("1e-400"), float("2.4703282292062328e-324"))
# expect: 2.5 1e+20 1.0 0.0 0.0 5e-324
show(float, "x")  # expect: ValueError: could not convert string to float: 'x'
show(float, "")  # expect: ValueError: could not convert string to float: ''
show(float, "1__0")  # expect: ValueError: could not convert string to float: '1__0'
show(float, "1_")  # expect: ValueError: could not convert string to float: '1_'
show(float, "0x10")  # expect: ValueError: could not convert string to float: '0x10'
show(float, "1 2")  # expect: ValueError: could not convert string to float: '1 2'
show(float, "nan\0")  # expect: ValueError: could not convert string to float: 'nan\x00'
show(float, [])  # expect: TypeError: float() argument must be a string or a real number, not 'list'
show(float, None)  # expect: TypeError: float() argument must be a string or a real number, not 'NoneType'
show(float, 10**400)  # expect: OverflowError: int too large to convert to float
show(float, 1j)  # expect: TypeError: float() argument must be a string or a real number, not 'complex'
show(float, "1", "2")  # expect: TypeError: float expected at most 1 argument, got 2
print((1.5).hex(), (0.0).hex(), (-5e-324).hex(), float("nan").hex(), (1e308).hex(), (0.1).hex())
# expect: 0x1.8000000000000p+0 0x0.0p+0 -0x0.0000000000001p-1022 nan 0x1.1ccf385ebc8a0p+1023 0x1.999999999999ap-4
print(float.fromhex("0x1.8p1"), float.fromhex("-0x.8"), float.fromhex("1p-1074"), float.fromhex(" inf "), float.fromhex("0x1.fffffffffffffp1023"))
# expect: 3.0 -0.5 5e-324 inf 1.7976931348623157e+308
print(float.fromhex("0x1.00000000000008p0"), float.fromhex("0x1.000000000000081p0"), float.fromhex("0x1p-1075"))
# expect: 1.0 1.0000000000000002 0.0
show(float.fromhex, "0x1p1024")  # expect: OverflowError: hexadecimal value too large to represent as a float
show(float.fromhex, "zz")  # expect: ValueError: invalid hexadecimal floating-point string
show(float.fromhex, "0x")  # expect: ValueError: invalid hexadecimal floating-point string
show(float.fromhex, "1p")  # expect: ValueError: invalid hexadecimal floating-point string
