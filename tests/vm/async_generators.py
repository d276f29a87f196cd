# needs: 3.14+
# Coroutines and asynchronous generators, driven by hand.
def run(coroutine):
    try:
        while True:
            handed_up = coroutine.send(None)
            print("loop got", handed_up)
# expect: loop got waiting for 1
# expect: loop got waiting for 2
    except StopIteration as e:
        return e.value


class Later:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        got = yield f"waiting for {self.value}"
        return self.value


async def add(a, b):
    return await Later(a) + await Later(b)


print(run(add(1, 2)))
# expect: 3
# expect: loop got waiting for 0


async def numbers(n):
    try:
        for i in range(n):
            got = yield await Later(i)
            if got:
                print("sent", got)
    finally:
        print("cleanup")


async def main():
    async for x in numbers(2):
        print(x)
# expect: 0
# expect: loop got waiting for 1
# expect: 1
# expect: cleanup
# expect: loop got waiting for 0
# expect: loop got waiting for 1
# expect: cleanup
    print([x async for x in numbers(2)])
# expect: [0, 1]
# expect: loop got waiting for 0
# expect: loop got waiting for 1
# expect: cleanup
    print({x: y async for x in numbers(2) for y in "a"})
# expect: {0: 'a', 1: 'a'}
# expect: loop got waiting for 0
# expect: sent hello
# expect: loop got waiting for 1
    g = numbers(5)
    print(await g.asend(None), await g.asend("hello"))
# expect: 0 1
# expect: cleanup
    await g.aclose()
    try:
        await g.__anext__()
    except StopAsyncIteration:
        print("ended")
# expect: ended
# expect: loop got waiting for 0
# expect: cleanup
    g = numbers(5)
    await g.__anext__()
    try:
        await g.athrow(KeyError("thrown"))
    except KeyError as e:
        print("out", e)  # expect: out 'thrown'
    return "main done"


print(run(main()))
# expect: main done
# expect: loop got waiting for enter


class Manager:
    async def __aenter__(self):
        print("enter", await Later("enter"))  # expect: enter enter
        return self

    async def __aexit__(self, *exc):
        print("exit", exc[0], await Later("exit"))
        return True


async def managed():
    async with Manager() as m:
        print(type(m).__name__)
# expect: Manager
# expect: loop got waiting for exit
# expect: exit <class 'ValueError'> exit
# expect: loop got waiting for enter
# expect: enter enter
# expect: loop got waiting for exit
# expect: exit None exit
        raise ValueError("hidden")
    async with Manager():
        pass
    return 5


print(run(managed()))  # expect: 5


class Countdown:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.n == 0:
            raise StopAsyncIteration
        self.n -= 1
        return self.n


async def loop():
    async for x in Countdown(3):
        print(x)
# expect: 2
# expect: 1
        if x == 1:
            break
    else:
        print("not reached")
    async for x in Countdown(0):
        pass
    else:
        print("else")  # expect: else


run(loop())


async def fails():
    await 5


async def fails_for():
    async for x in [1]:
        pass


async def fails_with():
    async with 5:
        pass


for f in (fails, fails_for, fails_with):
    try:
        run(f())
    except TypeError as e:
        print(e)
# expect: 'int' object can't be awaited
# expect: 'async for' requires an object with __aiter__ method, got list
# expect: 'int' object does not support the asynchronous context manager protocol (missed __aexit__ method)

c = add(1, 2)
c.close()
try:
    c.send(None)
except RuntimeError as e:
    print(e)  # expect: cannot reuse already awaited coroutine
c = add(1, 2)
print(c.send(None), c.cr_await is not None, c.cr_running)  # expect: waiting for 1 True False
try:
    c.throw(ValueError("in"))
except ValueError as e:
    print(e)  # expect: in


async def ignores():
    try:
        yield 1
    except GeneratorExit:
        yield 2


async def closes():
    g = ignores()
    await g.__anext__()
    try:
        await g.aclose()
    except RuntimeError as e:
        print(e)  # expect: async generator ignored GeneratorExit


run(closes())


async def stops():
    raise StopIteration


try:
    run(stops())
except RuntimeError as e:
    print(e)
# expect: coroutine raised StopIteration
# expect: loop got waiting for bottom


async def nested(n):
    if n == 0:
        return await Later("bottom")
    return await nested(n - 1)


print(run(nested(50)))  # expect: bottom
it = add(3, 4).__await__()
print(type(it).__name__, next(it))  # expect: coroutine_wrapper waiting for 3
it.close()
