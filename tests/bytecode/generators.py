def counter(n):
    while n:
        got = yield n
        n -= 1
    return got


def delegating(g):
    result = yield from g
    try:
        yield result
    finally:
        g.close()


async def coroutine(a):
    x = await a
    async with a as b:
        async for y in b:
            print(y)
    return [z async for z in x]


async def stream(a):
    yield await a
