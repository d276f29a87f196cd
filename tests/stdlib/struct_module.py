# needs: 3.14+
# struct: every format, alignment, and what is refused.
import struct


def show(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__ + ": " + str(e))


for fmt in ("@bi", "=bi", "<bhiq", "@bhiq", "@3s0i", "bd", "<bd", "@cP", "10x", "@b0q", "5p", "@FD", "=FD", "nN", "e?"):
    print(fmt, struct.calcsize(fmt), end="; ")
print()  # expect: @bi 8; =bi 5; <bhiq 15; @bhiq 16; @3s0i 4; bd 16; <bd 9; @cP 16; 10x 10; @b0q 8; 5p 5; @FD 24; =FD 24; nN 16; e? 3;
print(struct.pack("<bBhHiIqQ", -1, 255, -2, 65535, -3, 2**32 - 1, -4, 2**64 - 1).hex())  # expect: fffffefffffffdfffffffffffffffcffffffffffffffffffffffffffffff
print(struct.pack("!hif", 1, 2, 1.5).hex(), struct.pack(">d", 2.5).hex(), struct.pack("<e", 1.0).hex())  # expect: 0001000000023fc00000 4004000000000000 003c
print(struct.unpack("<3h2s", bytes(range(8))), struct.unpack(">q", b"\xff" * 8), struct.unpack("<Q", b"\xff" * 8))
# expect: (256, 770, 1284, b'\x06\x07') (-1,) (18446744073709551615,)
print(struct.pack("4s2s0s", b"ab", b"xyz", b"q"), struct.pack("4p", b"abcdef"), struct.unpack("4p", b"\x02abc"), struct.pack("c?", b"z", []))
# expect: b'ab\x00\x00xy' b'\x03abc' (b'ab',) b'z\x00'
for x in (0.1, 65504.0, 5e-8, 1e-7, float("inf"), -0.0, 2049.0, 2051.0):
    print(struct.unpack("<e", struct.pack("<e", x))[0], end=" ")
print()  # expect: 0.0999755859375 65504.0 5.960464477539063e-08 1.1920928955078125e-07 inf -0.0 2048.0 2052.0
print(struct.unpack("<F", struct.pack("<F", 1 + 2j)), struct.unpack(">D", struct.pack(">D", -1.5j)))  # expect: ((1+2j),) ((-0-1.5j),)
print(struct.pack("< h  h ", 1, 2), struct.pack("2h", 1, 2) == struct.pack("hh", 1, 2), struct.pack(b"<i", 7))
# expect: b'\x01\x00\x02\x00' True b'\x07\x00\x00\x00'

buffer = bytearray(8)
struct.pack_into("<hh", buffer, 2, 1, 2)
print(buffer, struct.unpack_from("<h", buffer, 4), struct.unpack_from("<h", buffer, offset=-4))
# expect: bytearray(b'\x00\x00\x01\x00\x02\x00\x00\x00') (2,) (2,)
print(list(struct.iter_unpack("<h", b"\1\0\2\0")), struct.iter_unpack("<h", b"\1\0\2\0").__length_hint__())  # expect: [(1,), (2,)] 2
s = struct.Struct("<ih")
print(s.size, s.format, s.pack(1, 2), s.unpack(s.pack(3, 4)), s.unpack_from(b"x" + s.pack(5, 6), 1), list(s.iter_unpack(s.pack(1, 2) * 2)))
# expect: 6 <ih b'\x01\x00\x00\x00\x02\x00' (3, 4) (5, 6) [(1, 2), (1, 2)]


class Index:
    def __index__(self):
        return 300


print(struct.pack("<h", Index()), struct.unpack("2?", b"\0\5"))  # expect: b',\x01' (False, True)

show(struct.pack, "ii", 1)  # expect: error: pack expected 2 items for packing (got 1)
show(struct.pack, "i", "x")  # expect: error: required argument is not an integer
show(struct.pack, "d", "x")  # expect: error: required argument is not a float
show(struct.pack, "s", "x")  # expect: error: argument for 's' must be a bytes object
show(struct.pack, "c", b"xx")  # expect: error: char format requires a bytes object of length 1
show(struct.pack, "b", 128)  # expect: error: 'b' format requires -128 <= number <= 127
show(struct.pack, "B", -1)  # expect: error: 'B' format requires 0 <= number <= 255
show(struct.pack, "<b", 128)  # expect: error: 'b' format requires -128 <= number <= 127
show(struct.pack, "h", 40000)  # expect: error: 'h' format requires -32768 <= number <= 32767
show(struct.pack, "<h", 40000)  # expect: error: 'h' format requires -32768 <= number <= 32767
show(struct.pack, "H", 70000)  # expect: error: 'H' format requires 0 <= number <= 65535
show(struct.pack, "<H", 70000)  # expect: error: 'H' format requires 0 <= number <= 65535
show(struct.pack, "i", 2**31)  # expect: error: 'i' format requires -2147483648 <= number <= 2147483647
show(struct.pack, "<I", -1)  # expect: error: 'I' format requires 0 <= number <= 4294967295
show(struct.pack, "q", 2**63)  # expect: error: 'q' format requires -9223372036854775808 <= number <= 9223372036854775807
show(struct.pack, "<q", 2**63)  # expect: error: 'q' format requires -9223372036854775808 <= number <= 9223372036854775807
show(struct.pack, "Q", -1)  # expect: error: 'Q' format requires 0 <= number <= 18446744073709551615
show(struct.pack, "e", 1e6)  # expect: OverflowError: float too large to pack with e format
show(struct.pack, "e", 10**6)  # expect: error: int too large to convert
show(struct.pack, "<f", 1e40)  # expect: OverflowError: float too large to pack with f format
show(struct.calcsize, "z")  # expect: error: bad char in struct format
show(struct.calcsize, "<n")  # expect: error: bad char in struct format
show(struct.calcsize, "5")  # expect: error: repeat count given without format specifier
show(struct.calcsize, "99999999999999999999i")  # expect: error: total struct size too long
show(struct.calcsize, "9223372036854775807i")  # expect: error: total struct size too long
show(struct.calcsize, 5)  # expect: TypeError: Struct() argument 1 must be a str or bytes object, not int
show(struct.unpack, "i", b"abc")  # expect: error: unpack requires a buffer of 4 bytes
show(struct.unpack, "i", "abcd")  # expect: TypeError: a bytes-like object is required, not 'str'
show(struct.unpack_from, "i", b"abc")
# expect: error: unpack_from requires a buffer of at least 4 bytes for unpacking 4 bytes at offset 0 (actual buffer size is 3)
show(struct.unpack_from, "i", b"abcdef", -2)  # expect: error: not enough data to unpack 4 bytes at offset -2
show(struct.unpack_from, "i", b"abcdef", -9)  # expect: error: offset -9 out of range for 6-byte buffer
show(struct.pack_into, "i", bytearray(3), 0, 1)
# expect: error: pack_into requires a buffer of at least 4 bytes for packing 4 bytes at offset 0 (actual buffer size is 3)
show(struct.pack_into, "i", bytearray(8), -2, 1)  # expect: error: no space to pack 4 bytes at offset -2
show(struct.pack_into, "i", bytearray(8))  # expect: error: pack_into expected offset argument
show(struct.pack_into, "i", b"12345678", 0, 1)  # expect: TypeError: argument must be read-write bytes-like object, not bytes
show(struct.iter_unpack, "<h", b"abc")  # expect: error: iterative unpacking requires a buffer of a multiple of 2 bytes
show(struct.iter_unpack, "", b"")  # expect: error: cannot iteratively unpack with a struct of length 0
print(struct.error.__module__, repr(struct.Struct("<i"))[:20])  # expect: struct Struct('<i')
