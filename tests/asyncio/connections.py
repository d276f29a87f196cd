# Servers and connections in one program: streams, sockets in the file system, flow control
# needs: 3.14+
import asyncio, os, socket, tempfile
async def echo(reader, writer):
    while data := await reader.readline():
        writer.write(b"echo: " + data); await writer.drain()
    writer.write_eof(); writer.close(); await writer.wait_closed()
async def client(port, n):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    out = []
    for i in range(3):
        writer.write(b"%d-%d\n" % (n, i)); out.append(await reader.readline())
    writer.write_eof(); rest = await reader.read(); writer.close(); await writer.wait_closed()
    return out, rest
async def main():
    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        for out, rest in await asyncio.gather(*(client(port, n) for n in range(3))): print(out, rest)
        print(server.is_serving())
    print(server.is_serving(), server.sockets)
    try: await asyncio.open_connection("127.0.0.1", port)
    except ConnectionRefusedError as e: print(type(e).__name__, e.errno)
    path = os.path.join(tempfile.mkdtemp(), "s")
    async with await asyncio.start_unix_server(echo, path):
        r, w = await asyncio.open_unix_connection(path); w.write(b"unix\n"); print(await r.readline()); w.close(); await w.wait_closed()
    # large data, flow control
    async def sink(r, w): 
        total = 0
        while d := await r.read(100000): total += len(d); await asyncio.sleep(0)
        w.write(b"%d" % total); w.close()
    server = await asyncio.start_server(sink, "127.0.0.1", 0)
    r, w = await asyncio.open_connection(*server.sockets[0].getsockname())
    for _ in range(50): w.write(b"x" * 100000); await w.drain()
    w.write_eof(); print(await r.read()); w.close(); server.close(); await server.wait_closed()
    a, b = socket.socketpair(); a.setblocking(False); b.setblocking(False); loop = asyncio.get_running_loop()
    await loop.sock_sendall(a, b"raw"); print(await loop.sock_recv(b, 10))
    t = asyncio.create_task(loop.sock_recv(b, 10)); await asyncio.sleep(0); a.send(b"later"); print(await t); a.close(); b.close()
asyncio.run(main())
# expect: [b'echo: 0-0\n', b'echo: 0-1\n', b'echo: 0-2\n'] b''
# expect: [b'echo: 1-0\n', b'echo: 1-1\n', b'echo: 1-2\n'] b''
# expect: [b'echo: 2-0\n', b'echo: 2-1\n', b'echo: 2-2\n'] b''
# expect: True
# expect: False ()
# expect: ConnectionRefusedError 111
# expect: b'echo: unix\n'
# expect: b'5000000'
# expect: b'raw'
# expect: b'later'
