# Signals, files that are ready, pipes, Ctrl-C
# needs: 3.14+
import asyncio, signal, os, sys
async def main():
    loop = asyncio.get_running_loop(); got = asyncio.Event()
    loop.add_signal_handler(signal.SIGUSR1, lambda: (print("usr1"), got.set()))
    os.kill(os.getpid(), signal.SIGUSR1)
    await asyncio.wait_for(got.wait(), 5)
    print(loop.remove_signal_handler(signal.SIGUSR1), loop.remove_signal_handler(signal.SIGUSR1))
    for bad in (lambda: loop.add_signal_handler("x", print), lambda: loop.add_signal_handler(1000, print), lambda: loop.add_signal_handler(signal.SIGKILL, print), lambda: loop.add_signal_handler(signal.SIGUSR1, main)):
        try: bad()
        except Exception as e: print(type(e).__name__, e)
    r, w = os.pipe()
    f = loop.create_future()
    loop.add_reader(r, lambda: f.set_result(os.read(r, 10)) if not f.done() else None)
    os.write(w, b"data"); print(await f, loop.remove_reader(r), loop.remove_reader(r))
    f = loop.create_future()
    loop.add_writer(w, lambda: f.set_result("writable") if not f.done() else None); print(await f, loop.remove_writer(w))
    os.close(r); os.close(w)
asyncio.run(main())
async def interrupted():
    try:
        asyncio.get_running_loop().call_later(.05, os.kill, os.getpid(), signal.SIGINT)
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("cancelled by ctrl-c"); raise
try: asyncio.run(interrupted())
except KeyboardInterrupt: print("KeyboardInterrupt", signal.getsignal(signal.SIGINT) is signal.default_int_handler)
async def piped():
    loop = asyncio.get_running_loop()
    r, w = os.pipe()
    reader = asyncio.StreamReader(); proto = asyncio.StreamReaderProtocol(reader)
    tr, _ = await loop.connect_read_pipe(lambda: proto, os.fdopen(r, "rb", 0))
    wt, wp = await loop.connect_write_pipe(asyncio.Protocol, os.fdopen(w, "wb", 0))
    wt.write(b"line one\nline two\nrest of it"); print(await reader.readline(), await reader.readuntil(b"two"), await reader.readexactly(3))
    wt.write(b"x" * 200000); total = 0
    wt.close()
    while chunk := await reader.read(65536): total += len(chunk)
    print(total, reader.at_eof())
    try: await reader.readexactly(3)
    except asyncio.IncompleteReadError as e: print(e)
    tr.close(); await asyncio.sleep(0)
asyncio.run(piped())
# expect: usr1
# expect: True False
# expect: TypeError sig must be an int, not 'x'
# expect: ValueError invalid signal number 1000
# expect: RuntimeError sig 9 cannot be caught
# expect: TypeError coroutines cannot be used with add_signal_handler()
# expect: b'data' True False
# expect: writable True
# expect: cancelled by ctrl-c
# expect: KeyboardInterrupt True
# expect: b'line one\n' b'line two' b'\nre'
# expect: 200008 True
# expect: 0 bytes read on a total of 3 expected bytes
