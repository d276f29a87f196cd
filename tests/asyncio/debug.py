# What is said of lost exceptions, and what debug mode checks
# needs: 3.14+
import asyncio, time, sys, re, io, gc, traceback
err = sys.stderr = io.StringIO()
def report():
    s = err.getvalue(); err.truncate(0); err.seek(0)
    s = re.sub(r"0x[0-9a-f]+", "0x", s); s = re.sub(r'File ".*/', 'File "', s); s = re.sub(r"took \d\.\d+", "took N", s); s = re.sub(r"/[^ ]*/", "", s)
    s = "\n".join(l for l in s.split("\n") if "asyncio" not in l or "File" not in l)
    print(s)
async def boom(): raise ValueError("boom")
async def main():
    t = asyncio.create_task(boom(), name="b"); await asyncio.sleep(0); await asyncio.sleep(0); del t; gc.collect(); report()
    loop = asyncio.get_running_loop()
    f = loop.create_future(); f.set_exception(KeyError("lost")); del f; gc.collect(); report()
    async def forever(): await asyncio.get_running_loop().create_future()
    t = asyncio.create_task(forever(), name="pend"); await asyncio.sleep(0); del t; gc.collect(); print(re.sub(r"wait_for=.*", "", err.getvalue().replace(__file__, "F"))); err.truncate(0); err.seek(0)
    def bad(): raise ZeroDivisionError("cb")
    loop.call_soon(bad); await asyncio.sleep(0); await asyncio.sleep(0)
    s = err.getvalue().split("\n"); print(s[0].replace(__file__, "F"), s[-2]); err.truncate(0); err.seek(0)
asyncio.run(main())
async def slow(): time.sleep(0.15)
async def dbg():
    loop = asyncio.get_running_loop(); print(loop.get_debug())
    await asyncio.create_task(slow(), name="slow")
    s = err.getvalue(); print(re.sub(r"took .*", "took", s.replace(__file__, "F"))[:60]); err.truncate(0); err.seek(0)
    def cb(): time.sleep(.12)
    loop.call_soon(cb); await asyncio.sleep(.001)
    s = err.getvalue(); print(re.sub(r" created at .*> took .*", " took", s.replace(__file__, "F"))); err.truncate(0); err.seek(0)
    import threading
    res = []
    def other():
        try: loop.call_soon(print)
        except RuntimeError as e: res.append(str(e))
    th = threading.Thread(target=other); th.start(); th.join(); print(res)
    for b in (lambda: loop.call_soon(slow()), lambda: loop.call_soon(slow), lambda: loop.call_soon(5), lambda: loop.call_later(1, slow), lambda: loop.call_soon_threadsafe(None)):
        try: b()
        except TypeError as e: print(re.sub("0x.*>", "0x>", str(e)))
    t = asyncio.create_task(slow()); print(t._source_traceback is not None); t.cancel()
    f = loop.create_future(); print("created at" in repr(f))
    h = loop.call_later(5, cb); print(re.sub(r" at \S+:", " at ", re.sub(r"when=\S+", "when", repr(h))))
    h.cancel(); print(re.sub(r" at \S+:", " at ", re.sub(r"when=\S+", "when", repr(h))))
    c = slow(); print(c.cr_origin is not None, sys.get_coroutine_origin_tracking_depth()); c.close()
import warnings; warnings.simplefilter("ignore")
asyncio.run(dbg(), debug=True)
print(sys.get_coroutine_origin_tracking_depth())
print(err.getvalue()[:200])
# expect: Task exception was never retrieved
# expect: future: <Task finished name='b' coro=<boom() done, defined at debug.py:10> exception=ValueError('boom')>
# expect: Traceback (most recent call last):
# expect:   File "debug.py", line 10, in boom
# expect:     async def boom(): raise ValueError("boom")
# expect:                       ^^^^^^^^^^^^^^^^^^^^^^^^
# expect: ValueError: boom
# expect: 
# expect: Future exception was never retrieved
# expect: future: <Future finished exception=KeyError('lost')>
# expect: KeyError: 'lost'
# expect: 
# expect: Task was destroyed but it is pending!
# expect: task: <Task pending name='pend' coro=<main.<locals>.forever() done, defined at F:15> 
# expect: 
# expect: Exception in callback main.<locals>.bad() at F:17 ZeroDivisionError: cb
# expect: True
# expect: Executing <Task finished name='slow' coro=<slow() done, defi
# expect: Executing <Handle dbg.<locals>.cb() at F:26 took
# expect: 
# expect: ['Non-thread-safe operation invoked on an event loop other than the current one']
# expect: coroutines cannot be used with call_soon()
# expect: coroutines cannot be used with call_soon()
# expect: a callable object was expected by call_soon(), got 5
# expect: coroutines cannot be used with call_at()
# expect: a callable object was expected by call_soon_threadsafe(), got None
# expect: True
# expect: True
# expect: <TimerHandle when dbg.<locals>.cb() at 26 created at 40>
# expect: <TimerHandle cancelled when dbg.<locals>.cb() at 26 created at 40>
# expect: True 10
# expect: 0
# expect: 
