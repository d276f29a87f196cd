# What programs use every day: tasks, time limits, groups, queues, locks
# needs: 3.14+
import asyncio, sys, time
async def a(n, d):
    await asyncio.sleep(d); return n
async def main():
    print(await asyncio.gather(a(1,.02), a(2,.01), a(3,0)))
    t = asyncio.create_task(a(5,.01), name="five"); print(t.get_name(), t.done())
    print(await t, t.done(), t.result())
    try: await asyncio.wait_for(a(1,10), .01)
    except TimeoutError as e: print("timeout", repr(e), repr(e.__cause__))
    try:
        async with asyncio.timeout(.01): await asyncio.sleep(1)
    except TimeoutError: print("t2")
    done, pending = await asyncio.wait([asyncio.create_task(a(i, i*.02)) for i in range(3)], return_when=asyncio.FIRST_COMPLETED)
    print(len(done), len(pending))
    for p in pending: p.cancel()
    print(await asyncio.gather(*pending, return_exceptions=True))
    for c in asyncio.as_completed([a(1,.03), a(2,.01), a(3,.02)]):
        print(await c, end=" ")
    print()
    async for c in asyncio.as_completed([a(1,.03), a(2,.01), a(3,.02)]):
        print(c.result(), end=" ")
    print()
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(a(1,.5)); tg.create_task(fail("x")); tg.create_task(fail("y"))
    except* ValueError as g: print(g.exceptions, g.message)
    async with asyncio.TaskGroup() as tg:
        x = tg.create_task(a(1,.0)); y = tg.create_task(a(2,.0))
    print(x.result(), y.result())
    t = asyncio.create_task(a(1, 10)); await asyncio.sleep(0)
    t.cancel("msg"); 
    try: await t
    except asyncio.CancelledError as e: print("cancelled", e.args, t.cancelled(), t.cancelling())
    print(await asyncio.shield(a(7,0.01)))
    print(await asyncio.to_thread(lambda: 42))
    loop = asyncio.get_running_loop()
    print(await loop.run_in_executor(None, time.sleep, .01))
    f = loop.create_future()
    loop.call_soon(f.set_result, 3); print(await f)
    f = loop.create_future(); loop.call_later(.01, f.set_exception, KeyError("k"))
    try: await f
    except KeyError as e: print(repr(e))
    print(asyncio.current_task().get_name(), len(asyncio.all_tasks()))
    q = asyncio.Queue(2)
    async def prod():
        for i in range(5): await q.put(i)
        q.shutdown()
    async def cons():
        out = []
        try:
            while True: out.append(await q.get())
        except asyncio.QueueShutDown: return out
    print(await asyncio.gather(prod(), cons()))
    lock = asyncio.Lock(); order=[]
    async def w(i):
        async with lock:
            order.append(i); await asyncio.sleep(0)
    await asyncio.gather(*(w(i) for i in range(4))); print(order)
    sem = asyncio.Semaphore(2); cur=0; mx=0
    async def s():
        nonlocal cur, mx
        async with sem:
            cur+=1; mx=max(mx,cur); await asyncio.sleep(.001); cur-=1
    await asyncio.gather(*(s() for i in range(6))); print(mx)
    ev = asyncio.Event(); 
    ts = [asyncio.create_task(ev.wait()) for _ in range(3)]; await asyncio.sleep(0); ev.set(); print(await asyncio.gather(*ts))
    b = asyncio.Barrier(3)
    print(sorted(await asyncio.gather(*(b.wait() for _ in range(3)))))
    c = asyncio.Condition(); items=[]
    async def waiter():
        async with c:
            await c.wait_for(lambda: items); return items.pop()
    async def notifier():
        async with c: items.append(9); c.notify()
    print(await asyncio.gather(waiter(), notifier()))
async def fail(x):
    await asyncio.sleep(.01); raise ValueError(x)
print(asyncio.run(main()))
# expect: [1, 2, 3]
# expect: five False
# expect: 5 True 5
# expect: timeout TimeoutError() CancelledError()
# expect: t2
# expect: 1 2
# expect: [CancelledError(''), CancelledError('')]
# expect: 2 3 1 
# expect: 2 3 1 
# expect: (ValueError('x'), ValueError('y')) unhandled errors in a TaskGroup
# expect: 1 2
# expect: cancelled ('msg',) True 1
# expect: 7
# expect: 42
# expect: None
# expect: 3
# expect: KeyError('k')
# expect: Task-1 1
# expect: [None, [0, 1, 2, 3, 4]]
# expect: [0, 1, 2, 3]
# expect: 2
# expect: [True, True, True]
# expect: [0, 1, 2]
# expect: [9, None]
# expect: None
