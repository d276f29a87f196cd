import types
@types.coroutine
def pause(v): return (yield v)
def run(co):
    out = []
    try:
        while True: out.append(co.send(None))
    except StopIteration as e: return out, e.value
async def gen(n):
    try:
        for i in range(n):
            await pause("p%d" % i)
            yield i
    finally:
        await pause("fin")
async def use():
    out = [x async for x in gen(3)]
    return out
print(run(use()))  # expect: (['p0', 'p1', 'p2', 'fin'], [0, 1, 2])
async def early():
    g = gen(5)
    async for x in g:
        if x == 1: break
    await g.aclose()
    return x
print(run(early()))  # expect: (['p0', 'p1', 'fin'], 1)
async def sender():
    async def echo():
        got = None
        while True: got = yield got
    g = echo()
    r = [await g.asend(None), await g.asend(1), await g.asend(2)]
    try: await g.athrow(ValueError("t"))
    except ValueError as e: r.append(str(e))
    return r
print(run(sender()))  # expect: ([], [None, 1, 2, 't'])
async def agx():
    g = (x * 2 async for x in gen(2))
    return [x async for x in g], [y for y in [1]]
print(run(agx()))  # expect: (['p0', 'p1', 'fin'], ([0, 2], [1]))
async def anext_():
    g = gen(1)
    a = await anext(g)
    try: await anext(g)
    except StopAsyncIteration as e: return a, repr(e)
print(run(anext_()))  # expect: (['p0', 'fin'], (0, 'StopAsyncIteration()'))
print(type(gen(1)).__name__)  # expect: async_generator
