# needs: 3.14+
# math: functions of integers and of sequences.
import math


def show(f, *args, **kw):
    try:
        print(repr(f(*args, **kw)))
    except Exception as e:
        print(type(e).__name__ + ":", e)


print(math.gcd(), math.gcd(12, 18), math.gcd(0, -4), math.gcd(2**100, 6**50), math.gcd(12, 18, 27), math.lcm(), math.lcm(4, 6), math.lcm(0, 5), math.lcm(-4, 6))
# expect: 0 6 4 1125899906842624 3 1 12 0 12
print(math.factorial(0), math.factorial(20), math.factorial(30), math.comb(5, 2), math.comb(5, 6), math.comb(100, 50), math.comb(10**20, 3), math.perm(5), math.perm(5, 2), math.perm(3, 5), math.perm(10**12, 4))
# expect: 1 2432902008176640000 265252859812191058636308480000000 10 0 100891344545564193334812497256 166666666666666666661666666666666666666700000000000000000000 120 20 0 999999999994000000000010999999999994000000000000
print(math.isqrt(0), math.isqrt(99), math.isqrt(10**40 - 1), math.isqrt(2**130))
# expect: 0 9 99999999999999999999 36893488147419103232
show(math.gcd, 4, 6.0)  # expect: TypeError: 'float' object cannot be interpreted as an integer
show(math.factorial, -1)  # expect: ValueError: factorial() not defined for negative values
show(math.factorial, 1.5)  # expect: TypeError: 'float' object cannot be interpreted as an integer
show(math.factorial, 10**30)  # expect: OverflowError: factorial() argument should not exceed 9223372036854775807
show(math.comb, -1, 2)  # expect: ValueError: n must be a non-negative integer
show(math.comb, 5, -2)  # expect: ValueError: k must be a non-negative integer
show(math.comb, 1.5, 2)  # expect: TypeError: 'float' object cannot be interpreted as an integer
show(math.perm, -5)  # expect: ValueError: factorial() not defined for negative values
show(math.perm, 5, -1)  # expect: ValueError: k must be a non-negative integer
show(math.isqrt, -1)  # expect: ValueError: isqrt() argument must be nonnegative
show(math.isqrt, 2.0)  # expect: TypeError: 'float' object cannot be interpreted as an integer
print(math.fsum([0.1] * 10), math.fsum([1e100, 1.0, -1e100]), math.fsum([]), math.fsum([math.inf, 1]), math.fsum([1e16, 1, 1e-16]))
# expect: 1.0 1.0 0.0 inf 1.0000000000000002e+16
show(math.fsum, [1e308, 1e308])  # expect: OverflowError: intermediate overflow in fsum
show(math.fsum, [math.inf, -math.inf])  # expect: ValueError: -inf + inf in fsum
show(math.fsum, ["a"])  # expect: TypeError: must be real number, not str
print(math.prod([1, 2, 3]), math.prod([]), math.prod([1, 2.5], start=2), math.prod([10**20] * 3), math.prod(range(1, 15)))
# expect: 6 1 5.0 1000000000000000000000000000000000000000000000000000000000000 87178291200
print(math.sumprod([1, 2], [3, 4]), math.sumprod([1.5, 2], [3, 4]), math.sumprod([10, 20, 30], [1.5, 2.5, 3.5]), math.sumprod([0.1] * 10, [1] * 10), math.sumprod([], []))
# expect: 11 12.5 170.0 1.0 0
print(math.sumprod([10**20, 2], [10**20, 3]), math.sumprod([1e100, 1, -1e100], [1, 1, 1]), math.sumprod([2**62, 2**62], [4, 4]))
# expect: 10000000000000000000000000000000000000006 0.0 36893488147419103232
show(math.sumprod, [1], [1, 2])  # expect: ValueError: Inputs are not the same length
print(math.hypot(), math.hypot(3, 4), math.hypot(1, 2, 2), math.hypot(1e308, 1e308), math.hypot(1e-320, 0), math.dist((1, 2, 3), (4, 6, 3)), math.dist((), ()))
# expect: 0.0 5.0 3.0 1.4142135623730951e+308 1e-320 5.0 0.0
show(math.dist, [1, 2], (4, 6, 1))  # expect: ValueError: both points must have the same number of dimensions
print(math.isclose(1, 1 + 1e-10), math.isclose(1, 1.1), math.isclose(0, 1e-10), math.isclose(0, 1e-10, abs_tol=1e-9), math.isclose(1, 1.1, rel_tol=0.2))
# expect: True False False True True
show(math.isclose, 1, 2, rel_tol=-1)  # expect: ValueError: tolerances must be non-negative
print(math.nextafter(1, 2), math.nextafter(0, 1), math.nextafter(1, 2, steps=3), math.nextafter(1, 0, steps=0), math.nextafter(-1, 1, steps=2**63), math.nextafter(1, 1, steps=5))
# expect: 1.0000000000000002 5e-324 1.0000000000000007 1.0 1.0 1.0
show(math.nextafter, 1, 2, steps=-1)  # expect: ValueError: steps must be a non-negative integer
print(math.log(10**400), math.log2(2**1000), math.log10(10**400), math.log(8, 2), math.log(100, 10), math.log(2**2000, 2), math.log(10**400, 10))
# expect: 921.0340371976182 1000.0 400.0 3.0 2.0 2000.0000000000002 399.99999999999994
show(math.log, 0)  # expect: ValueError: expected a positive input
show(math.log, -10**400)  # expect: ValueError: expected a positive input
show(math.log, 10, 0)  # expect: ValueError: expected a positive input
show(math.log, 10, 1)  # expect: ZeroDivisionError: division by zero
print(math.floor(-1.5), math.ceil(-1.5), math.trunc(-1.5), math.floor(10**30), math.ceil(1e20), math.floor(True))
# expect: -2 -1 -1 1000000000000000000000000000000 100000000000000000000 1
show(math.floor, math.inf)  # expect: OverflowError: cannot convert float infinity to integer
show(math.ceil, math.nan)  # expect: ValueError: cannot convert float NaN to integer
show(math.trunc, "a")  # expect: TypeError: type str doesn't define __trunc__ method


class N:
    def __floor__(self):
        return "floor"

    def __ceil__(self):
        return "ceil"

    def __trunc__(self):
        return "trunc"

    def __float__(self):
        return 2.5


print(math.floor(N()), math.ceil(N()), math.trunc(N()), math.sqrt(N()) ** 2)
# expect: floor ceil trunc 2.5000000000000004
print(math.frexp(8), math.frexp(-0.1), math.ldexp(0.5, 4), math.ldexp(1, -1074), math.ldexp(1, -10**30), math.modf(-2.5), math.fma(2, 3, 4), math.fma(0.1, 10, -1))
# expect: (0.5, 4) (-0.8, -3) 8.0 5e-324 0.0 (-0.5, -2.0) 10.0 5.551115123125783e-17
show(math.ldexp, 1, 5000)  # expect: OverflowError: math range error
show(math.ldexp, 1, 1.5)  # expect: TypeError: Expected an int as second argument to ldexp.
show(math.fma, math.inf, 0, 1)  # expect: ValueError: invalid operation in fma
show(math.fma, 1e308, 10, 1)  # expect: OverflowError: overflow in fma
print(math.gamma(5), math.gamma(0.5), math.gamma(-1.5), math.lgamma(3), math.lgamma(0.5), math.gamma(170.5), math.gamma(23), math.gamma(24))
# expect: 24.0 1.7724538509055159 2.3632718012073544 0.693147180559945 0.5723649429247004 5.56209241456e+305 1.1240007277776077e+21 2.585201673888497e+22
