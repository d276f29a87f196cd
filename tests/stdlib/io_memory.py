# needs: 3.14+
# io: StringIO, BytesIO, and classes derived from the bases.
import io


def show(f, *args, **kw):
    try:
        print(repr(f(*args, **kw)))
    except Exception as e:
        print(type(e).__name__ + ":", e)


s = io.StringIO("one\ntwo\nthree")
print(s.read(2), s.tell(), repr(s.readline()), list(s), s.read(), s.seek(0), s.readlines(), s.getvalue() == "one\ntwo\nthree")
# expect: on 2 'e\n' ['two\n', 'three']  0 ['one\n', 'two\n', 'three'] True
s = io.StringIO()
print(s.write("héllo"), s.write(" wörld"), s.tell(), s.seek(1), s.write("EE"), s.getvalue(), s.read(3), s.truncate(7), s.getvalue())
# expect: 5 6 11 1 2 hEElo wörld lo  7 hEElo w
s.seek(12)
s.write("x")
print(repr(s.getvalue()), s.closed, s.seekable(), s.readable(), s.writable(), s.isatty(), s.line_buffering, s.newlines)
# expect: 'hEElo w\x00\x00\x00\x00\x00x' False True True True False False None
show(s.fileno)  # expect: UnsupportedOperation: fileno
show(s.write, 5)  # expect: TypeError: string argument expected, got 'int'
show(s.seek, -1)  # expect: ValueError: Negative seek position -1
show(s.seek, 1, 1)  # expect: OSError: Can't do nonzero cur-relative seeks
show(s.seek, 0, 5)  # expect: ValueError: Invalid whence (5, should be 0, 1 or 2)
show(io.StringIO, 5)  # expect: TypeError: initial_value must be str or None, not int
show(io.StringIO, "a", newline="x")  # expect: ValueError: illegal newline value: 'x'
for newline in (None, "", "\n", "\r", "\r\n"):
    t = io.StringIO("a\nb\r\nc\rd", newline=newline)
    print(repr(newline), t.readlines(), repr(t.getvalue()), t.newlines)
# expect: None ['a\n', 'b\n', 'c\n', 'd'] 'a\nb\nc\nd' ('\r', '\n', '\r\n')
# expect: '' ['a\n', 'b\r\n', 'c\r', 'd'] 'a\nb\r\nc\rd' ('\r', '\n', '\r\n')
# expect: '\n' ['a\n', 'b\r\n', 'c\rd'] 'a\nb\r\nc\rd' None
# expect: '\r' ['a\r', 'b\r', '\r', 'c\r', 'd'] 'a\rb\r\rc\rd' None
# expect: '\r\n' ['a\r\n', 'b\r\r\n', 'c\rd'] 'a\r\nb\r\r\nc\rd' None
s.close()
show(s.read)  # expect: ValueError: I/O operation on closed file
show(s.getvalue)  # expect: ValueError: I/O operation on closed file
with io.StringIO("x") as t:
    print(t.read())
# expect: x
print(t.closed)  # expect: True
b = io.BytesIO(b"one\ntwo\nthree")
print(b.read(2), b.tell(), b.readline(), list(b), b.read(), b.seek(0), b.readlines(), b.seek(-3, 2), b.read1(2), b.seek(1, 1))
# expect: b'on' 2 b'e\n' [b'two\n', b'three'] b'' 0 [b'one\n', b'two\n', b'three'] 10 b're' 13
b = io.BytesIO()
print(b.write(b"hello"), b.write(bytearray(b" w")), b.seek(10), b.write(b"!"), b.getvalue(), b.truncate(3), b.getvalue(), b.tell())
# expect: 5 2 10 1 b'hello w\x00\x00\x00!' 3 b'hel' 11
view = b.getbuffer()
view[0] = 72
print(b.getvalue(), bytes(view))  # expect: b'Hel' b'Hel'
show(b.write, b"more and more")  # expect: BufferError: Existing exports of data: object cannot be re-sized
view.release()
print(b.seek(0), b.readinto(bytearray(2)), b.read())  # expect: 0 2 b'l'
show(b.write, "x")  # expect: TypeError: a bytes-like object is required, not 'str'
show(b.seek, -1)  # expect: ValueError: negative seek value -1
# While a view of the content is out, nothing is written, not even where nothing would grow.
b = io.BytesIO(b"abcdef")
view = b.getbuffer()
show(b.write, b"x")  # expect: BufferError: Existing exports of data: object cannot be re-sized
show(b.write, view[:3])  # expect: BufferError: Existing exports of data: object cannot be re-sized
view.release()
print(b.seek(8), b.write(b"xy"), b.getvalue())  # expect: 8 2 b'abcdef\x00\x00xy'
show(io.BytesIO, "x")  # expect: TypeError: a bytes-like object is required, not 'str'
b.close()
show(b.read)  # expect: ValueError: I/O operation on closed file.


class Upper(io.TextIOBase):
    def __init__(self):
        self.parts = []

    def write(self, text):
        self.parts.append(text.upper())
        return len(text)


u = Upper()
print("hello", 5, file=u)
u.writelines(["a", "b"])
print(u.parts, u.closed, u.readable(), isinstance(u, io.IOBase))
# expect: ['HELLO', ' ', '5', '\n', 'A', 'B'] False False True
show(u.read)  # expect: UnsupportedOperation: read
show(u.fileno)  # expect: UnsupportedOperation: fileno


class Raw(io.RawIOBase):
    def __init__(self, data):
        self.data = data
        self.out = b""

    def readable(self):
        return True

    def writable(self):
        return True

    def readinto(self, buffer):
        n = min(len(buffer), 4, len(self.data))
        buffer[:n] = self.data[:n]
        self.data = self.data[n:]
        return n

    def write(self, data):
        self.out += bytes(data)
        return len(data)


print(Raw(b"abcdefghij").read(6), Raw(b"abcdefghij").readall(), Raw(b"ab\ncd\n").readline(), list(Raw(b"ab\ncd\n")))
# expect: b'abcd' b'abcdefghij' b'ab\n' [b'ab\n', b'cd\n']
r = io.BufferedReader(Raw(b"line one\nline two\n"))
print(r.peek(1), r.readline(), r.read(4), r.read(), r.read())  # expect: b'line' b'line one\n' b'line' b' two\n' b''
t = io.TextIOWrapper(io.BufferedReader(Raw("é one\ntwo".encode())), encoding="utf-8")
print(t.read(3), t.readlines())  # expect: é o ['ne\n', 'two']
raw = Raw(b"")
w = io.BufferedWriter(raw, 4)
w.write(b"ab")
print(raw.out, w.write(b"cde"), raw.out, w.flush(), raw.out)  # expect: b'' 3 b'ab' None b'abcde'
t = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
t.write("x\ny")
print(t.buffer.getvalue(), t.detach().getvalue())  # expect: b'x\ny' b'x\ny'
show(t.read)  # expect: ValueError: underlying buffer has been detached
show(io.BufferedReader, 5)  # expect: AttributeError: 'int' object has no attribute 'readable'
show(io.BufferedReader, io.StringIO())  # expect: <_io.BufferedReader>
print(io.SEEK_END, io.DEFAULT_BUFFER_SIZE > 0, issubclass(io.UnsupportedOperation, (OSError, ValueError)), io.open is open)
# expect: 2 True True True
