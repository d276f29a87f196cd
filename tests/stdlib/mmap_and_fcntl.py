# needs: 3.14+
# mmap, fcntl, resource: memory that processes share, files in memory, locks.
import fcntl
import mmap
import os
import resource
import struct
import sys
import tempfile


def show(f, *args, **kw):
    try:
        print(f(*args, **kw))
    except Exception as e:
        print(type(e).__name__ + ": " + str(e))


m = mmap.mmap(-1, 100)
print(len(m), m[0], m[:3], m.tell(), m.closed, m)
# expect: 100 0 b'\x00\x00\x00' 0 False <mmap.mmap closed=False, access=ACCESS_DEFAULT, length=100, pos=0, offset=0>
show(m.size)  # expect: OSError: [Errno 9] Bad file descriptor
print(m.write(b"hello world\nsecond\n"), m.tell(), m.seek(0), m.readline(), m.read(3), m.read_byte(), m.tell())  # expect: 19 19 0 b'hello world\n' b'sec' 111 16
m[0] = ord("J")
m[1:5] = b"ELLO"
m[20:26:2] = b"xyz"
print(m[:12], m[20:26], m[-1], m.find(b"o"), m.find(b"w", 0), m.rfind(b"s"), m.find(b"nothing"), b"J" in m[:3])
# expect: b'JELLO world\n' b'x\x00y\x00z\x00' 0 -1 6 -1 -1 True
m.move(50, 0, 5)
print(m[50:55], m.seek(-5, os.SEEK_END), m.seek(1, os.SEEK_CUR), m.flush())  # expect: b'JELLO' 95 96 None
m.seek(0)
m.write_byte(65)
print(m[0:1])  # expect: b'A'
v = memoryview(m)
v[1] = 66
print(m[:2], v.readonly, v.nbytes)  # expect: b'AB' False 100
show(m.close)  # expect: BufferError: cannot close exported pointers exist
show(m.resize, 200)  # expect: BufferError: mmap can't resize with extant buffers exported.
v.release()
show(m.resize, 200)  # expect: ValueError: mmap: can't expand a shared anonymous mapping
m.resize(60)
print(len(m), m[:2])  # expect: 60 b'AB'

# The child and the parent see the same memory.
sys.stdout.flush()
pid = os.fork()
if pid == 0:
    m[10:15] = b"child"
    os._exit(0)
os.waitpid(pid, 0)
print(m[10:15])  # expect: b'child'

show(m.__getitem__, 500)  # expect: IndexError: mmap index out of range
show(m.__getitem__, "x")  # expect: TypeError: mmap indices must be integers
show(m.__setitem__, 0, 256)  # expect: ValueError: mmap item value must be in range(0, 256)
show(m.__setitem__, 0, b"x")  # expect: TypeError: mmap item value must be an int
show(m.__setitem__, slice(0, 3), b"xx")  # expect: IndexError: mmap slice assignment is wrong size
show(m.__delitem__, 0)  # expect: TypeError: mmap doesn't support item deletion
show(m.seek, 1000)  # expect: ValueError: seek out of range
show(m.seek, 0, 9)  # expect: ValueError: unknown seek type
show(m.write, b"x" * 1000)  # expect: ValueError: data out of range
show(m.move, 0, 0, 1000)  # expect: ValueError: source, destination, or count out of range
show(m.find, "text")  # expect: TypeError: a bytes-like object is required, not 'str'
m.close()
print(m.closed, m)  # expect: True <mmap.mmap closed=True>
show(len, m)  # expect: ValueError: mmap closed or invalid
show(m.read)  # expect: ValueError: mmap closed or invalid
show(mmap.mmap, -1, 0)  # expect: OSError: [Errno 22] Invalid argument
show(mmap.mmap, -1, -1)  # expect: OverflowError: memory mapped length must be positive
show(mmap.mmap, -1, 10, access=9)  # expect: ValueError: mmap invalid access parameter.
show(mmap.mmap, 9999, 10)  # expect: OSError: [Errno 9] Bad file descriptor
show(mmap.mmap, -1, 10, access=mmap.ACCESS_READ, prot=mmap.PROT_READ)  # expect: ValueError: mmap can't specify both access and flags, prot.

with tempfile.TemporaryFile() as f:
    f.write(b"0123456789" * 10)
    f.flush()
    with mmap.mmap(f.fileno(), 0) as m:
        print(len(m), m[:12])
        m[0:3] = b"abc"  # expect: 100 b'012345678901'
    f.seek(0)
    print(f.read(5))  # expect: b'abc34'
    m = mmap.mmap(f.fileno(), 50, access=mmap.ACCESS_READ)
    print(m.read(5), memoryview(m).readonly)  # expect: b'abc34' True
    show(m.write, b"x")  # expect: TypeError: mmap can't modify a readonly memory map.
    show(m.__setitem__, 0, 1)  # expect: TypeError: mmap can't modify a readonly memory map.
    m.close()
    m = mmap.mmap(f.fileno(), 50, access=mmap.ACCESS_COPY)
    m[:3] = b"XYZ"
    f.seek(0)
    print(m[:3], f.read(3))  # expect: b'XYZ' b'abc'
    m.close()
    show(mmap.mmap, f.fileno(), 1000)  # expect: ValueError: mmap length is greater than file size
    show(mmap.mmap, f.fileno(), 0, offset=4096 * 5)  # expect: ValueError: mmap offset is greater than file size

# fcntl
r, w = os.pipe()
flags = fcntl.fcntl(r, fcntl.F_GETFL)
fcntl.fcntl(r, fcntl.F_SETFL, flags | os.O_NONBLOCK)
print(os.get_blocking(r), fcntl.fcntl(r, fcntl.F_GETFD) == fcntl.FD_CLOEXEC)  # expect: False True
show(os.read, r, 1)  # expect: BlockingIOError: [Errno 11] Resource temporarily unavailable
with tempfile.NamedTemporaryFile() as f:
    fcntl.flock(f, fcntl.LOCK_EX)
    with open(f.name) as g:
        show(fcntl.flock, g, fcntl.LOCK_EX | fcntl.LOCK_NB)  # expect: BlockingIOError: [Errno 11] Resource temporarily unavailable
    fcntl.flock(f, fcntl.LOCK_UN)
    fcntl.lockf(f, fcntl.LOCK_EX)
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        try:
            with open(f.name, "r+") as g:
                fcntl.lockf(g, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os._exit(11)
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))  # expect: 11
show(fcntl.fcntl, -1, fcntl.F_GETFL)  # expect: ValueError: file descriptor cannot be a negative integer (-1)
show(fcntl.fcntl, 9999, fcntl.F_GETFL)  # expect: OSError: [Errno 9] Bad file descriptor
show(fcntl.fcntl, "x", fcntl.F_GETFL)  # expect: TypeError: argument must be an int, or have a fileno() method.
show(fcntl.flock, 9999, fcntl.LOCK_EX)  # expect: OSError: [Errno 9] Bad file descriptor
show(fcntl.lockf, r, 64)  # expect: ValueError: unrecognized lockf argument
m, s = os.openpty()
fcntl.ioctl(s, 0x5414, struct.pack("4H", 33, 77, 0, 0))
print(struct.unpack("4H", fcntl.ioctl(s, 0x5413, bytes(8))), os.get_terminal_size(s), os.isatty(m), os.isatty(r))
# expect: (33, 77, 0, 0) os.terminal_size(columns=77, lines=33) True False

# resource
soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (50, hard))
print(resource.getrlimit(resource.RLIMIT_NOFILE)[0], resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > 1000, resource.getpagesize())  # expect: 50 True 4096
show(resource.getrlimit, 999)  # expect: ValueError: invalid resource specified
show(resource.setrlimit, resource.RLIMIT_NOFILE, (hard, 50))  # expect: ValueError: current limit exceeds maximum limit
show(resource.getrusage, 999)  # expect: ValueError: invalid who parameter
fd = os.memfd_create("name")
os.ftruncate(fd, 10)
print(os.pread(fd, 100, 5), os.pwrite(fd, b"xy", 8), os.lseek(fd, 0, 0), os.read(fd, 100), os.writev(fd, [b"a", b"b"]))
# expect: b'\x00\x00\x00\x00\x00' 2 0 b'\x00\x00\x00\x00\x00\x00\x00\x00xy' 2
e = os.eventfd(3)
os.eventfd_write(e, 4)
print(os.eventfd_read(e), os.get_inheritable(e))  # expect: 7 False
