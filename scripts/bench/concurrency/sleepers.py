"""10,000 tasks that sleep: how soon all of them do, and how much memory they take.

The last line is `SECONDS RESULT`; the lines before it are figures for run.py.
"""
import asyncio
from time import perf_counter

TASKS = 10_000


def resident():
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith("VmRSS"))


async def main():
    before = resident()
    start = perf_counter()
    tasks = [asyncio.create_task(asyncio.sleep(3600, i)) for i in range(TASKS)]
    # One round for each to begin.
    await asyncio.sleep(0)
    seconds = perf_counter() - start
    memory = resident() - before
    for task in tasks:
        task.cancel()
    ended = await asyncio.gather(*tasks, return_exceptions=True)
    print(f"{TASKS} sleeping tasks, start: {seconds * 1e3:.2f} ms")
    print(f"one sleeping task, memory: {memory / TASKS:.0f} bytes")
    print(seconds, len(ended))


asyncio.run(main())
