# needs: 3.14+
# contextlib: contextmanager, ExitStack, suppress, closing, redirect_stdout, nullcontext, chdir, async forms.
import contextlib
import io
import os
import sys


def attempt(function, *args, **keywords):
    try:
        print(function(*args, **keywords))
    except BaseException as error:
        print(f'{type(error).__name__}: {error}')


@contextlib.contextmanager
def tag(name, swallow=()):
    """A tag."""
    print('enter', name)
    try:
        yield name.upper()
    except swallow as error:
        print('swallowed', repr(error))
    finally:
        print('exit', name)


with tag('a') as value, tag('b') as other:
    print(value, other)
# expect: enter a
# expect: enter b
# expect: A B
# expect: exit b
# expect: exit a
print(tag.__name__, tag.__doc__, tag.__wrapped__.__name__, type(tag('x')).__name__)
# expect: tag A tag. tag _GeneratorContextManager


def raising(error, **keywords):
    with tag('r', **keywords):
        raise error


attempt(raising, ValueError('v'))
# expect: enter r
# expect: exit r
# expect: ValueError: v
attempt(raising, ValueError('v'), swallow=ValueError)
# expect: enter r
# expect: swallowed ValueError('v')
# expect: exit r
# expect: None
attempt(raising, StopIteration('s'))
# expect: enter r
# expect: exit r
# expect: StopIteration: s
attempt(raising, StopIteration('s'), swallow=StopIteration)
# expect: enter r
# expect: swallowed StopIteration('s')
# expect: exit r
# expect: None
attempt(raising, RuntimeError('r'))
# expect: enter r
# expect: exit r
# expect: RuntimeError: r
attempt(raising, KeyboardInterrupt('k'))
# expect: enter r
# expect: exit r
# expect: KeyboardInterrupt: k


@contextlib.contextmanager
def never():
    if False:
        yield


@contextlib.contextmanager
def twice():
    yield 1
    yield 2


@contextlib.contextmanager
def twice_on_error():
    try:
        yield 1
    except ValueError:
        yield 2


@contextlib.contextmanager
def changes():
    try:
        yield
    except ValueError as error:
        raise KeyError('changed') from error


@contextlib.contextmanager
def stop_becomes():
    try:
        yield
    except StopIteration as error:
        raise RuntimeError('mine') from error


def use(manager, error=None):
    with manager as value:
        if error:
            raise error
        return value


attempt(use, never())  # expect: RuntimeError: generator didn't yield
attempt(use, twice())  # expect: RuntimeError: generator didn't stop
attempt(use, twice_on_error(), ValueError('x'))  # expect: RuntimeError: generator didn't stop after throw()
attempt(use, twice_on_error())  # expect: 1
attempt(use, stop_becomes(), StopIteration(3))  # expect: StopIteration: 3
try:
    use(changes(), ValueError('x'))
except KeyError as error:
    print(repr(error), repr(error.__cause__), repr(error.__context__))
# expect: KeyError('changed') ValueError('x') ValueError('x')


@tag('decorated')
def work(x):
    return x * 2


print(work(4), work.__name__)
# expect: enter decorated
# expect: exit decorated
# expect: 8 work
print(work(5))
# expect: enter decorated
# expect: exit decorated
# expect: 10


class Base(contextlib.ContextDecorator):
    def __enter__(self):
        print('in')
        return self

    def __exit__(self, *details):
        print('out', details[0])
        return True


@Base()
def fails():
    raise OSError('gone')


print(fails())
# expect: in
# expect: out <class 'OSError'>
# expect: None

# closing, nullcontext, suppress
class Door:
    def close(self):
        print('closed')


with contextlib.closing(Door()) as door:
    print(type(door).__name__)
# expect: Door
# expect: closed
attempt(use, contextlib.closing(Door()), ValueError('in the door'))
# expect: closed
# expect: ValueError: in the door
with contextlib.nullcontext(5) as five, contextlib.nullcontext() as none:
    print(five, none)  # expect: 5 None
with contextlib.suppress(KeyError, ZeroDivisionError):
    1 / 0
with contextlib.suppress():
    print('nothing suppressed')  # expect: nothing suppressed
attempt(use, contextlib.suppress(KeyError), IndexError('other'))  # expect: IndexError: other
with contextlib.suppress(ValueError):
    raise ExceptionGroup('g', [ValueError(1), ValueError(2)])
try:
    with contextlib.suppress(ValueError):
        raise ExceptionGroup('g', [ValueError(1), TypeError(2)])
except ExceptionGroup as group:
    print(repr(group))  # expect: ExceptionGroup('g', [TypeError(2)])

# redirections
text = io.StringIO()
with contextlib.redirect_stdout(text) as target:
    print('hidden')
    with contextlib.redirect_stdout(sys.stderr):
        pass
    print('also')
print(repr(text.getvalue()), target is text)  # expect: 'hidden\nalso\n' True
text = io.StringIO()
with contextlib.redirect_stderr(text):
    print('err', file=sys.stderr)
print(repr(text.getvalue()))  # expect: 'err\n'

# chdir
before = os.getcwd()
with contextlib.chdir('/'):
    print(os.getcwd())  # expect: /
print(os.getcwd() == before)  # expect: True

# ExitStack
with contextlib.ExitStack() as stack:
    print(stack.enter_context(tag('one')), stack.enter_context(tag('two')))
    stack.callback(print, 'callback', 1, end='!\n')
    stack.push(lambda *details: print('pushed', details))

    @stack.callback
    def last():
        print('last in')
# expect: enter one
# expect: enter two
# expect: ONE TWO
# expect: last in
# expect: pushed (None, None, None)
# expect: callback 1!
# expect: exit two
# expect: exit one


def stack_with_error():
    with contextlib.ExitStack() as stack:
        stack.enter_context(tag('outer', swallow=KeyError))

        @stack.push
        def replace(kind, value, trace):
            print('saw', kind.__name__)
            raise KeyError('replacement')

        raise ValueError('first')


attempt(stack_with_error)
# expect: enter outer
# expect: saw ValueError
# expect: swallowed KeyError('replacement')
# expect: exit outer
# expect: None


def context_chain():
    with contextlib.ExitStack() as stack:
        stack.callback(lambda: 1 / 0)
        stack.callback(lambda: [][1])
        raise ValueError('body')


try:
    context_chain()
except ZeroDivisionError as error:
    print(repr(error), repr(error.__context__), repr(error.__context__.__context__))
# expect: ZeroDivisionError('division by zero') IndexError('list index out of range') ValueError('body')
stack = contextlib.ExitStack()
stack.callback(print, 'kept')
with stack:
    moved = stack.pop_all()
print('not yet')  # expect: not yet
moved.close()  # expect: kept
moved.close()
attempt(contextlib.ExitStack().enter_context, 3)
# expect: TypeError: 'builtins.int' object does not support the context manager protocol
attempt(contextlib.ExitStack().push, 3)  # expect: 3
attempt(contextlib.ExitStack().callback, 3)  # expect: 3
attempt(contextlib.ExitStack().callback)
# expect: TypeError: _BaseExitStack.callback() missing 1 required positional argument: 'callback'


class Exiter:
    def __exit__(self, *details):
        print('exiter', details[0] and details[0].__name__)
        return True


def pushing():
    with contextlib.ExitStack() as stack:
        stack.push(Exiter())
        raise LookupError
    return 'survived'


attempt(pushing)
# expect: exiter LookupError
# expect: survived

# abstract classes
class Duck:
    def __enter__(self): ...
    def __exit__(self, *details): ...


print(issubclass(Duck, contextlib.AbstractContextManager), isinstance(tag('z'), contextlib.AbstractContextManager), issubclass(int, contextlib.AbstractContextManager))
# expect: True True False
attempt(contextlib.AbstractContextManager)
# expect: TypeError: Can't instantiate abstract class AbstractContextManager without an implementation for abstract method '__exit__'
class Half(contextlib.AbstractContextManager):
    def __exit__(self, *details):
        print('half')


with Half() as half:
    print(type(half).__name__)
# expect: Half
# expect: half


# async
def run(coroutine):
    try:
        while True:
            coroutine.send(None)
    except StopIteration as stop:
        return stop.value


@contextlib.asynccontextmanager
async def atag(name):
    print('aenter', name)
    try:
        yield name
    finally:
        print('aexit', name)


class ADoor:
    async def aclose(self):
        print('aclosed')


async def main():
    async with atag('x') as x, contextlib.nullcontext(4) as n, contextlib.aclosing(ADoor()) as d:
        print(x, n, type(d).__name__)
    try:
        async with atag('y'):
            raise ValueError('async')
    except ValueError as error:
        print(error)
    async with contextlib.AsyncExitStack() as stack:
        await stack.enter_async_context(atag('s1'))
        stack.enter_context(tag('s2'))

        async def late(word):
            print('late', word)

        stack.push_async_callback(late, 'word')
        stack.callback(print, 'sync callback')

        @stack.push_async_exit
        async def leave(*details):
            print('leave', details[0])
    try:
        async with contextlib.AsyncExitStack() as stack:
            await stack.enter_async_context(3)
    except TypeError as error:
        print(error)
    return 'done'


print(run(main()))
# expect: aenter x
# expect: x 4 ADoor
# expect: aclosed
# expect: aexit x
# expect: aenter y
# expect: aexit y
# expect: async
# expect: aenter s1
# expect: enter s2
# expect: leave None
# expect: sync callback
# expect: late word
# expect: exit s2
# expect: aexit s1
# expect: 'builtins.int' object does not support the asynchronous context manager protocol
# expect: done


@atag('deco')
async def adeco(x):
    return x


print(run(adeco(3)))
# expect: aenter deco
# expect: aexit deco
# expect: 3
print(sorted(contextlib.__all__))
# expect: ['AbstractAsyncContextManager', 'AbstractContextManager', 'AsyncExitStack', 'ContextDecorator', 'ExitStack', 'aclosing', 'asynccontextmanager', 'chdir', 'closing', 'contextmanager', 'nullcontext', 'redirect_stderr', 'redirect_stdout', 'suppress']
