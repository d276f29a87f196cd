# needs: 3.14+
# sum, min, max, abs, divmod, round, pow and friends.
def show(f, *args, **kw):
    try:
        print(repr(f(*args, **kw)))
    except Exception as e:
        print(type(e).__name__ + ":", e)


print(sum([1, 2, 3]), sum([]), sum([1.5, 2]), sum([0.1] * 10), sum([1e100, 1, -1e100]), sum(range(10), 5), sum([True, 2]))
# expect: 6 0 3.5 1.0 1.0 50 3
print(sum([2**61, 2**61, 2**62]), sum([2**70, 1.5]), sum([1, 2j, 3.5]), sum([[1], [2]], []), sum((1, 2), start=10), sum([-0.0], -0.0))
# expect: 9223372036854775808 1.1805916207174113e+21 (4.5+2j) [1, 2] 13 -0.0
print(sum([float("inf"), 1]), sum([1e308, 1e308, -1e308]), sum([0.1, 10**400 // 10**399]), sum([1, 2.5, 10**30]))
# expect: inf inf 10.1 1e+30
show(sum, ["a"])  # expect: TypeError: unsupported operand type(s) for +: 'int' and 'str'
show(sum, ["a"], "")  # expect: TypeError: sum() can't sum strings [use ''.join(seq) instead]
show(sum, [b"a"], b"")  # expect: TypeError: sum() can't sum bytes [use b''.join(seq) instead]
show(sum, [bytearray()], bytearray())  # expect: TypeError: sum() can't sum bytearray [use b''.join(seq) instead]
show(sum, 5)  # expect: TypeError: 'int' object is not iterable
print(max(1, 5, 3), min(1, 5, 3), max([1, 5, 3]), max("hello"), max([], default=7), min({}, default=None))
# expect: 5 1 5 o 7 None
print(max("a", "bbb", "cc", key=len), min([3, -5, 2], key=abs), max([1, 1.0]), max([(1, 2), (1, 3)]), max([[1], [0, 5]]))
# expect: bbb 2 1 (1, 3) [1]
show(max)  # expect: TypeError: max expected at least 1 argument, got 0
show(max, [])  # expect: ValueError: max() iterable argument is empty
show(min, 5)  # expect: TypeError: 'int' object is not iterable
show(max, 1, 2, default=3)
# expect: TypeError: Cannot specify a default for max() with multiple positional arguments
show(max, [1], bogus=3)  # expect: TypeError: max() got an unexpected keyword argument 'bogus'
show(max, 1, "a")  # expect: TypeError: '>' not supported between instances of 'str' and 'int'
show(min, [1], key=5)  # expect: TypeError: 'int' object is not callable
print(abs(-3), abs(-2.5), abs(3 + 4j), divmod(17, 5), divmod(-17, 5.0), pow(2, 5), round(2.567, 2), round(7))
# expect: 3 2.5 5.0 (3, 2) (-4.0, 3.0) 32 2.57 7
show(abs, "a")  # expect: TypeError: bad operand type for abs(): 'str'
show(divmod, 1, "a")  # expect: TypeError: unsupported operand type(s) for divmod(): 'int' and 'str'
show(round, "a")  # expect: TypeError: type str doesn't define __round__ method
show(round, 1.5, ndigits=1)  # expect: 1.5


class R:
    def __round__(self, n=None):
        return ("rounded", n)

    def __abs__(self):
        return "absolute"

    def __divmod__(self, other):
        return ("divmod", other)

    def __index__(self):
        return 255


print(round(R()), round(R(), 3), abs(R()), divmod(R(), 2), hex(R()), bin(R()), oct(R()), chr(R()))
# expect: ('rounded', None) ('rounded', 3) absolute ('divmod', 2) 0xff 0b11111111 0o377 ÿ
print(bin(10), oct(64), hex(255), bin(-10), hex(-255), bin(0), hex(2**70), chr(97), chr(0x1F600), ord("a"), ord("😀"), ord(b"x"))
# expect: 0b1010 0o100 0xff -0b1010 -0xff 0b0 0x400000000000000000 a 😀 97 128512 120
show(hex, 1.5)  # expect: TypeError: 'float' object cannot be interpreted as an integer
show(chr, -1)  # expect: ValueError: chr() arg not in range(0x110000)
show(chr, 0x110000)  # expect: ValueError: chr() arg not in range(0x110000)
show(chr, 10**30)  # expect: ValueError: chr() arg not in range(0x110000)
show(ord, "ab")  # expect: TypeError: ord() expected a character, but string of length 2 found
show(ord, "")  # expect: TypeError: ord() expected a character, but string of length 0 found
show(ord, 5)  # expect: TypeError: ord() expected string of length 1, but int found
show(ord, b"ab")  # expect: TypeError: ord() expected a character, but string of length 2 found
