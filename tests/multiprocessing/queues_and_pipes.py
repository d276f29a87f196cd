# needs: 3.14+
# Queues, pipes, and what travels through them.
# timeout: 60
import multiprocessing as mp
import queue
import sys
import time
from multiprocessing import connection


def produce(q, n):
    for i in range(n):
        q.put((i, "x" * 10))


def consume(q):
    while q.get() is not None:
        q.task_done()
    q.task_done()


def echo(c):
    while (message := c.recv()) is not None:
        c.send(message)


def send_connection(q):
    a, b = mp.Pipe()
    q.put(b)
    a.send("over a connection that was sent")
    a.recv()


def attempt(call, *args, **kwargs):
    try:
        print(call(*args, **kwargs))
    except Exception as error:
        print(type(error).__name__, error)


if __name__ == "__main__":
    for method in ("fork", "spawn", "forkserver"):
        ctx = mp.get_context(method)
        q = ctx.Queue()
        processes = [ctx.Process(target=produce, args=(q, 100)) for _ in range(2)]
        for p in processes:
            p.start()
        got = [q.get(timeout=10) for _ in range(200)]
        for p in processes:
            p.join()
        q2 = ctx.JoinableQueue()
        p = ctx.Process(target=consume, args=(q2,))
        p.start()
        for i in range(10):
            q2.put(i)
        q2.put(None)
        q2.join()
        p.join()
        a, c = ctx.Pipe()
        p = ctx.Process(target=echo, args=(c,))
        p.start()
        c.close()
        a.send([1, {"a": 2}])
        small = a.recv()
        a.send("x" * 1000000)
        large = a.recv()
        a.send(None)
        a.close()
        p.join()
        print(len(got), sum(i for i, _ in got), q.empty(), small, len(large), p.exitcode)
        p = ctx.Process(target=send_connection, args=(q,))
        p.start()
        c = q.get(timeout=10)
        print(c.recv())
        c.send(None)
        p.join()
        # expect: 200 9900 True [1, {'a': 2}] 1000000 0
        # expect: over a connection that was sent
        # expect: 200 9900 True [1, {'a': 2}] 1000000 0
        # expect: over a connection that was sent
        # expect: 200 9900 True [1, {'a': 2}] 1000000 0
        # expect: over a connection that was sent
    attempt(q.get_nowait)
    # expect: Empty 
    attempt(q.get, timeout=0.01)
    # expect: Empty 
    q = mp.Queue(1)
    q.put(1)
    attempt(q.put, 2, timeout=0.01)
    # expect: Full 
    print(q.full(), q.get())
    # expect: True 1
    stderr, sys.stderr = sys.stderr, open("/dev/null", "w")
    q.put(lambda: 0)     # cannot be pickled: said on stderr, and its place is free again
    time.sleep(0.2)
    sys.stderr = stderr
    q.put(2, timeout=5)
    print(q.get())
    # expect: 2
    q.close()
    q.join_thread()
    try:
        q.put(1)
    except ValueError as error:
        print(str(error)[-9:])
    # expect: is closed

    r, w = mp.Pipe(duplex=False)
    attempt(r.send, 1)
    # expect: OSError connection is read-only
    attempt(w.recv)
    # expect: OSError connection is write-only
    w.send_bytes(b"12345")
    buffer = bytearray(8)
    print(r.poll(), r.recv_bytes_into(buffer, 2), buffer, r.poll(0.01))
    # expect: True 5 bytearray(b'\x00\x0012345\x00') False
    w.send_bytes(b"1" * 20)
    attempt(r.recv_bytes_into, buffer)
    # expect: BufferTooShort b'11111111111111111111'
    w.send_bytes(b"1" * 20)
    attempt(r.recv_bytes, 5)
    # expect: OSError bad message length
    r, w = mp.Pipe(duplex=False)
    w.close()
    attempt(r.recv)
    # expect: EOFError 
    r, w = mp.Pipe(duplex=False)
    r.close()
    attempt(w.send, 1)
    # expect: BrokenPipeError [Errno 32] Broken pipe
    attempt(r.fileno)
    # expect: OSError handle is closed
    pipes = [mp.Pipe(duplex=False) for _ in range(3)]
    pipes[1][1].send(0)
    print([pair[0] for pair in pipes].index(connection.wait([pair[0] for pair in pipes], 5)[0]))
    # expect: 1
    with connection.Listener(authkey=b"key") as listener:
        p = mp.get_context("fork").Process(target=connection.Client, args=(listener.address,),
                                           kwargs={"authkey": b"wrong"})
        sys.stderr.flush()
        stderr, sys.stderr = sys.stderr, open("/dev/null", "w")
        p.start()
        sys.stderr = stderr
        attempt(listener.accept)
        p.join()
        # expect: AuthenticationError digest received was wrong
