# needs: 3.14+
# anext(iterator, default): at the end of the iterator, and what goes through it.
import types


async def agen():
    yield 1
async def main():
    a = agen()
    print(await anext(a, 'd'), await anext(a, 'd'))
    try: await anext(a)
    except StopAsyncIteration as e: print('stop', e)
    class It:
        def __init__(self): self.n = 0
        def __aiter__(self): return self
        async def __anext__(self):
            self.n += 1
            if self.n > 2: raise StopAsyncIteration
            return self.n
    i = It()
    print(await anext(i, 5), await anext(i, 5), await anext(i, 5), await anext(i, None))
    class Bad:
        def __anext__(self): return 5
    try: await anext(Bad(), 3)
    except TypeError as e: print(e)
    try: await anext(Bad())
    except TypeError as e: print(e)
    try: anext(5)
    except TypeError as e: print(e)
    try: anext(5, 6)
    except TypeError as e: print(e)
    class Err:
        async def __anext__(self): raise ValueError('x')
    try: await anext(Err(), 1)
    except ValueError as e: print(e)
    class Gen:
        @types.coroutine
        def __anext__(self):
            got = yield 'suspended'
            print('got', got)
            raise StopAsyncIteration
    return await anext(Gen(), 'default')
c = main()
r = c.send(None); print(r)
# expect: 1 d
# expect: stop
# expect: 1 2 5 None
# expect: 'int' object can't be awaited
# expect: 'int' object can't be awaited
# expect: 'int' object is not an async iterator
# expect: 'int' object is not an async iterator
# expect: x
# expect: suspended
try: c.send('sent')
except StopIteration as e: print(e.value)
# expect: got sent
# expect: default
x = anext(agen(), 'd')
print(type(x).__name__)  # expect: anext_awaitable
try: next(iter(x))
except Exception as e: print(type(e), e)  # expect: <class 'StopIteration'> 1
class Slow:
    @types.coroutine
    def __anext__(self):
        try: yield 1
        except KeyError: print('thrown'); raise StopAsyncIteration
async def m2(): return await anext(Slow(), 'thrown default')
c = m2(); c.send(None)
try: c.throw(KeyError)
except StopIteration as e: print(e.value)
# expect: thrown
# expect: thrown default
x = anext(agen(), 1); x.close()
