# Processes: output, input, signals, exit statuses
# needs: 3.14+
import asyncio, sys, signal, asyncio.subprocess as sp
async def main():
    p = await asyncio.create_subprocess_exec("sh", "-c", "echo out; echo err >&2; exit 3", stdout=sp.PIPE, stderr=sp.PIPE)
    print(await p.communicate(), p.returncode)
    p = await asyncio.create_subprocess_shell("cat; echo done", stdin=sp.PIPE, stdout=sp.PIPE)
    print(await p.communicate(b"hello\n"), p.returncode)
    p = await asyncio.create_subprocess_exec("sleep", "10"); p.terminate(); print(await p.wait(), p.returncode)
    p = await asyncio.create_subprocess_exec("sleep", "10"); p.kill(); print(await p.wait())
    p = await asyncio.create_subprocess_shell("for i in 1 2 3; do echo $i; done", stdout=sp.PIPE)
    print([l async for l in p.stdout], await p.wait())
    try: await asyncio.create_subprocess_exec("/no/such/program")
    except FileNotFoundError as e: print(e)
    ps = [await asyncio.create_subprocess_shell(f"exit {i}") for i in range(5)]
    print(await asyncio.gather(*(p.wait() for p in ps)))
    p = await asyncio.create_subprocess_exec("cat", stdin=sp.PIPE, stdout=sp.PIPE)
    data = b"x" * 1000000
    out, _ = await p.communicate(data); print(len(out), p.returncode)
    p = await asyncio.create_subprocess_exec("sleep", "10", stdout=sp.DEVNULL)
    try: await asyncio.wait_for(p.wait(), .05)
    except TimeoutError: p.kill(); print("timeout", await p.wait())
    for bad in (dict(text=True), dict(universal_newlines=True), dict(bufsize=5), dict(encoding="x")):
        try: await asyncio.create_subprocess_exec("true", **bad)
        except ValueError as e: print(e)
    return "end"
print(asyncio.run(main()))
# expect: (b'out\n', b'err\n') 3
# expect: (b'hello\ndone\n', None) 0
# expect: -15 -15
# expect: -9
# expect: [b'1\n', b'2\n', b'3\n'] 0
# expect: [Errno 2] No such file or directory: '/no/such/program'
# expect: [0, 1, 2, 3, 4]
# expect: 1000000 0
# expect: timeout -9
# expect: text must be False
# expect: universal_newlines must be False
# expect: bufsize must be 0
# expect: encoding must be None
# expect: end
