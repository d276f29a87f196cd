# needs: 3.14+
# array: items of C types, views, slices, and what is refused.
import array
import copy
import io
import pickle
from array import array as A


def show(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__ + ": " + str(e))


print(array.typecodes, [A(c).itemsize for c in array.typecodes if c != "u"])  # expect: bBuwhHiIlLqQfd [1, 1, 4, 2, 2, 4, 4, 8, 8, 8, 8, 4, 8]
a = A("i", [1, 2, 3])
print(a, a[0], a[-1], a[1:], a[::-1], len(a), 2 in a, 9 in a, list(a))
# expect: array('i', [1, 2, 3]) 1 3 array('i', [2, 3]) array('i', [3, 2, 1]) 3 True False [1, 2, 3]
a.append(4)
a.extend([5, 6])
a.insert(0, 0)
a.insert(-1, 99)
print(a, a.pop(), a.pop(0), a.index(99), a.count(2), a.tolist())  # expect: array('i', [1, 2, 3, 4, 5, 99]) 6 0 5 1 [1, 2, 3, 4, 5, 99]
a.remove(99)
a.reverse()
print(a, a + A("i", [7]), a * 2, 2 * a)
# expect: array('i', [5, 4, 3, 2, 1]) array('i', [5, 4, 3, 2, 1, 7]) array('i', [5, 4, 3, 2, 1, 5, 4, 3, 2, 1]) array('i', [5, 4, 3, 2, 1, 5, 4, 3, 2, 1])
a += A("i", [8])
a *= 2
print(a)  # expect: array('i', [5, 4, 3, 2, 1, 8, 5, 4, 3, 2, 1, 8])
a[0] = 50
a[1:3] = A("i", [60])
del a[0]
del a[::2]
a[::2] = A("i", [0] * len(a[::2]))
print(a)  # expect: array('i', [0, 8, 0, 2, 0])
print(A("d", [1, 2.5]), A("f", [0.1]), A("b", b"\x01\xff"), A("w", "x"), A("Q", [2**64 - 1]))
# expect: array('d', [1.0, 2.5]) array('f', [0.10000000149011612]) array('b', [1, -1]) array('w', 'x') array('Q', [18446744073709551615])
print(A("i", A("h", [1, 2])), A("i", (x for x in range(3))), A("B", bytearray(b"ab")).tobytes())  # expect: array('i', [1, 2]) array('i', [0, 1, 2]) b'ab'
print(A("i", [1, 2]) < A("i", [1, 3]), A("i", [1]) == A("d", [1.0]), A("i") != A("i"), A("i", [1, 2]) > A("i", [1]))  # expect: True True False True
b = A("h", [1, 2])
b.byteswap()
print(b, b.tobytes(), A("h", b.tobytes()))  # expect: array('h', [256, 512]) b'\x00\x01\x00\x02' array('h', [256, 512])
b.frombytes(b"\x05\x00")
b.fromlist([7, 8])
print(b, copy.copy(b) == b, copy.deepcopy(b) is b, b.buffer_info()[1])  # expect: array('h', [256, 512, 5, 7, 8]) True False 5
t = A("w", "ab")
t.fromunicode("cd")
print(t.tounicode(), t)  # expect: abcd array('w', 'abcd')
f = io.BytesIO()
b.tofile(f)
f.seek(0)
c = A("h")
c.fromfile(f, 3)
print(c)  # expect: array('h', [256, 512, 5])
show(c.fromfile, f, 100)  # expect: EOFError: read() didn't return enough bytes
print(len(c))  # expect: 5
for code, values in (("i", [1, -2]), ("d", [0.5]), ("w", "xy"), ("Q", [2**63])):
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(A(code, values), protocol)) == A(code, values)

m = memoryview(A("i", [1, 2, 3]))
print(m.format, m.itemsize, m.nbytes, m[1], m.tolist(), m[1:].tobytes())  # expect: i 4 12 2 [1, 2, 3] b'\x02\x00\x00\x00\x03\x00\x00\x00'
d = A("i", [1, 2, 3])
m = memoryview(d)
m[0] = 70
show(d.append, 1)  # expect: BufferError: cannot resize an array that is exporting buffers
show(d.pop)  # expect: BufferError: cannot resize an array that is exporting buffers
show(d.clear)  # expect: BufferError: cannot resize an array that is exporting buffers
m.release()
d.append(4)
print(d, bytes(A("B", [1, 2])), bytearray(d)[:4])  # expect: array('i', [70, 2, 3, 4]) b'\x01\x02' bytearray(b'F\x00\x00\x00')
d.clear()
print(d, A("i") == d, bool(d), hash(A) == hash(A))  # expect: array('i') True False True

show(A)  # expect: TypeError: array() takes at least 1 argument (0 given)
show(A, "x")  # expect: ValueError: bad typecode (must be b, B, u, w, h, H, i, I, l, L, q, Q, f or d)
show(A, 5)  # expect: TypeError: array() argument 1 must be a unicode character, not int
show(A, "ii")  # expect: TypeError: array() argument 1 must be a unicode character, not a string of length 2
show(A, "i", "text")  # expect: TypeError: cannot use a str to initialize an array with typecode 'i'
show(A, "i", [1.5])  # expect: TypeError: 'float' object cannot be interpreted as an integer
show(A, "i", ["x"])  # expect: TypeError: 'str' object cannot be interpreted as an integer
show(A, "d", ["x"])  # expect: TypeError: must be real number, not str
show(A, "b", [128])  # expect: OverflowError: signed char is greater than maximum
show(A, "b", [-129])  # expect: OverflowError: signed char is less than minimum
show(A, "B", [256])  # expect: OverflowError: unsigned byte integer is greater than maximum
show(A, "B", [-1])  # expect: OverflowError: unsigned byte integer is less than minimum
show(A, "h", [40000])  # expect: OverflowError: signed short integer is greater than maximum
show(A, "H", [-1])  # expect: OverflowError: unsigned short is less than minimum
show(A, "i", [2**31])  # expect: OverflowError: signed integer is greater than maximum
show(A, "I", [2**32])  # expect: OverflowError: unsigned int is greater than maximum
show(A, "I", [-1])  # expect: OverflowError: can't convert negative value to unsigned int
show(A, "l", [2**63])  # expect: OverflowError: Python int too large to convert to C long
show(A, "L", [-1])  # expect: OverflowError: can't convert negative value to unsigned int
show(A, "q", [2**63])  # expect: OverflowError: int too big to convert
show(A, "Q", [2**64])  # expect: OverflowError: int too big to convert
show(A, "w", ["ab"])  # expect: TypeError: array item must be a unicode character, not a string of length 2
show(A, "w", [5])  # expect: TypeError: array item must be a unicode character, not int
show(A, "i", 5)  # expect: TypeError: 'int' object is not iterable
show(A, "i", b"abc")  # expect: ValueError: bytes length not a multiple of item size
show(lambda: A("i", [1]) + A("d", [1.0]))  # expect: TypeError: bad argument type for built-in operation
show(lambda: A("i", [1]) + [1])  # expect: TypeError: can only append array (not "list") to array
show(lambda: A("i", [1])[5])  # expect: IndexError: array index out of range
show(lambda: A("i", [1])["x"])  # expect: TypeError: array indices must be integers
show(A("i", [1]).__setitem__, 5, 1)  # expect: IndexError: array assignment index out of range
show(A("i", [1]).__setitem__, slice(0, 1), [1])  # expect: TypeError: can only assign array (not "list") to array slice
show(A("i", [1, 2, 3]).__setitem__, slice(None, None, 2), A("i", [1]))  # expect: ValueError: attempt to assign array of size 1 to extended slice of size 2
show(A("i").pop)  # expect: IndexError: pop from empty array
show(A("i", [1]).pop, 5)  # expect: IndexError: pop index out of range
show(A("i", [1]).remove, 5)  # expect: ValueError: array.remove(x): x not in array
show(A("i", [1]).index, 5)  # expect: ValueError: array.index(x): x not in array
show(A("i").fromlist, (1,))  # expect: TypeError: arg must be list
show(A("i").fromlist, [1, "x"])  # expect: TypeError: 'str' object cannot be interpreted as an integer
show(A("i").tounicode)  # expect: ValueError: tounicode() may only be called on unicode type arrays ('u' or 'w')
show(A("i").extend, A("d"))  # expect: TypeError: can only extend with array of same kind
show(A("i").frombytes, b"abc")  # expect: ValueError: bytes length not a multiple of item size


class Sub(A):
    def __new__(cls, code, values, name):
        self = A.__new__(cls, code, values)
        self.name = name
        return self


s = Sub("i", [1, 2], "named")
print(s, s.name, s[1], isinstance(s, A), len(s))  # expect: Sub('i', [1, 2]) named 2 True 2
