# needs: 3.14+
# select, selectors and socket: readiness, time-outs, connections, and what goes wrong.
import os
import select
import selectors
import signal
import socket
import threading
import time


def show(f, *args, **kw):
    try:
        print(clean(f(*args, **kw)))
    except Exception as e:
        print(clean(type(e).__name__ + ": " + str(e)))


def clean(value):
    text = str(value)
    for name, fd in fds.items():
        text = text.replace(f" {fd} ", f" {name} ").replace(f" {fd},", f" {name},").replace(f"FD {fd})", f"FD {name})").replace(f"fileobj={fd}", f"fileobj={name}").replace(f"'{fd} ", f"'{name} ").replace(f"fd={fd}", f"fd={name}")
    return text


r, w = os.pipe()
fds = {"R": r, "W": w}
print(select.select([r], [w], [], 0) == ([], [w], []), select.select([r], [], [], 0.01))  # expect: True ([], [], [])
os.write(w, b"x")
print(select.select([r], [w], [r], 5) == ([r], [w], []))  # expect: True
show(select.select, [-1], [], [])  # expect: ValueError: file descriptor cannot be a negative integer (-1)
show(select.select, ["x"], [], [])  # expect: TypeError: argument must be an int, or have a fileno() method.
show(select.select, 5, [], [])  # expect: TypeError: arguments 1-3 must be sequences
show(select.select, [], [], [], -1)  # expect: ValueError: timeout must be non-negative
show(select.select, [], [], [], "x")  # expect: TypeError: timeout must be a float or None
closed = os.dup(r)
os.close(closed)
show(select.select, [closed], [], [], 0)  # expect: OSError: [Errno 9] Bad file descriptor

p = select.poll()
p.register(r, select.POLLIN)
p.register(w, select.POLLOUT)
print(sorted(p.poll(100)) == sorted([(r, select.POLLIN), (w, select.POLLOUT)]))  # expect: True
p.modify(w, 0)
p.unregister(r)
print(p.poll(10))  # expect: []
try:
    p.unregister(r)
except KeyError as e:
    print(e.args == (r,))  # expect: True
show(p.modify, r, select.POLLIN)  # expect: FileNotFoundError: [Errno 2] No such file or directory
show(p.register, -1)  # expect: ValueError: file descriptor cannot be a negative integer (-1)
show(p.poll, "x")  # expect: TypeError: timeout must be an integer or None

e = select.epoll()
e.register(r, select.EPOLLIN)
print(e.poll(1) == [(r, select.EPOLLIN)], e.closed, e.fileno() > 0)  # expect: True False True
show(e.register, r)  # expect: FileExistsError: [Errno 17] File exists
e.modify(r, select.EPOLLIN | select.EPOLLET)
print(e.poll(0.01) == [(r, select.EPOLLIN)], e.poll(0.01))  # expect: True []
e.unregister(r)
show(e.unregister, r)  # expect: FileNotFoundError: [Errno 2] No such file or directory
show(e.register, closed)  # expect: OSError: [Errno 22] Invalid argument
show(e.poll, 0, 0)  # expect: ValueError: maxevents must be greater than 0, got 0
with e:
    pass
show(e.poll)  # expect: ValueError: I/O operation on closed epoll object
show(e.fileno)  # expect: ValueError: I/O operation on closed epoll object
print(e.closed)  # expect: True

for kind in (selectors.EpollSelector, selectors.PollSelector, selectors.SelectSelector):
    with kind() as s:
        key = s.register(r, selectors.EVENT_READ, "data")
        print(clean(key), [(k.data, m) for k, m in s.select(1)], len(s.get_map()), s.get_key(r) == key, s.get_map()[r] is s.get_key(r))
        key = s.register(w, selectors.EVENT_WRITE)
        print(sorted((k.fd == w, m) for k, m in s.select()))
        s.modify(w, selectors.EVENT_READ, 5)
        print([(k.data, m) for k, m in s.select(0.01)], s.get_key(w).events)
        show(s.register, r, selectors.EVENT_READ)
        show(s.register, r, 0)
        show(s.register, 10000, 7)
        show(s.register, "x", 1)
        show(s.register, -1, 1)
        s.unregister(r)
        show(s.unregister, r)
        show(s.get_key, r)
        start = time.monotonic()
        print(s.select(0.05), time.monotonic() - start >= 0.04)
    show(s.get_key, w)
# expect: SelectorKey(fileobj=R, fd=R, events=1, data='data') [('data', 1)] 1 True True
# expect: [(False, 1), (True, 2)]
# expect: [('data', 1)] 1
# expect: KeyError: 'R (FD R) is already registered'
# expect: ValueError: Invalid events: 0
# expect: ValueError: Invalid events: 7
# expect: ValueError: Invalid file object: 'x'
# expect: ValueError: Invalid file descriptor: -1
# expect: KeyError: 'R is not registered'
# expect: KeyError: 'R is not registered'
# expect: [] True
# expect: RuntimeError: Selector is closed
# expect: SelectorKey(fileobj=R, fd=R, events=1, data='data') [('data', 1)] 1 True True
# expect: [(False, 1), (True, 2)]
# expect: [('data', 1)] 1
# expect: KeyError: 'R (FD R) is already registered'
# expect: ValueError: Invalid events: 0
# expect: ValueError: Invalid events: 7
# expect: ValueError: Invalid file object: 'x'
# expect: ValueError: Invalid file descriptor: -1
# expect: KeyError: 'R is not registered'
# expect: KeyError: 'R is not registered'
# expect: [] True
# expect: RuntimeError: Selector is closed
# expect: SelectorKey(fileobj=R, fd=R, events=1, data='data') [('data', 1)] 1 True True
# expect: [(False, 1), (True, 2)]
# expect: [('data', 1)] 1
# expect: KeyError: 'R (FD R) is already registered'
# expect: ValueError: Invalid events: 0
# expect: ValueError: Invalid events: 7
# expect: ValueError: Invalid file object: 'x'
# expect: ValueError: Invalid file descriptor: -1
# expect: KeyError: 'R is not registered'
# expect: KeyError: 'R is not registered'
# expect: [] True
# expect: RuntimeError: Selector is closed
print(selectors.DefaultSelector is selectors.EpollSelector)  # expect: True
show(selectors.EpollSelector().register, os.open("/dev/null", os.O_RDONLY), 1)  # expect: PermissionError: [Errno 1] Operation not permitted

# A signal whose handler returns does not end the wait.
hits = []
signal.signal(signal.SIGALRM, lambda n, f: hits.append(n))
os.read(r, 1)
for wait in (lambda: select.select([r], [], [], 0.1), lambda: selectors.DefaultSelector().select(0.1), lambda: select.poll().poll(100)):
    signal.setitimer(signal.ITIMER_REAL, 0.02)
    start = time.monotonic()
    print(wait(), time.monotonic() - start >= 0.095, len(hits))
# expect: ([], [], []) True 1
# expect: [] True 2
# expect: [] True 3

# -- sockets --
a, b = socket.socketpair()
fds = {"A": a.fileno(), "B": b.fileno()}
show(lambda: a)  # expect: <socket.socket fd=A, family=1, type=1, proto=0>
print(a.family, a.type, a.proto, a.gettimeout(), a.getblocking(), os.get_inheritable(a.fileno()), repr(a.getsockname()))  # expect: 1 1 0 None True False ''
print(a.send(b"hello"), b.recv(3), b.recv(100), a.sendall(b"more"), b.recv(2, socket.MSG_PEEK), b.recv(10))  # expect: 5 b'hel' b'lo' None b'mo' b'more'
b.setblocking(False)
show(b.recv, 10)  # expect: BlockingIOError: [Errno 11] Resource temporarily unavailable
b.settimeout(0.05)
print(b.gettimeout(), b.getblocking(), b.timeout)  # expect: 0.05 True 0.05
show(b.recv, 10)  # expect: TimeoutError: timed out
show(b.settimeout, -1)  # expect: ValueError: Timeout value out of range
show(b.settimeout, "x")  # expect: TypeError: 'str' object cannot be interpreted as an integer or float
buffer = bytearray(5)
a.send(b"into")
print(b.recv_into(buffer), buffer)  # expect: 4 bytearray(b'into\x00')
show(b.recv, -1)  # expect: ValueError: negative buffersize in recv
show(a.send, "text")  # expect: TypeError: a bytes-like object is required, not 'str'
big = b"z" * 3_000_000
got = []
t = threading.Thread(target=lambda: got.append(sum(len(b.recv(65536)) for _ in iter(lambda: sum(got) if got else 1, 0)) if False else sum(map(len, iter(lambda: b.recv(65536), b"")))))
b.settimeout(5)
t.start()
a.sendall(big)
a.shutdown(socket.SHUT_WR)
t.join()
print(got)  # expect: [3000000]
a.close()
show(b.send, b"x")  # expect: BrokenPipeError: [Errno 32] Broken pipe
show(a.recv, 1)  # expect: OSError: [Errno 9] Bad file descriptor
print(a.fileno(), a._closed)  # expect: -1 True
show(lambda: a)  # expect: <socket.socket [closed] fd=-1, family=1, type=1, proto=0>
b.close()

server = socket.create_server(("127.0.0.1", 0))
host, port = server.getsockname()
print(host, port > 1024, server.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR))  # expect: 127.0.0.1 True 1


def client():
    with socket.create_connection((host, port)) as c:
        c.sendall(b"one\ntwo\n")
        print(c.recv(10))


t = threading.Thread(target=client)
t.start()
connection, address = server.accept()
with connection, connection.makefile("r") as f, connection.makefile("wb") as out:
    print(f.readline(), f.readline(), address[0] == host)
# expect: one
# expect:  two
# expect:  True
# expect: b'answer'
    out.write(b"answer")
    out.flush()
    t.join()
server.settimeout(0.05)
show(server.accept)  # expect: TimeoutError: timed out
server.close()
show(socket.create_connection, (host, port))  # expect: ConnectionRefusedError: [Errno 111] Connection refused
show(socket.socket().connect, ("127.0.0.1", 70000))  # expect: OverflowError: connect(): port must be 0-65535.
show(socket.socket().connect, "x")  # expect: TypeError: connect(): AF_INET address must be tuple, not str
show(socket.socket().connect, ("127.0.0.1",))  # expect: TypeError: AF_INET address must be a pair (host, port)
show(socket.socket().bind, ("127.0.0.1", "x"))  # expect: TypeError: 'str' object cannot be interpreted as an integer
show(socket.socket(socket.AF_UNIX).connect, "/no/such/socket")  # expect: FileNotFoundError: [Errno 2] No such file or directory
show(socket.socket(socket.AF_UNIX).bind, "x" * 200)  # expect: OSError: AF_UNIX path too long
show(socket.socket(socket.AF_UNIX).bind, 5)  # expect: TypeError: a bytes-like object is required, not 'int'
show(socket.socket, 99)  # expect: OSError: [Errno 97] Address family not supported by protocol
show(socket.socket().listen, "x")  # expect: TypeError: 'str' object cannot be interpreted as an integer
print(socket.socket().connect_ex((host, port)))  # expect: 111

path = os.path.join(os.environ.get("TMPDIR", "/tmp"), "sock")
with socket.socket(socket.AF_UNIX) as server:
    server.bind(path)
    server.listen(1)
    with socket.socket(socket.AF_UNIX) as c:
        c.connect(path)
        connection, address = server.accept()
        print(repr(address), c.getpeername() == path)
        r2, w2 = os.pipe()
        socket.send_fds(c, [b"fds"], [w2])
        data, received, flags, _ = socket.recv_fds(connection, 10, 4)
        os.write(received[0], b"through a copy")
        print(data, len(received), flags, os.read(r2, 100))
        connection.close()
# expect: '' True
# expect: b'fds' 1 0 b'through a copy'
os.unlink(path)
print(socket.htons(1), socket.ntohl(1), socket.inet_aton("1.2.3.4"), socket.inet_ntoa(b"\1\2\3\4"), socket.inet_pton(socket.AF_INET6, "::1"), socket.inet_ntop(socket.AF_INET, b"\x7f\0\0\1"))
# expect: 256 16777216 b'\x01\x02\x03\x04' 1.2.3.4 b'\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01' 127.0.0.1
show(socket.inet_aton, "x")  # expect: OSError: illegal IP address string passed to inet_aton
show(socket.inet_pton, socket.AF_INET, "x")  # expect: OSError: illegal IP address string passed to inet_pton
print(socket.getaddrinfo("127.0.0.1", 80, type=socket.SOCK_STREAM))
# expect: [(<AddressFamily.AF_INET: 2>, <SocketKind.SOCK_STREAM: 1>, 6, '', ('127.0.0.1', 80))]
print(socket.timeout is TimeoutError, socket.error is OSError, issubclass(socket.gaierror, OSError))  # expect: True True True
