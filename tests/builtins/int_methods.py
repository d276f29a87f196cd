# int: its methods.
# needs: 3.14+
def show(f, *args, **kw):
    try:
        print(repr(f(*args, **kw)))
    except Exception as e:
        print(type(e).__name__ + ":", e)


print((0).bit_length(), (255).bit_length(), (-256).bit_length(), (10**30).bit_length())  # expect: 0 8 9 100
print((0).bit_count(), (255).bit_count(), (-7).bit_count(), (2**100 - 1).bit_count())  # expect: 0 8 3 100
print((5).conjugate(), (5).real, (5).imag, (5).numerator, (5).denominator, (5).is_integer())
# expect: 5 5 0 5 1 True
print((10**20).as_integer_ratio(), True.as_integer_ratio(), (5).__trunc__(), (5).__floor__(), (5).__ceil__())
# expect: (100000000000000000000, 1) (1, 1) 5 5 5
print((1024).to_bytes(2, "big"), (1024).to_bytes(4, "little"), (255).to_bytes(), (-1).to_bytes(3, signed=True))
# expect: b'\x04\x00' b'\x00\x04\x00\x00' b'\xff' b'\xff\xff\xff'
print((10**20).to_bytes(9, "big"), (-10**20).to_bytes(9, "little", signed=True), (0).to_bytes(0))
# expect: b'\x05k\xc7^-c\x10\x00\x00' b'\x00\x00\xf0\x9c\xd2\xa18\x94\xfa' b''
show((300).to_bytes, 1)  # expect: OverflowError: int too big to convert
show((-3).to_bytes, 1)  # expect: OverflowError: can't convert negative int to unsigned
show((128).to_bytes, 1, signed=True)  # expect: OverflowError: int too big to convert
show((3).to_bytes, -1)  # expect: ValueError: length argument must be non-negative
show((3).to_bytes, 2, "middle")  # expect: ValueError: byteorder must be either 'little' or 'big'
print(int.from_bytes(b"\x04\x00"), int.from_bytes(b"\x04\x00", "little"), int.from_bytes(b"\xff\xfe", signed=True))
# expect: 1024 4 -2
print(int.from_bytes([1, 2, 3]), int.from_bytes(b""), int.from_bytes(bytearray(b"\x80" + bytes(12)), signed=True))
# expect: 66051 0 -10141204801825835211973625643008
show(int.from_bytes, "ab")  # expect: TypeError: cannot convert 'str' object to bytes
show(int.from_bytes, 5)  # expect: TypeError: cannot convert 'int' object to bytes
show(int.from_bytes, [256])  # expect: ValueError: bytes must be in range(0, 256)
print(round(15, -1), round(25, -1), round(-15, -1), round(1234567, -3), round(5, 2), round(10**30 + 5, -1))
# expect: 20 20 -20 1235000 5 1000000000000000000000000000000
print(round(10**40 // 7, -20), round(7, -100), round(7, 10**9))
# expect: 1428571428571428571400000000000000000000 0 7
show(round, 5, "a")  # expect: TypeError: 'str' object cannot be interpreted as an integer
show((5).__round__, 1.5)  # expect: TypeError: 'float' object cannot be interpreted as an integer
print(hash(2**61 - 1), hash(2**61), hash(-1), hash(-2**61), hash(10**30), hash(-10**30))
# expect: 0 1 -2 -2 465258685558744706 -465258685558744706
print(str(10**25), repr(-10**25), f"{10**25}", "%d" % 10**25, bin(10**12), oct(-8), hex(255), hex(-10**20))
# expect: 10000000000000000000000000 -10000000000000000000000000 10000000000000000000000000 10000000000000000000000000 0b1110100011010100101001010001000000000000 -0o10 0xff -0x56bc75e2d63100000
print(1 < 2**70, 2**70 < 2**71, -2**70 < -2**69, 2**70 == 2**70, 2**70 != 2**70 + 1, 5 >= 2**70)
# expect: True True True True True False
print(2**53 + 1 == 2.0**53, 2**53 + 1 > 2.0**53, 10**400 > 1e308, 10**400 < float("inf"), 10**400 == float("inf"))
# expect: False True True True False
