# Coroutines that are dropped, hooks of asynchronous generators, and what is refused
# needs: 3.14+
import sys, types, warnings, gc
warnings.simplefilter("always")
def showwarning(message, category, filename, lineno, file=None, line=None):
    print(category.__name__, message)
warnings.showwarning = showwarning
async def f(): return 1
f()
class C:
    async def m(self): pass
C().m()
c = f(); print(c.cr_await, c.cr_running, c.cr_frame is not None, c.cr_suspended, c.cr_origin, c.cr_code.co_name)
c.close(); print(c.cr_frame)
try: c.send(None)
except RuntimeError as e: print(e)
async def g():
    yield 1
    yield 2
ag = g()
ag.asend(None)
ag.aclose()
ag.athrow(ValueError)
del ag
def run(co):
    try:
        while 1: co.send(None)
    except StopIteration as e: return e.value
log = []
def first(a): log.append(("first", a.__name__))
def fin(a): log.append(("fin", a.__name__))
sys.set_asyncgen_hooks(first, fin)
async def main():
    a = g()
    async for x in a: break
    b = g()
    return [x async for x in b if x], {x: y async for x in g() for y in (1,)}, [await f() for i in range(2)]
print(run(main())); gc.collect(); print(log)
h = sys.get_asyncgen_hooks(); print(h.firstiter is first, h[1] is fin)
try: sys.set_asyncgen_hooks(firstiter=1)
except TypeError as e: print(e)
try: sys.set_asyncgen_hooks(finalizer=1)
except TypeError as e: print(e)
sys.set_asyncgen_hooks(None, None); print(sys.get_asyncgen_hooks())
sys.set_coroutine_origin_tracking_depth(2)
c = f(); print(len(c.cr_origin), c.cr_origin[0][1:]); 
del c
sys.set_coroutine_origin_tracking_depth(0)
@types.coroutine
def old():
    x = yield "y"
    return x
async def u(): return await old()
c = u(); print(c.send(None), c.cr_await is not None, type(c.cr_await).__name__)
try: c.send(5)
except StopIteration as e: print(e.value)
try: types.coroutine(1)
except TypeError as e: print(e)
async def cm():
    class A:
        async def __aenter__(s): return s
    async with A() as a: pass
try: run(cm())
except TypeError as e: print(e)
async def cm2():
    async with 1: pass
try: run(cm2())
except TypeError as e: print(e)
async def cm3():
    async for x in [1]: pass
try: run(cm3())
except TypeError as e: print(e)
async def cm4(): await 1
try: run(cm4())
except TypeError as e: print(e)
async def reraise():
    raise StopIteration(3)
try: run(reraise())
except RuntimeError as e: print(e, repr(e.__cause__))
async def agstop():
    yield 1
    raise StopAsyncIteration
async def m5():
    async for x in agstop(): pass
try: run(m5())
except RuntimeError as e: print(e)
async def m6():
    a = g(); print(await anext(a), await anext(a), await anext(a, "d"))
    try: await anext(a)
    except StopAsyncIteration: print("stop")
run(m6())
# expect: RuntimeWarning coroutine 'f' was never awaited
# expect: RuntimeWarning coroutine 'C.m' was never awaited
# expect: None False True False None f
# expect: None
# expect: cannot reuse already awaited coroutine
# expect: RuntimeWarning coroutine method 'asend' of 'g' was never awaited
# expect: RuntimeWarning coroutine method 'aclose' of 'g' was never awaited
# expect: RuntimeWarning coroutine method 'athrow' of 'g' was never awaited
# expect: ([1, 2], {1: 1, 2: 1}, [1, 1])
# expect: [('first', 'g'), ('first', 'g'), ('first', 'g'), ('fin', 'g')]
# expect: True True
# expect: callable firstiter expected, got int
# expect: callable finalizer expected, got int
# expect: asyncgen_hooks(firstiter=None, finalizer=None)
# expect: 1 (46, '<module>')
# expect: RuntimeWarning coroutine 'f' was never awaited
# expect: Coroutine created at (most recent call last)
# expect:   File "coroutine_life.py", line 46, in <module>
# expect:     c = f(); print(len(c.cr_origin), c.cr_origin[0][1:]);
# expect: y True generator
# expect: 5
# expect: types.coroutine() expects a callable
# expect: 'cm.<locals>.A' object does not support the asynchronous context manager protocol (missed __aexit__ method)
# expect: 'int' object does not support the asynchronous context manager protocol (missed __aexit__ method)
# expect: 'async for' requires an object with __aiter__ method, got list
# expect: 'int' object can't be awaited
# expect: coroutine raised StopIteration StopIteration(3)
# expect: async generator raised StopAsyncIteration
# expect: 1 2 d
# expect: stop
