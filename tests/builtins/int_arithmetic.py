# int: floor semantics, signs, and the border between machine words and big numbers.
# needs: 3.14+
def show(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__ + ":", e)


pairs = [(7, 2), (-7, 2), (7, -2), (-7, -2), (0, 5), (2**61, 3), (-2**61, 3), (2**61, -2**61),
         (10**40, 7), (-10**40, 10**20 + 1), (5, 10**30), (-5, 10**30)]
for a, b in pairs:
    print(a // b, a % b, divmod(a, b) == (a // b, a % b), a // b * b + a % b == a)
# expect: 3 1 True True
# expect: -4 1 True True
# expect: -4 -1 True True
# expect: 3 -1 True True
# expect: 0 0 True True
# expect: 768614336404564650 2 True True
# expect: -768614336404564651 1 True True
# expect: -1 0 True True
# expect: 1428571428571428571428571428571428571428 4 True True
# expect: -100000000000000000000 100000000000000000000 True True
# expect: 0 5 True True
# expect: -1 999999999999999999999999999995 True True

border = 2**61 - 1
print(border, border + 1, border + 1 - 1 == border, -border - 1, -border - 2)
# expect: 2305843009213693951 2305843009213693952 True -2305843009213693952 -2305843009213693953
print((border + 1) * 2, (border + 1) - (border + 1), ~border, -(-border - 1))
# expect: 4611686018427387904 0 -2305843009213693952 2305843009213693952
print(3037000500 * 3037000500, 2**31 * 2**31, -2**31 * 2**31)
# expect: 9223372037000250000 4611686018427387904 -4611686018427387904
print(12345678901234567890 * 98765432109876543210)  # expect: 1219326311370217952237463801111263526900
print((10**50 + 1) * (10**50 - 1) == 10**100 - 1)  # expect: True
print(10**30 & 10**20, 10**30 | 10**20, 10**30 ^ 10**20)
# expect: 4775025240675713024 1000000000095224974759324286976 1000000000090449949518648573952
print(-10**30 & 10**20, -10**30 | 10**20, -10**30 ^ 10**20, -1 & 2**100)
# expect: 95224974759809777664 -999999999995224974759809777664 -1000000000090449949519619555328 1267650600228229401496703205376
print(1 << 100, -1 << 100, (1 << 100) >> 98, -(1 << 100) >> 101, -1 >> 1000, 12345 >> 64, 0 << 10**30)
# expect: 1267650600228229401496703205376 -1267650600228229401496703205376 4 -1 -1 0 0
print(abs(-10**25), +True, -True, ~10**25)  # expect: 10000000000000000000000000 1 -1 -10000000000000000000000001
show(lambda: 1 // 0)  # expect: ZeroDivisionError: division by zero
show(lambda: 1 % 0)  # expect: ZeroDivisionError: division by zero
show(lambda: divmod(10**30, 0))  # expect: ZeroDivisionError: division by zero
show(lambda: 1 / 0)  # expect: ZeroDivisionError: division by zero
show(lambda: 1 << -1)  # expect: ValueError: negative shift count
show(lambda: 1 >> -1)  # expect: ValueError: negative shift count
show(lambda: 1 << (1 << 70))  # expect: OverflowError: too many digits in integer
show(lambda: 1 + "a")  # expect: TypeError: unsupported operand type(s) for +: 'int' and 'str'
show(lambda: 1 << 1.5)  # expect: TypeError: unsupported operand type(s) for <<: 'int' and 'float'
show(lambda: [] * 1.5)  # expect: TypeError: can't multiply sequence by non-int of type 'float'
print(7 / 2, -7 / 2, 10**400 / 10**399, (2**53 + 1) / 1, 10**22 / 3, 1 / 10**320, 0 / -5)
# expect: 3.5 -3.5 10.0 9007199254740992.0 3.3333333333333335e+21 1e-320 -0.0
show(lambda: 10**400 / 3)  # expect: OverflowError: integer division result too large for a float
show(lambda: 10**400 * 1.0)  # expect: OverflowError: int too large to convert to float
