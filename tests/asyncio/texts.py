# How futures, tasks and handles are shown; messages of errors
# needs: 3.14+
import asyncio, re, sys
def show(ctx_loop, ctx):
    s = {k: re.sub(r"0x[0-9a-f]+","0x",re.sub(r"/[^ ]*/","",repr(v))) for k,v in ctx.items()}
    print(s)
async def boom(): raise ValueError("boom")
async def main():
    loop = asyncio.get_running_loop(); loop.set_exception_handler(show)
    t = asyncio.create_task(boom(), name="b"); await asyncio.sleep(0); await asyncio.sleep(0)
    print(re.sub(r"/\S*/","",repr(t)))
    del t
    loop.call_soon(lambda: 1/0); await asyncio.sleep(0); await asyncio.sleep(0)
    f = loop.create_future(); print(f); f.set_exception(KeyError(1)); print(f); del f
    f = loop.create_future(); f.add_done_callback(print); f.set_result([1]*50); print(f); await asyncio.sleep(0)
    try: f.set_result(1)
    except asyncio.InvalidStateError as e: print(e)
    try: loop.create_future().result()
    except asyncio.InvalidStateError as e: print(e)
    t = asyncio.create_task(asyncio.sleep(10), name="sl"); await asyncio.sleep(0)
    print(re.sub("0x[0-9a-f]+","0x",re.sub(r" at \S+/asyncio/\S+|running at \S+","",repr(t))))
    t.cancel(); print(re.sub(" at \\S+|running at \\S+","",repr(t))[:60])
    await asyncio.sleep(0); print(re.sub(" defined at \\S+","",repr(t)))
    class Y:
        def __await__(self): yield 5
    try: await asyncio.create_task(aw(Y()))
    except RuntimeError as e: print(e)
    async def selfa(): await me
    me = asyncio.create_task(selfa(), name="me")
    try: await me
    except RuntimeError as e: print(re.sub("coro=<.*?>","",str(e)))
    c = boom2()
    try: asyncio.run(c)
    except RuntimeError as e: print(e)
    c.close()
    h = loop.call_later(100, print, 1); print(re.sub(r"when=\S+","when",repr(h))); h.cancel(); print(re.sub(r"when=\S+","when",repr(h)))
    print(loop.call_soon(print))
    fut = asyncio.Future()
    try:
        async with asyncio.timeout(0.01) as tm: await fut
    except TimeoutError: print(tm, tm.expired())
    print(asyncio.Lock().__repr__()[-12:], asyncio.Semaphore(3).__repr__()[-20:], asyncio.Queue(3).__str__())
async def boom2(): pass
async def aw(y): await y
import warnings; warnings.simplefilter("ignore")
asyncio.run(main())
async def m2():
    t = asyncio.current_task(); loop = asyncio.get_running_loop()
    asyncio.create_task(asyncio.sleep(100))
    async def g():
        try:
            yield 1
            yield 2
        finally:
            await asyncio.sleep(0); print("closed")
    async for x in g(): print(x); break
    return "x"
print(asyncio.run(m2()))
try: asyncio.get_running_loop()
except RuntimeError as e: print(e)
try: asyncio.get_event_loop()
except RuntimeError as e: print(e)
try: asyncio.run(5)
except (TypeError,ValueError) as e: print(type(e), e)
# expect: <Task finished name='b' coro=<boom() done, defined at texts.py:7> exception=ValueError('boom')>
# expect: {'message': "'Task exception was never retrieved'", 'exception': "ValueError('boom')", 'future': "<Task finished name='b' coro=<boom() done, defined at texts.py:7> exception=ValueError('boom')>"}
# expect: {'message': "'Exception in callback main.<locals>.<lambda>() at texts.py:13'", 'exception': "ZeroDivisionError('division by zero')", 'handle': '<Handle main.<locals>.<lambda>() at texts.py:13>'}
# expect: <Future pending>
# expect: <Future finished exception=KeyError(1)>
# expect: {'message': "'Future exception was never retrieved'", 'exception': 'KeyError(1)', 'future': '<Future finished exception=KeyError(1)>'}
# expect: <Future finished result=[1, 1, 1, 1, 1, 1, ...]>
# expect: <Future finished result=[1, 1, 1, 1, 1, 1, ...]>
# expect: invalid state
# expect: Result is not set.
# expect: <Task pending name='sl' coro=<sleep()  wait_for=<Future pending cb=[Task.task_wakeup()]>>
# expect: <Task cancelling name='sl' coro=<sleep()  wait_for=<Future c
# expect: <Task cancelled name='sl' coro=<sleep() done,
# expect: Task got bad yield: 5
# expect: Task cannot await on itself: <Task pending name='me' .selfa() running at texts.py:28> cb=[Task.task_wakeup()]>
# expect: asyncio.run() cannot be called from a running event loop
# expect: <TimerHandle when print()>
# expect: <TimerHandle cancelled when
# expect: <Handle print()>
# expect: 
# expect: <Timeout [expired]> True
# expect:  [unlocked]> [unlocked, value:3]> <Queue maxsize=3>
# expect: 1
# expect: closed
# expect: x
# expect: no running event loop
# expect: There is no current event loop in thread 'MainThread'.
# expect: <class 'TypeError'> An asyncio.Future, a coroutine or an awaitable is required
