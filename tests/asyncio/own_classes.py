# Classes of the script's own: futures, tasks, coroutines, loops
# needs: 3.14+
import asyncio, collections.abc, gc, threading, types, weakref, sys, re
# subclasses of futures and tasks
class MyFuture(asyncio.Future):
    def __init__(self, *, loop=None):
        super().__init__(loop=loop); self.seen = []
    def add_done_callback(self, fn, *, context=None):
        self.seen.append("added"); super().add_done_callback(fn, context=context)
    def result(self):
        self.seen.append("result"); return super().result()
class MyTask(asyncio.Task):
    pass
async def main():
    loop = asyncio.get_running_loop()
    f = MyFuture(loop=loop); loop.call_soon(f.set_result, 4); print(await f, f.seen[:1])
    f.extra = 1; print(f.extra, weakref.ref(f)() is f)
    async def nop(x=0): await asyncio.sleep(0); return x
    t = MyTask(nop(3), loop=loop); print(await t, type(t).__name__, repr(t).split()[0])
    t = asyncio.Task(nop(), name=123); print(t.get_name()); t.set_name("x"); print(t.get_name()); await t
    # a foreign future
    class Foreign:
        _asyncio_future_blocking = None
        def __init__(self): self.cbs = []; self._done = False; self._loop = loop; self._asyncio_future_blocking = False
        def get_loop(self): return loop
        def add_done_callback(self, cb, context=None): self.cbs.append((cb, context))
        def result(self): return "foreign"
        def cancel(self, msg=None): return False
        def __await__(self):
            if not self._done:
                self._asyncio_future_blocking = True
                yield self
            return self.result()
        def finish(self):
            self._done = True
            for cb, ctx in self.cbs: loop.call_soon(cb, self, context=ctx)
    fo = Foreign(); loop.call_soon(fo.finish); print(await fo)
    async def aw(x): return await x
    fo = Foreign(); loop.call_soon(fo.finish); print(await asyncio.create_task(aw(fo)))
    # coroutines of other makes
    class Coro(collections.abc.Coroutine):
        def __init__(self): self.n = 0
        def send(self, v):
            self.n += 1
            if self.n > 2: raise StopIteration("own coroutine")
            return None
        def throw(self, t, v=None, tb=None): raise t
        def close(self): pass
        def __await__(self): return self
        def __iter__(self): return self
        def __next__(self): return self.send(None)
    print(await asyncio.create_task(Coro()), asyncio.iscoroutine(Coro()))
    @types.coroutine
    def gen():
        yield
        return "generator based"
    print(await asyncio.create_task(gen()) if asyncio.iscoroutine(gen()) else await gen())
    class Awaitable:
        def __await__(self): return (yield from asyncio.sleep(0, "awaitable").__await__())
    print(await asyncio.ensure_future(Awaitable()), await asyncio.gather(Awaitable(), nop(1)))
    # yields that are refused
    @types.coroutine
    def bad(v): yield v
    for v in (5, loop.create_future(), (x for x in ())):
        try: await asyncio.create_task(aw(bad(v)))
        except RuntimeError as e: print(re.sub(r"<.*", "<", str(e)))
    other = asyncio.new_event_loop(); of = other.create_future()
    try: await asyncio.create_task(aw(of), name="t")
    except RuntimeError as e: print(re.sub(r"<.*?>", "<>", str(e))[:23], str(e).endswith("attached to a different loop"))
    other.close()
    # many waiters of one future, in order
    f = loop.create_future(); order = []
    async def waits(i): order.append((i, await f))
    ts = [asyncio.create_task(waits(i)) for i in range(5)]; await asyncio.sleep(0); f.set_result("r"); await asyncio.gather(*ts); print(order)
    f = loop.create_future()
    calls = []
    def cb(fut): calls.append("cb")
    f.add_done_callback(cb); f.add_done_callback(print); f.add_done_callback(cb); print(f.remove_done_callback(cb), f.remove_done_callback(cb)); f.remove_done_callback(print); f.cancel(); await asyncio.sleep(0); print(calls, f.cancelled())
    # callbacks that add callbacks, and fail
    loop.set_exception_handler(lambda l, c: calls.append(type(c["exception"]).__name__))
    f = loop.create_future()
    def fails(fut): fut.add_done_callback(lambda _: calls.append("nested")); raise KeyError
    f.add_done_callback(fails); f.set_result(0); await asyncio.sleep(0); await asyncio.sleep(0); print(calls)
    loop.set_exception_handler(None)
    # cycles are collected
    async def cyc():
        me = asyncio.current_task(); await asyncio.sleep(0); return me
    r = weakref.ref(await cyc_start(cyc)); gc.collect(); print(r() is None)
    # cancel while the future is already done
    f = loop.create_future()
    async def race():
        try: await f
        except asyncio.CancelledError: return "cancelled"
        return "result"
    t = asyncio.create_task(race()); await asyncio.sleep(0); f.set_result(1); t.cancel(); print(await t)
    # cancel message travels
    t = asyncio.create_task(asyncio.sleep(9)); await asyncio.sleep(0); t.cancel("why")
    try: await t
    except asyncio.CancelledError as e: print(e.args)
    try: t.result()
    except asyncio.CancelledError as e: print("again", type(e.__context__).__name__)
    # exceptions keep their traceback between awaits
    async def boom(): raise OSError(1)
    t = asyncio.create_task(boom())
    for _ in range(2):
        try: await t
        except OSError as e:
            n = 0; tb = e.__traceback__
            while tb: n += 1; tb = tb.tb_next
            print("depth", n)
    print(asyncio.current_task().get_coro().__name__, asyncio.current_task().get_stack()[-1].f_code.co_name)
    t = asyncio.create_task(nop()); await asyncio.sleep(0); print([f.f_code.co_name for f in t.get_stack()]); await t
    async for x in asyncio.as_completed([nop(1)]): print(await x)
async def cyc_start(c): 
    t = asyncio.create_task(c()); await t; t.loop_ref = t; return t
asyncio.run(main())
# loops that override
class FakeTime(asyncio.SelectorEventLoop):
    now = 100.0
    def time(self): return self.now
    def _run_once(self):
        if not self._ready and self._scheduled: self.now = min(h._when for h in self._scheduled)
        super()._run_once()
async def long():
    t = asyncio.get_running_loop().time(); await asyncio.sleep(3600); return asyncio.get_running_loop().time() - t
with asyncio.Runner(loop_factory=FakeTime) as r: print(r.run(long()))
class Counting(asyncio.SelectorEventLoop):
    n = 0
    def call_soon(self, callback, *args, context=None):
        self.n += 1; return super().call_soon(callback, *args, context=context)
    def create_task(self, coro, **kw):
        self.made = getattr(self, "made", 0) + 1; return super().create_task(coro, **kw)
async def few():
    for i in range(3): await asyncio.sleep(0)
    await asyncio.create_task(asyncio.sleep(0)); await asyncio.gather(asyncio.sleep(0), asyncio.sleep(0))
    return asyncio.get_running_loop().n > 5, asyncio.get_running_loop().made
with asyncio.Runner(loop_factory=Counting) as r: print(r.run(few()))
# nested loops
async def nested():
    loop = asyncio.new_event_loop()
    c = asyncio.sleep(0)
    try: loop.run_until_complete(c)
    except RuntimeError as e: print(e)
    finally: c.close(); loop.close()
asyncio.run(nested())
def in_thread(): res.append(asyncio.run(asyncio.sleep(0.01, "thread")))
res = []; th = threading.Thread(target=in_thread); th.start(); th.join(); print(res)
try: asyncio.get_event_loop_policy
except Exception as e: print(e)
loop = asyncio.new_event_loop(); f = loop.create_future(); f.set_exception(ValueError("x")); f.exception(); del f
h = loop.call_later(1, print); h2 = loop.call_later(1, print); print(h < h2 or h2 < h, h == h, len(loop._scheduled)); h.cancel(); print(h.cancelled()); loop.close()
# expect: 4 ['added']
# expect: 1 True
# expect: 3 MyTask <MyTask
# expect: 123
# expect: x
# expect: foreign
# expect: foreign
# expect: own coroutine True
# expect: generator based
# expect: awaitable ['awaitable', 1]
# expect: Task got bad yield: 5
# expect: yield was used instead of yield from in task <
# expect: yield was used instead of yield from for generator in task <
# expect: Task <>.aw() running at True
# expect: [(0, 'r'), (1, 'r'), (2, 'r'), (3, 'r'), (4, 'r')]
# expect: 2 0
# expect: [] True
# expect: ['KeyError', 'nested']
# expect: False
# expect: cancelled
# expect: ('why',)
# expect: again NoneType
# expect: depth 2
# expect: depth 1
# expect: main main
# expect: ['nop']
# expect: 1
# expect: 3600.0
# expect: (True, 4)
# expect: Cannot run the event loop while another loop is running
# expect: ['thread']
# expect: True True 2
# expect: True
