# needs: 3.14+
# base64 and binascii: both directions, and text that is none.
import base64
import binascii
import io


def show(f, *args, **kw):
    try:
        print(f(*args, **kw))
    except Exception as e:
        print(type(e).__name__ + ": " + str(e))


data = bytes(range(0, 256, 7))
for n in range(7):
    print(base64.b64encode(data[:n]), base64.b32encode(data[:n]), base64.b85encode(data[:n]), base64.a85encode(data[:n]))
# expect: b'' b'' b'' b''
# expect: b'AA==' b'AA======' b'00' b'!!'
# expect: b'AAc=' b'AADQ====' b'00#' b'!!`'
# expect: b'AAcO' b'AADQ4===' b'00#~' b'!!`u'
# expect: b'AAcOFQ==' b'AADQ4FI=' b'00#~g' b'!!`uK'
# expect: b'AAcOFRw=' b'AADQ4FI4' b'00#~g8~' b'!!`uK)u'
# expect: b'AAcOFRwj' b'AADQ4FI4EM======' b'00#~g93u' b'!!`uK*$Y'
for name in ("b64", "urlsafe_b64", "b32", "b32hex", "b16", "b85", "a85", "z85"):
    encode, decode = getattr(base64, name + "encode"), getattr(base64, name + "decode")
    for n in range(40):
        assert decode(encode(data[:n])) == data[:n], (name, n)
    print(name, encode(data[-9:]))
# expect: b64 b'xMvS2eDn7vX8'
# expect: urlsafe_b64 b'xMvS2eDn7vX8'
# expect: b32 b'YTF5FWPA47XPL7A='
# expect: b32hex b'OJ5T5MF0SVNFBV0='
# expect: b16 b'C4CBD2D9E0E7EEF5FC'
# expect: b85 b'#LLpz;OFl3`~'
# expect: a85 b'`66T^i90P$qu'
# expect: z85 b'-llPZ&ofL3}#'
print(base64.b64encode(b"\xfb\xff", b"-_"), base64.b64decode("-_8=", "-_"), base64.b64decode(b"YQ==\n"), base64.b64decode("Y*Q=="))
# expect: b'-_8=' b'\xfb\xff' b'a' b'a'
print(base64.encodebytes(data * 3), base64.decodebytes(b"YWJj\nZGVm\n"))
# expect: b'AAcOFRwjKjE4P0ZNVFtiaXB3foWMk5qhqK+2vcTL0tng5+71/AAHDhUcIyoxOD9GTVRbYmlwd36F\njJOaoaivtr3Ey9LZ4Ofu9fwABw4VHCMqMTg/Rk1UW2JpcHd+hYyTmqGor7a9xMvS2eDn7vX8\n' b'abcdef'
out = io.BytesIO()
base64.encode(io.BytesIO(b"x" * 60), out)
print(out.getvalue())  # expect: b'eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4\neHh4\n'
print(base64.a85encode(b"    \0\0\0\0abc", foldspaces=True, adobe=True, wrapcol=8), base64.a85decode(b"<~87cURDZ~>", adobe=True))
# expect: b'<~yz@:E^\n~>' b'Hello'
print(base64.b16decode("ab01", casefold=True), base64.b32decode(b"me======", casefold=True), base64.b32decode("M1023456", map01=b"L"))
# expect: b'\xab\x01' b'a' b'b\xdd\xad\xf3\xbe'
show(base64.b64decode, "abc")  # expect: Error: Incorrect padding
show(base64.b64decode, "a")  # expect: Error: Invalid base64-encoded string: number of data characters (1) cannot be 1 more than a multiple of 4
show(base64.b64decode, "abcde")  # expect: Error: Invalid base64-encoded string: number of data characters (5) cannot be 1 more than a multiple of 4
show(base64.b64decode, "ab=c", validate=True)  # expect: Error: Discontinuous padding not allowed
show(base64.b64decode, "a*==", validate=True)  # expect: Error: Only base64 data is allowed
show(base64.b64decode, "=abc", validate=True)  # expect: Error: Leading padding not allowed
show(base64.b64decode, "ab==c", validate=True)  # expect: Error: Excess data after padding
show(base64.b64decode, "é")  # expect: ValueError: string argument should contain only ASCII characters
show(base64.b64encode, "text")  # expect: TypeError: a bytes-like object is required, not 'str'
show(base64.b32decode, "abc")  # expect: Error: Incorrect padding
show(base64.b32decode, "1BCDEFGH")  # expect: Error: Non-base32 digit found
show(base64.b16decode, "zz")  # expect: Error: Non-base16 digit found
show(base64.b85decode, b"\x00")  # expect: ValueError: bad base85 character at position 0
show(base64.a85decode, b"\xff")  # expect: ValueError: Non-Ascii85 digit found: ÿ
show(base64.encodebytes, "x")  # expect: TypeError: expected bytes-like object, not str
print(binascii.hexlify(b"\x00\xab\xff"), binascii.hexlify(b"abcdef", "-", 2), binascii.unhexlify("00abFF"), binascii.b2a_hex(bytearray(b"z")))
# expect: b'00abff' b'6162-6364-6566' b'\x00\xab\xff' b'7a'
show(binascii.unhexlify, "abc")  # expect: Error: Odd-length string
show(binascii.unhexlify, "zz")  # expect: Error: Non-hexadecimal digit found
show(binascii.unhexlify, 5)  # expect: TypeError: argument should be bytes, buffer or ASCII string, not 'int'
print(binascii.crc32(b"hello"), binascii.crc32(b"lo", binascii.crc32(b"hel")), binascii.crc_hqx(b"hello", 0))  # expect: 907060870 907060870 50018
print(binascii.b2a_qp(b"a=b\xe9 \n\tx " + b"y" * 80), binascii.a2b_qp(b"a=3Db=E9 =\nnext_"), binascii.a2b_qp(b"a_b", header=True))
# expect: b'a=3Db=E9=20\n\tx yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy=\nyyyyyyyy' b'a=b\xe9 next_' b'a b'
print(binascii.b2a_base64(b"x"), binascii.b2a_base64(b"x", newline=False), issubclass(binascii.Error, ValueError))  # expect: b'eA==\n' b'eA==' True
