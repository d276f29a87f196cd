# Contexts, eager tasks, cancellation, groups, threads, generators, runners
# needs: 3.14+
import asyncio, contextvars, sys, threading, time, gc
from concurrent.futures import ThreadPoolExecutor
v = contextvars.ContextVar("v", default=0)
async def child(): 
    v.set(v.get()+1); await asyncio.sleep(0); return v.get()
async def main():
    v.set(10)
    print(await asyncio.gather(child(), child()), v.get(), await child(), v.get())
    ctx = contextvars.copy_context()
    t = asyncio.create_task(child(), context=ctx); await t; print(ctx[v], t.get_context() is ctx)
    # eager
    loop = asyncio.get_running_loop()
    loop.set_task_factory(asyncio.eager_task_factory)
    async def now(): log.append("ran"); return 5
    async def later(): log.append("begin"); await asyncio.sleep(0); log.append("end")
    log = []
    t = asyncio.create_task(now()); print(log, t.done(), t.result())
    t = asyncio.create_task(later()); print(log, t.done()); await t; print(log)
    async def who(): return asyncio.current_task().get_name()
    t = asyncio.create_task(who(), name="eager!"); print(t.result(), asyncio.current_task().get_name())
    async def bad(): raise KeyError("eager")
    t = asyncio.create_task(bad()); print(repr(t.exception()))
    loop.set_task_factory(None)
    t = asyncio.Task(now(), eager_start=True, loop=loop); print(t.done())
    # cancel semantics
    async def stubborn():
        try: await asyncio.sleep(10)
        except asyncio.CancelledError:
            print("swallowed", asyncio.current_task().cancelling()); asyncio.current_task().uncancel()
        await asyncio.sleep(0); return "done anyway"
    t = asyncio.create_task(stubborn()); await asyncio.sleep(0); t.cancel(); print(await t, t.cancelled())
    t = asyncio.create_task(now()); t.cancel()
    try: await t
    except asyncio.CancelledError: print("never ran", log)
    async def outer():
        try: await asyncio.sleep(10)
        finally: print("cleanup")
    t = asyncio.create_task(outer()); await asyncio.sleep(0)
    g = asyncio.gather(t, asyncio.sleep(10)); await asyncio.sleep(0); g.cancel()
    try: await g
    except asyncio.CancelledError: print("gather cancelled", t.cancelled())
    # shield
    async def inner(): await asyncio.sleep(.02); return "inner"
    it = asyncio.create_task(inner())
    try: await asyncio.wait_for(asyncio.shield(it), .005)
    except TimeoutError: print("timeout", it.done())
    print(await it)
    # wait_for cancelled & result
    print(await asyncio.wait_for(inner(), None))
    f = loop.create_future(); f.set_result(1); print(await asyncio.wait_for(f, 0))
    # nested timeouts
    try:
        async with asyncio.timeout(10) as outer_t:
            try:
                async with asyncio.timeout(0.01) as inner_t: await asyncio.sleep(1)
            except TimeoutError: print("inner only", inner_t.expired(), outer_t.expired())
    except TimeoutError: print("WRONG")
    async with asyncio.timeout(None) as tm:
        tm.reschedule(loop.time() + 10); print(tm.when() > 0)
    # taskgroup
    try:
        async with asyncio.TaskGroup() as tg:
            t = tg.create_task(asyncio.sleep(10)); raise ValueError("body")
    except* ValueError as eg: print(eg.exceptions, t.cancelled())
    try:
        async with asyncio.TaskGroup() as tg:
            t = tg.create_task(asyncio.sleep(10)); await asyncio.sleep(0); t.cancel()
    except BaseException as e: print("no", repr(e))
    else: print("child cancel is fine", t.cancelled())
    async def grp():
        async with asyncio.TaskGroup() as tg: tg.create_task(asyncio.sleep(10)); tg.create_task(asyncio.sleep(10))
    t = asyncio.create_task(grp()); await asyncio.sleep(0); await asyncio.sleep(0); t.cancel()
    try: await t
    except asyncio.CancelledError: print("group cancelled from outside")
    try: tg.create_task(asyncio.sleep(0))
    except RuntimeError as e: print(str(e))
    # threads
    def worker(): return asyncio.run_coroutine_threadsafe(child(), loop).result(5)
    print(await asyncio.to_thread(worker))
    def bad_worker():
        try: asyncio.run_coroutine_threadsafe(bad(), loop).result(5)
        except KeyError as e: return repr(e)
    print(await asyncio.to_thread(bad_worker))
    with ThreadPoolExecutor(2) as ex: print(await asyncio.gather(*(loop.run_in_executor(ex, pow, 2, i) for i in range(4))))
    f = loop.create_future(); threading.Timer(.01, lambda: loop.call_soon_threadsafe(f.set_result, "threadsafe")).start(); print(await f)
    # callbacks order, timers
    out = []
    loop.call_later(.02, out.append, 2); loop.call_later(.01, out.append, 1); h = loop.call_later(.015, out.append, "no"); h.cancel()
    loop.call_soon(out.append, 0); await asyncio.sleep(.03); print(out, h.cancelled())
    t = asyncio.create_task(now()); t.add_done_callback(lambda t: out.append(t.result())); await t; await asyncio.sleep(0); print(out)
    print(t.remove_done_callback(print))
    # async generators
    async def agen():
        try:
            for i in range(3): yield i
        finally: out.append("agen closed")
    async for i in agen():
        if i == 1: break
    gc.collect(); await asyncio.sleep(0); await asyncio.sleep(0); print(out[-1])
    print(len(asyncio.all_tasks()), asyncio.current_task() in asyncio.all_tasks())
    print(sorted(n for n in (t.get_name()[:4] for t in asyncio.all_tasks())))
    q = asyncio.PriorityQueue(); [q.put_nowait(x) for x in (3,1,2)]; print([q.get_nowait() for _ in range(3)])
    q = asyncio.LifoQueue(); [q.put_nowait(x) for x in (3,1,2)]; print([q.get_nowait() for _ in range(3)])
    q = asyncio.Queue(1); q.put_nowait(1)
    for m in (q.put_nowait,):
        try: m(1)
        except asyncio.QueueFull as e: print(repr(e))
    q.get_nowait()
    try: q.get_nowait()
    except asyncio.QueueEmpty as e: print(repr(e))
    q.task_done()
    try: q.task_done()
    except ValueError as e: print(e)
    async def worker2(q):
        while True:
            await q.get(); await asyncio.sleep(0); q.task_done()
    ws = [asyncio.create_task(worker2(q)) for _ in range(2)]
    for i in range(5): await q.put(i)
    await q.join(); [w.cancel() for w in ws]; print(await asyncio.gather(*ws, return_exceptions=True))
    print(asyncio.iscoroutine(c := now()), asyncio.isfuture(f), asyncio.isfuture(3)); c.close()
    for bad in (lambda: asyncio.ensure_future(5), lambda: asyncio.gather(5), lambda: loop.call_later(None, print), lambda: asyncio.Semaphore(-1), lambda: asyncio.Barrier(0), lambda: asyncio.Lock().release(), lambda: asyncio.BoundedSemaphore().release(), lambda: asyncio.Task(5), lambda: loop.run_forever(), lambda: loop.close(), lambda: loop.set_task_factory(5), lambda: loop.set_exception_handler(5), lambda: asyncio.create_task(5), lambda: t.set_result(1), lambda: loop.create_future().set_exception(StopIteration), lambda: loop.create_future().set_exception(5)):
        try: bad()
        except BaseException as e: print(type(e).__name__, e)
    async def wait_bad(x):
        try: await asyncio.wait(x)
        except BaseException as e: print(type(e).__name__, e)
    await wait_bad([]); await wait_bad(f); c = now(); await wait_bad([c]); c.close()
    return "end"
print(asyncio.run(main()))
with asyncio.Runner() as r:
    async def setv(): v.set(99)
    async def getv(): return v.get()
    r.run(setv()); print(r.run(getv()), r.get_loop().is_running())
try: r.run(getv())
except RuntimeError as e: print(e)
loop = asyncio.new_event_loop(); asyncio.set_event_loop(loop)
print(loop.run_until_complete(asyncio.sleep(0, "x")), asyncio.get_event_loop() is loop)
loop.call_soon(loop.stop); loop.run_forever()
try: loop.run_until_complete(loop.create_future()) if loop.call_soon(loop.stop) else 0
except RuntimeError as e: print(e)
loop.close(); print(loop)
try: loop.call_soon(print)
except RuntimeError as e: print(e)
async def interrupted(): raise KeyboardInterrupt
try: asyncio.run(interrupted())
except KeyboardInterrupt: print("KI")
async def exits(): sys.exit(3)
try: asyncio.run(exits())
except SystemExit as e: print("exit", e.code)
async def leaves_tasks():
    async def t():
        try: await asyncio.sleep(10)
        finally: print("task cleaned")
    asyncio.create_task(t()); await asyncio.sleep(0)
asyncio.run(leaves_tasks())
import warnings; warnings.simplefilter("ignore")
# expect: [11, 11] 10 11 11
# expect: 12 True
# expect: ['ran'] True 5
# expect: ['ran', 'begin'] False
# expect: ['ran', 'begin', 'end']
# expect: eager! Task-1
# expect: KeyError('eager')
# expect: True
# expect: swallowed 1
# expect: done anyway False
# expect: never ran ['ran', 'begin', 'end', 'ran']
# expect: cleanup
# expect: gather cancelled True
# expect: timeout False
# expect: inner
# expect: inner
# expect: 1
# expect: inner only True False
# expect: True
# expect: (ValueError('body'),) True
# expect: child cancel is fine True
# expect: group cancelled from outside
# expect: TaskGroup <TaskGroup entered> is finished
# expect: 12
# expect: KeyError('eager')
# expect: [1, 2, 4, 8]
# expect: threadsafe
# expect: [0, 1, 2] True
# expect: [0, 1, 2, 5]
# expect: 0
# expect: agen closed
# expect: 1 True
# expect: ['Task']
# expect: [1, 2, 3]
# expect: [2, 1, 3]
# expect: QueueFull()
# expect: QueueEmpty()
# expect: task_done() called too many times
# expect: [CancelledError(''), CancelledError('')]
# expect: True True False
# expect: TypeError An asyncio.Future, a coroutine or an awaitable is required
# expect: TypeError An asyncio.Future, a coroutine or an awaitable is required
# expect: TypeError delay must not be None
# expect: ValueError Semaphore initial value must be >= 0
# expect: ValueError parties must be >= 1
# expect: RuntimeError Lock is not acquired.
# expect: ValueError BoundedSemaphore released too many times
# expect: TypeError a coroutine was expected, got 5
# expect: RuntimeError This event loop is already running
# expect: RuntimeError Cannot close a running event loop
# expect: TypeError task factory must be a callable or None
# expect: TypeError A callable object or None is expected, got 5
# expect: TypeError a coroutine was expected, got 5
# expect: RuntimeError Task does not support set_result operation
# expect: TypeError invalid exception object
# expect: ValueError Set of Tasks/Futures is empty.
# expect: TypeError expect a list of futures, not Future
# expect: TypeError Passing coroutines is forbidden, use tasks explicitly.
# expect: end
# expect: 99 False
# expect: Runner is closed
# expect: x True
# expect: Event loop stopped before Future completed.
# expect: <_UnixSelectorEventLoop running=False closed=True debug=False>
# expect: Event loop is closed
# expect: KI
# expect: exit 3
# expect: task cleaned
