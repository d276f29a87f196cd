# float: arithmetic, floor division, powers, rounding, and their errors.
# needs: 3.14+
def show(f, *args):
    try:
        print(repr(f(*args)))
    except Exception as e:
        print(type(e).__name__ + ":", e)


inf, nan = float("inf"), float("nan")
print(0.1 + 0.2, 1e308 * 10, -1e308 * 10, 1e-200 * 1e-200, 3 - 0.5, 2 * 1.5, 10 / 4.0)
# expect: 0.30000000000000004 inf -inf 0.0 2.5 3.0 2.5
for a, b in [(7.0, 2.0), (-7.0, 2.0), (7.0, -2.0), (-7.0, -2.0), (0.0, -3), (-0.0, 5), (5, inf), (-5, inf),
             (5, -inf), (1e300, 1e-300), (2.5, 0.1), (-2.5, 0.1), (inf, 2), (nan, 1), (1.0, 1e-320)]:
    print(a // b, a % b, divmod(a, b))
# expect: 3.0 1.0 (3.0, 1.0)
# expect: -4.0 1.0 (-4.0, 1.0)
# expect: -4.0 -1.0 (-4.0, -1.0)
# expect: 3.0 -1.0 (3.0, -1.0)
# expect: -0.0 -0.0 (-0.0, -0.0)
# expect: -0.0 0.0 (-0.0, 0.0)
# expect: 0.0 5.0 (0.0, 5.0)
# expect: -1.0 inf (-1.0, inf)
# expect: -1.0 -inf (-1.0, -inf)
# expect: inf 4.891554850853602e-301 (inf, 4.891554850853602e-301)
# expect: 24.0 0.09999999999999987 (24.0, 0.09999999999999987)
# expect: -25.0 1.3877787807814457e-16 (-25.0, 1.3877787807814457e-16)
# expect: nan nan (nan, nan)
# expect: nan nan (nan, nan)
# expect: inf 7.905e-321 (inf, 7.905e-321)
show(lambda: 1.0 / 0)  # expect: ZeroDivisionError: division by zero
show(lambda: 1.0 // 0)  # expect: ZeroDivisionError: division by zero
show(lambda: 1.0 % 0.0)  # expect: ZeroDivisionError: division by zero
show(lambda: divmod(1.0, 0.0))  # expect: ZeroDivisionError: division by zero
show(lambda: 0.0 ** -1)  # expect: ZeroDivisionError: zero to a negative power
show(lambda: 10.0 ** 400)  # expect: OverflowError: (34, 'Numerical result out of range')
show(lambda: 1.0 << 1)  # expect: TypeError: unsupported operand type(s) for <<: 'float' and 'int'
print(2.0**0.5, 2**0.5, (-8) ** (1 / 3), (-2.0) ** 3, 0.0**0, inf**0, (-inf) ** 3, 1.0**nan, nan**0, 0.0**-inf)
# expect: 1.4142135623730951 1.4142135623730951 (1.0000000000000002+1.7320508075688772j) -8.0 1.0 1.0 -inf 1.0 1.0 inf
print(round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(0.5), round(1.5), round(1e20), round(2.5, 0))
# expect: 2 4 -2 2.67 0 2 100000000000000000000 2.0
print(round(12345.678, -2), round(25.0, -1), round(15.0, -1), round(5e300, -300), round(6.0, -1), round(4.0, -1))
# expect: 12300.0 20.0 20.0 5e+300 10.0 0.0
print(round(1.005, 2), round(1e-10, 5), round(123.456, 400), round(123.456, -400), round(-0.4), round(inf, 2))
# expect: 1.0 0.0 123.456 0.0 0 inf
show(round, inf)  # expect: OverflowError: cannot convert float infinity to integer
show(round, nan)  # expect: ValueError: cannot convert float NaN to integer
show(round, 1.5e308, -308)  # expect: OverflowError: rounded value too large to represent
show(round, 1.5, "a")  # expect: TypeError: 'str' object cannot be interpreted as an integer
print((2.0).is_integer(), (2.5).is_integer(), inf.is_integer(), (0.75).as_integer_ratio(), (1e20).as_integer_ratio())
# expect: True False False (3, 4) (100000000000000000000, 1)
show(inf.as_integer_ratio)  # expect: OverflowError: cannot convert Infinity to integer ratio
show(nan.as_integer_ratio)  # expect: ValueError: cannot convert NaN to integer ratio
print(hash(0.5), hash(1e300), hash(-1.0), hash(inf), hash(-inf), hash(2.0) == hash(2), hash(2.0**80) == hash(2**80))
# expect: 1152921504606846976 1224995262755759164 -2 314159 -314159 True True
print(nan == nan, nan != nan, nan < 1, inf > 10**400, 0.0 == -0.0, 1 == 1.0, 0.1 + 0.2 == 0.3, -inf < -10**400)
# expect: False True False True True True False True
print(int(1e300) == 10**300, int(-2.9), (2.7).__trunc__(), (2.1).__ceil__(), (-2.1).__floor__())
# expect: False -2 2 3 -3
print((1.5).real, (1.5).imag, (1.5).conjugate(), abs(-1.5), -0.0, +1.5, bool(0.0), bool(nan))
# expect: 1.5 0.0 1.5 1.5 -0.0 1.5 False True
import math
print(math.copysign(1, -0.0), str(-0.0), -0.0 == 0.0, 1 - 1.0, [0.0, -0.0], {0.0: 1}[-0.0])
# expect: -1.0 -0.0 True 0.0 [0.0, -0.0] 1


class F(float):
    pass


f = F("2.5")
f.tag = "x"
print(f, f + 1, type(f + 1).__name__, type(-f).__name__, f.tag, F(1e300) * 1e300, F() == 0, F(3).hex())
# expect: 2.5 3.5 float float x inf True 0x1.8000000000000p+1
print(float.from_number(3), F.from_number(2.5) == f, type(F.from_number(1)).__name__)  # expect: 3.0 True F
show(float.from_number, "3")  # expect: TypeError: must be real number, not str
