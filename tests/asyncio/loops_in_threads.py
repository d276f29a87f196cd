# One loop in each thread, and what threads may do with the loops of others
# needs: 3.14+
import asyncio, concurrent.futures, threading

async def work(n):
    queue = asyncio.Queue()
    async def produce():
        for i in range(n):
            await queue.put(i)
            if i % 7 == 0: await asyncio.sleep(0)
        await queue.put(None)
    async def consume():
        total = 0
        while (item := await queue.get()) is not None:
            total += item
        return total
    async with asyncio.TaskGroup() as group:
        group.create_task(produce())
        task = group.create_task(consume())
    return task.result()

with concurrent.futures.ThreadPoolExecutor(4) as pool:
    print(list(pool.map(lambda n: asyncio.run(work(n)), [200, 300, 400, 500] * 4)) == [sum(range(n)) for n in [200, 300, 400, 500] * 4])
# expect: True

# a loop that runs for others
loop = asyncio.new_event_loop()
thread = threading.Thread(target=loop.run_forever)
thread.start()
async def add(a, b):
    await asyncio.sleep(0)
    return a + b
def ask(i):
    return [asyncio.run_coroutine_threadsafe(add(i, j), loop).result(10) for j in range(50)]
with concurrent.futures.ThreadPoolExecutor(4) as pool:
    print(list(pool.map(ask, range(8))) == [[i + j for j in range(50)] for i in range(8)])
# expect: True

# looking at it from outside
started, go_on = threading.Event(), None
async def waits():
    global go_on
    go_on = asyncio.Event()
    loop.call_soon(started.set)  # once this task waits
    await go_on.wait()
    return "went on"
future = asyncio.run_coroutine_threadsafe(waits(), loop)
started.wait(10)
print([task.get_coro().__name__ for task in asyncio.all_tasks(loop)], asyncio.current_task(loop))
# expect: ['waits'] None
loop.call_soon_threadsafe(go_on.set)
print(future.result(10))
# expect: went on
cancelled = asyncio.run_coroutine_threadsafe(asyncio.sleep(100), loop)
cancelled.cancel()
try: cancelled.result(10)
except concurrent.futures.CancelledError: print("cancelled")
# expect: cancelled
def fails(f, *args):
    try: f(*args)
    except RuntimeError as e: print(e)
fails(loop.close)
# expect: Cannot close a running event loop
fails(loop.run_forever)
# expect: This event loop is already running
loop.set_debug(True)
fails(loop.call_soon, print)
# expect: Non-thread-safe operation invoked on an event loop other than the current one
fails(loop.call_later, 1, print)
# expect: Non-thread-safe operation invoked on an event loop other than the current one
loop.call_soon_threadsafe(loop.stop)
thread.join()
loop.close()
fails(loop.call_soon_threadsafe, print)
# expect: Event loop is closed
# to_thread in several loops at once
def block(i): return i * i
async def main(): return await asyncio.gather(*(asyncio.to_thread(block, i) for i in range(6)))
threads = []
results = []
for _ in range(2):
    t = threading.Thread(target=lambda: results.append(asyncio.run(main())))
    t.start()
    threads.append(t)
for t in threads: t.join()
print(results == [[i * i for i in range(6)]] * 2)
# expect: True
