"""Switching between coroutines: through sleep(0), through futures, and through queues.

The last line is `SECONDS RESULT`; the lines before it are figures for run.py.
"""
import asyncio
from time import perf_counter

SWITCHES = 200_000


async def by_sleep():
    async def turn(n):
        for _ in range(n):
            await asyncio.sleep(0)

    await asyncio.gather(*(turn(SWITCHES // 100) for _ in range(100)))


async def by_future():
    loop = asyncio.get_running_loop()
    for i in range(SWITCHES):
        future = loop.create_future()
        loop.call_soon(future.set_result, i)
        assert await future == i


async def by_queue():
    there, back = asyncio.Queue(), asyncio.Queue()

    async def ping():
        for i in range(SWITCHES // 2):
            there.put_nowait(i)
            await back.get()

    async def pong():
        for _ in range(SWITCHES // 2):
            back.put_nowait(await there.get())

    await asyncio.gather(ping(), pong())


total = 0.0
for way in (by_sleep, by_future, by_queue):
    start = perf_counter()
    asyncio.run(way())
    seconds = perf_counter() - start
    total += seconds
    print(f"task switch by {way.__name__[3:]}: {seconds / SWITCHES * 1e9:.0f} ns")
print(total, SWITCHES)
