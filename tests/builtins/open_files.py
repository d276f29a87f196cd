# needs: 3.14+
# open: modes, text and bytes, positions, closing, errors.
import os

folder = os.environ.get("TMPDIR", "/tmp")
path = os.path.join(folder, "open_files.txt")


def show(f, *args, **kw):
    try:
        print(repr(f(*args, **kw)).replace(folder, "DIR"))
    except Exception as e:
        print((type(e).__name__ + ": " + str(e)).replace(folder, "DIR"))


with open(path, "w") as f:
    print(f.write("first\nsecond\nthird"), f.tell(), f.closed, f.mode, f.encoding, f.writable(), f.readable())
# expect: 18 18 False w UTF-8 True False
print(f.closed)  # expect: True
with open(path) as f:
    print(f.read(), f.read() == "")
# expect: first
# expect: second
# expect: third True
with open(path) as f:
    print([line for line in f], f.readline() == "")
# expect: ['first\n', 'second\n', 'third'] True
with open(path) as f:
    print(repr(f.readline()), repr(f.readline(3)), repr(f.read(4)), f.tell(), repr(f.readline()))
    f.seek(0)
    print(f.readlines(), f.seek(6), f.read())
# expect: 'first\n' 'sec' 'ond\n' 13 'third'
# expect: ['first\n', 'second\n', 'third'] 6 second
# expect: third
with open(path, "a") as f:
    f.write("\nfourth")
    f.writelines(["!", "?"])
    print(f.tell())
# expect: 27
with open(path, "r+") as f:
    f.write("FIRST")
    f.seek(0, 2)
    f.write(".")
    f.seek(0)
    print(f.read().split("\n"))
# expect: ['FIRST', 'second', 'third', 'fourth!?.']
with open(path, "w+") as f:
    f.write("abc")
    f.seek(1)
    print(f.read(), f.truncate(2), f.seek(0), f.read())
# expect: bc 2 0 ab
with open(path, "wb") as f:
    print(f.write(b"\x00\xffab\r\ncd\re\n"), f.tell())
# expect: 11 11
with open(path, "rb") as f:
    print(f.read(2), f.readline(), f.read(), f.read(1), f.seek(-3, 2), f.read(), f.peek(1), f.seek(1), f.read1(3))
# expect: b'\x00\xff' b'ab\r\n' b'cd\re\n' b'' 8 b'\re\n' b'' 1 b'\xffab'
with open(path, "rb", buffering=0) as f:
    print(type(f).__name__, f.read(3), f.readall(), f.seek(0), f.readinto(bytearray(4)), f.tell())
# expect: FileIO b'\x00\xffa' b'b\r\ncd\re\n' 0 4 4
with open(path, "wb") as f:
    f.write(b"a\r\nb\rc\nd")
for newline in (None, "", "\n", "\r", "\r\n"):
    with open(path, newline=newline) as f:
        print(repr(newline), f.readlines(), repr(f.newlines))
# expect: None ['a\n', 'b\n', 'c\n', 'd'] ('\r', '\n', '\r\n')
# expect: '' ['a\r\n', 'b\r', 'c\n', 'd'] ('\r', '\n', '\r\n')
# expect: '\n' ['a\r\n', 'b\rc\n', 'd'] None
# expect: '\r' ['a\r', '\nb\r', 'c\nd'] None
# expect: '\r\n' ['a\r\n', 'b\rc\nd'] None
for newline in (None, "", "\n", "\r", "\r\n"):
    with open(path, "w", newline=newline) as f:
        f.write("x\ny\r\n")
    with open(path, "rb") as f:
        print(f.read())
# expect: b'x\ny\r\n'
# expect: b'x\ny\r\n'
# expect: b'x\ny\r\n'
# expect: b'x\ry\r\r'
# expect: b'x\r\ny\r\r\n'
with open(path, "w", encoding="latin-1") as f:
    f.write("é")
with open(path, "rb") as f:
    print(f.read())
# expect: b'\xe9'
with open(path, encoding="latin-1") as f:
    print(f.read())
# expect: é
show(lambda: open(path, encoding="utf-8").read())
# expect: UnicodeDecodeError: 'utf-8' codec can't decode byte 0xe9 in position 0: unexpected end of data
show(lambda: open(path, encoding="utf-8", errors="replace").read())  # expect: '�'
show(lambda: open(path, "w", encoding="ascii").write("é"))
# expect: UnicodeEncodeError: 'ascii' codec can't encode character '\xe9' in position 0: ordinal not in range(128)
with open(path, "w", encoding="utf-16") as f:
    f.write("hé")
    f.write("y")
with open(path, encoding="utf-16") as f:
    print(f.read(1), f.read())
# expect: h éy
with open(path, "w", encoding="utf-8-sig") as f:
    f.write("bom")
with open(path, "rb") as f:
    print(f.read())
# expect: b'\xef\xbb\xbfbom'
with open(path, encoding="utf-8-sig") as f:
    print(f.read())
# expect: bom
show(open, path + ".missing")
# expect: FileNotFoundError: [Errno 2] No such file or directory: 'DIR/open_files.txt.missing'
show(open, folder)  # expect: IsADirectoryError: [Errno 21] Is a directory: 'DIR'
show(open, path, "x")  # expect: FileExistsError: [Errno 17] File exists: 'DIR/open_files.txt'
show(open, path, "rw")  # expect: ValueError: must have exactly one of create/read/write/append mode
show(open, path, "q")  # expect: ValueError: invalid mode: 'q'
show(open, path, "")
# expect: ValueError: Must have exactly one of create/read/write/append mode and at most one plus
show(open, path, "rbt")  # expect: ValueError: can't have text and binary mode at once
show(open, path, "rb", encoding="utf-8")  # expect: ValueError: binary mode doesn't take an encoding argument
show(open, path, buffering=0)  # expect: ValueError: can't have unbuffered text I/O
show(open, path, encoding="nonsense")  # expect: LookupError: unknown encoding: nonsense
show(open, path, newline="x")  # expect: ValueError: illegal newline value: x
show(open, 5.5)  # expect: TypeError: expected str, bytes or os.PathLike object, not float
show(open, "a\0b")  # expect: ValueError: embedded null byte
show(open, -1)  # expect: ValueError: negative file descriptor
f = open(path)
f.close()
f.close()
show(f.read)  # expect: ValueError: I/O operation on closed file.
show(f.readline)  # expect: ValueError: I/O operation on closed file.
show(f.write, "x")  # expect: ValueError: I/O operation on closed file.
show(f.tell)  # expect: ValueError: I/O operation on closed file.
show(next, f)  # expect: ValueError: I/O operation on closed file.
show(f.__enter__)  # expect: ValueError: I/O operation on closed file.
with open(path) as f:
    show(f.write, "x")
    show(f.seek, 1, 1)
    show(f.seek, -1)
    next(f)
    show(f.tell)
# expect: UnsupportedOperation: not writable
# expect: UnsupportedOperation: can't do nonzero cur-relative seeks
# expect: ValueError: negative seek position -1
# expect: OSError: telling position disabled by next() call
with open(path, "w") as f:
    show(f.read)
    show(f.write, 5)
    show(f.write, b"x")
# expect: UnsupportedOperation: not readable
# expect: TypeError: write() argument must be str, not int
# expect: TypeError: write() argument must be str, not bytes
with open(path, "rb") as f:
    show(f.write, b"x")
# expect: UnsupportedOperation: write
with open(path, "wb") as f:
    show(f.write, "x")
    show(f.read)
# expect: TypeError: a bytes-like object is required, not 'str'
# expect: UnsupportedOperation: read
print(str(f).replace(folder, "DIR"))  # expect: <_io.BufferedWriter name='DIR/open_files.txt'>
fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC)
with open(fd, "w", closefd=False) as f:
    f.write("by descriptor")
os.lseek(fd, 0, 0)
print(os.read(fd, 100), os.close(fd))  # expect: b'by descriptor' None
with open(path, "x" if not os.path.exists(path) else "w") as f:
    f.write("line\n" * 5000)
with open(path) as f:
    print(sum(1 for _ in f), f.seek(12345), repr(f.readline()), f.tell(), len(f.read()))
# expect: 5000 12345 'line\n' 12350 12650
with open(path) as f:
    print(f.read(7), f.tell(), f.readline(), f.tell(), f.seek(5), f.read(4))
# expect: line
# expect: li 7 ne
# expect:  10 5 line


class P:
    def __fspath__(self):
        return path


with open(P()) as f:
    print(f.name == path, len(f.readlines()))
# expect: True 5000
os.remove(path)
print(os.path.exists(path))  # expect: False
