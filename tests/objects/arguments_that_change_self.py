# An argument's method may change or release the object whose method is running.


class Clears:
    def __index__(self):
        octets.clear()
        octets.extend(b"xy")
        return 1


octets = bytearray(b"abcdefgh" * 100)
try:
    print(octets.hex(":", Clears()))
except BufferError:  # CPython holds the octets meanwhile
    print("78:79")
# expect: 78:79


class Releases:
    def __index__(self):
        view.release()
        source.clear()
        return 1


source = bytearray(b"abcdefgh" * 100)
view = memoryview(source)
try:
    view.hex(":", Releases())
    print("shown")
except (ValueError, BufferError) as e:
    print("refused")
# expect: refused


# A metaclass's mro() that changes the bases it is asked for recurses until the limit, and is not
# asked again on the way back.
class Meta(type):
    asked = 0

    def mro(cls):
        Meta.asked += 1
        cls.__bases__ = (Other,)
        return type.mro(cls)


class Base:
    pass


class Other:
    pass


try:

    class Turning(Base, metaclass=Meta):
        pass

    print("made")
except RecursionError:
    print("RecursionError", Meta.asked < 2000)
# expect: RecursionError True


class Choosy(type):
    refuse = False

    def mro(cls):
        if Choosy.refuse and cls.__name__ == "Below":
            raise ValueError("no such order")
        return type.mro(cls)


class Top(Base, metaclass=Choosy):
    pass


class Below(Top):
    pass


Choosy.refuse = True
try:
    Top.__bases__ = (Other,)
except ValueError as e:
    print(e)  # expect: no such order
print([c.__name__ for c in Top.__mro__], [c.__name__ for c in Below.__mro__])
# expect: ['Top', 'Base', 'object'] ['Below', 'Top', 'Base', 'object']
print(Top.__bases__ == (Base,))  # expect: True

try:
    super(int, 5, 5)
except TypeError as e:
    print(e)  # expect: super() expected at most 2 arguments, got 3

# Extreme arguments: told as they are, with nothing computed past 64 bits.
import struct

for call in (
    lambda: struct.pack_into("i", bytearray(4), 2**63 - 1, 1),
    lambda: struct.unpack_from("i", bytearray(4), 2**63 - 1),
    lambda: memoryview(b"abcd").cast("B", [-1]),
    lambda: memoryview(b"abcdefgh").cast("q", [2**61 + 1]),
    lambda: memoryview(b"abcd").cast("B", [4.0]),
    lambda: memoryview(b"abcd").cast("B", "4"),
):
    try:
        print(call())
    except (struct.error, TypeError, ValueError) as e:
        print(e)
# expect: pack_into requires a buffer of at least 9223372036854775811 bytes for packing 4 bytes at offset 9223372036854775807 (actual buffer size is 4)
# expect: unpack_from requires a buffer of at least 9223372036854775811 bytes for unpacking 4 bytes at offset 9223372036854775807 (actual buffer size is 4)
# expect: memoryview.cast(): elements of shape must be integers > 0
# expect: memoryview.cast(): product(shape) > SSIZE_MAX
# expect: memoryview.cast(): elements of shape must be integers
# expect: shape must be a list or a tuple
