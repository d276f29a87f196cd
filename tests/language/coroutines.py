# needs: 3.14+
import types
@types.coroutine
def pause(v):
    got = yield v
    return got
def run(co):
    sent, out = None, []
    while True:
        try: v = co.send(sent)
        except StopIteration as e: return out, e.value
        out.append(v)
        sent = "sent " + str(v)
async def f():
    a = await pause(1)
    b = await pause(2)
    return a, b
print(run(f()))  # expect: ([1, 2], ('sent 1', 'sent 2'))
async def g():
    x = await f()
    try: await fail()
    except ValueError as e: return x[0], str(e)
async def fail():
    await pause("f")
    raise ValueError("failed")
print(run(g()))  # expect: ([1, 2, 'f'], ('sent 1', 'failed'))
class Aw:
    def __await__(self):
        r = yield "aw"
        return r
async def h(): return await Aw()
print(run(h()))  # expect: (['aw'], 'sent aw')
class CM:
    async def __aenter__(self):
        await pause("enter")
        return "cm"
    async def __aexit__(self, t, v, tb):
        await pause(("exit", t and t.__name__))
        return t is KeyError
async def w():
    async with CM() as a, CM():
        await pause(a)
        raise KeyError
    async with CM(): return "returned"
print(run(w()))
# expect: (['enter', 'enter', 'cm', ('exit', 'KeyError'), ('exit', None), 'enter', ('exit', None)], 'returned')
class AI:
    def __init__(self, n): self.n = n
    def __aiter__(self): return self
    async def __anext__(self):
        if not self.n: raise StopAsyncIteration
        self.n -= 1
        await pause(self.n)
        return self.n
async def loop():
    out = []
    async for x in AI(3):
        if x == 1: continue
        out.append(x)
    else: out.append("else")
    async for x in AI(3): break
    return out, x
print(run(loop()))  # expect: ([2, 1, 0, 2], ([2, 0, 'else'], 2))
async def comp():
    a = [x async for x in AI(2)]
    b = {x: await pause(x) async for x in AI(2) if x}
    c = [await pause(i) for i in (7, 8)]
    return a, b, c
print(run(comp()))  # expect: ([1, 0, 1, 1, 0, 7, 8], ([1, 0], {1: 'sent 1'}, ['sent 7', 'sent 8']))
try: run(loop)
except AttributeError as e: print(e)  # expect: 'function' object has no attribute 'send'
async def bad(): await 5
try: run(bad())
except TypeError as e: print(e)  # expect: 'int' object can't be awaited
async def bad2():
    async for x in 5: pass
try: run(bad2())
except TypeError as e: print(e)  # expect: 'async for' requires an object with __aiter__ method, got int
async def bad3():
    async with 5: pass
try: run(bad3())
except TypeError as e: print(e)
# expect: 'int' object does not support the asynchronous context manager protocol (missed __aexit__ method)
