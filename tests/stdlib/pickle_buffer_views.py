"""What a view of a PickleBuffer shows stays where it is when the PickleBuffer is released."""

import pickle
import struct

octets = bytearray(b"abcdefgh" * 100_000)
buffer = pickle.PickleBuffer(octets)
view = memoryview(buffer)
buffer.release()
try:
    octets.clear()
except BufferError:
    print("kept")  # expect: kept
print(bytes(view[:3]), view[-1], view.obj is octets)  # expect: b'abc' 104 True
view.release()
octets.clear()
print(len(octets))  # expect: 0


class Releasing:
    """A number that lets go of what it is asked about."""

    def __init__(self, buffer, octets):
        self.buffer, self.octets = buffer, octets

    def __index__(self):
        self.buffer.release()
        try:
            self.octets.clear()
        except BufferError:
            print("kept")
        return 8


octets = bytearray(b"abcdefgh" * 100_000)
buffer = pickle.PickleBuffer(octets)
try:
    print(struct.unpack_from("2s", buffer, Releasing(buffer, octets)))
except ValueError:
    print("released")
# expect: kept
# expect: (b'ab',)
