# ".Nf": rounding to even of what a double really is, signs, the not finite, very many decimals, and neighbours of
# the plain form.
print(*[format(d, ".2f") for d in (0.125, 0.375, 2.675, -0.005, -0.0, 1e15, 123456789.125)])
# expect: 0.12 0.38 2.67 -0.01 -0.00 1000000000000000.00 123456789.12
print(*[format(d, ".0f") for d in (0.5, 1.5, 2.5, -0.5, 1e22)])  # expect: 0 2 2 -0 10000000000000000000000
print(*[format(d, ".1f") for d in (float("inf"), -float("inf"), float("nan"))])  # expect: inf -inf nan
longest = format(-1.7976931348623157e308, ".1100f")
print(len(longest), longest[:6], set(longest[-1100:]))  # expect: 1411 -17976 {'0'}
print(len(format(5e-324, ".1074f")), format(5e-324, ".1074f")[-5:], format(5e-324, ".1101f")[-5:])
# expect: 1076 65625 00000
print(f"{1234.5:8.1f}|{1234.5:+.1f}|{1234.5:,.1f}|{-1234.5: .1f}|{-0.01:z.1f}|{2.0:#.0f}|{2.5:.1F}")
# expect:   1234.5|+1234.5|1,234.5|-1234.5|0.0|2.|2.5
try:
    format(1.0, ".99999999999f")
except ValueError as error:
    print(error)  # expect: precision too big
