# needs: 3.14+
# Where an error is that a loop, a comprehension or a handler itself raises.
import traceback


def show(function):
    try:
        result = function()
        if hasattr(result, 'send'):
            result.send(None)
    except Exception as e:
        while e.__context__ is not None and not isinstance(e, TypeError):
            e = e.__context__
        place = traceback.extract_tb(e.__traceback__)[1]
        print(type(e).__name__, place.lineno, place.end_lineno, place.colno, place.end_colno)


async def failing():
    yield 1
    1 / 0


class Iterates:
    def __aiter__(self): return self
    def __anext__(self): return 5


async def loop():
    async for x in failing(): pass
show(loop)


async def comprehension():
    return [x async for x in failing()]
show(comprehension)


async def inner_comprehension():
    return {x: y for y in [1] async for x in failing()}
show(inner_comprehension)


async def no_awaitable():
    async for x in Iterates():
        pass
show(no_awaitable)


async def no_awaitable_in_comprehension():
    return [x async for x in Iterates()]
show(no_awaitable_in_comprehension)


def bad_handler():
    try:
        raise ValueError
    except (KeyError, 5) as e:
        pass
show(bad_handler)
# expect: ZeroDivisionError 29 29 4 34
# expect: ZeroDivisionError 34 34 11 39
# expect: ZeroDivisionError 39 39 11 55
# expect: TypeError 44 45 4 12
# expect: TypeError 50 50 11 40
# expect: TypeError 57 58 4 12
