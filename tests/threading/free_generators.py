# Generators and coroutines that several threads resume, close and look at.
import threading

from _together import errors_of

THREADS = 4

# Each value comes out once, in one thread; who comes while it runs gets ValueError.
def count(n):
    state = [0]
    for i in range(n):
        state[0] += 1
        assert state[0] == i + 1
        yield i, [i]


for attempt in range(10):
    generator = count(500)
    got = [[] for _ in range(THREADS)]

    def take(number, generator=generator, got=got):
        def go():
            while True:
                try:
                    i, box = next(generator)
                    assert box == [i]
                    got[number].append(i)
                except StopIteration:
                    return
                except ValueError as e:
                    assert str(e) == "generator already executing", e

        return go

    assert errors_of(*[take(n) for n in range(THREADS)]) == []
    everything = sorted(i for part in got for i in part)
    assert everything == list(range(500)), len(everything)
    assert all(part == sorted(part) for part in got)
print("counted")  # expect: counted

# The same with a for loop, which ends where the error is met.
generator = count(2000)
collected = []


def loop():
    while True:
        try:
            for i, box in generator:
                collected.append(i)
            return
        except ValueError as e:
            assert str(e) == "generator already executing"


print(errors_of(*[loop] * THREADS))  # expect: []
print(sorted(collected) == list(range(2000)))  # expect: True


# One that is surely running says so to all others.
def waits(event, entered):
    entered.set()
    event.wait()
    yield "done"


event, entered = threading.Event(), threading.Event()
generator = waits(event, entered)
answers = []


def first():
    answers.append(next(generator))


t = threading.Thread(target=first)
t.start()
entered.wait()
for action in (lambda: next(generator), lambda: generator.send(None), generator.close,
               lambda: generator.throw(KeyError), lambda: list(generator)):
    try:
        action()
    except ValueError as e:
        answers.append(str(e))
print(generator.gi_running, generator.gi_suspended)  # expect: True False
print(generator.gi_frame.f_code.co_name)  # expect: waits
event.set()
t.join()
print(len(answers), set(answers) == {"done", "generator already executing"})  # expect: 6 True
print(next(generator, "end"), generator.gi_frame)  # expect: end None


# close() and throw() against next(): the finally block runs once.
for attempt in range(100):
    finals = []

    def careful(finals=finals):
        try:
            i = 0
            while True:
                yield i
                i += 1
        finally:
            finals.append(1)

    generator = careful()
    next(generator)

    def stepper(generator=generator):
        for _ in range(50):
            try:
                next(generator)
            except StopIteration:
                return
            except ValueError as e:
                assert "already executing" in str(e)

    def closer(generator=generator):
        while True:
            try:
                generator.close()
                return
            except ValueError as e:
                assert "already executing" in str(e)

    assert errors_of(stepper, closer, stepper) == []
    assert finals == [1], finals
    assert next(generator, None) is None
print("closed")  # expect: closed


# Delegation: the inner generator is shared by two outer ones.
def inner(n):
    for i in range(n):
        yield i


def outer(shared):
    yield from shared


for attempt in range(10):
    shared = inner(300)
    got = []

    def drain(shared=shared, got=got):
        while True:
            o = outer(shared)
            try:
                for i in o:
                    got.append(i)
                return
            except ValueError as e:
                assert "already executing" in str(e)

    assert errors_of(drain, drain, drain) == []
    # An outer one that fails closes the inner one, if that does not run.
    assert len(got) == len(set(got)) and set(got) <= set(range(300))
print("delegated")  # expect: delegated


# Looking does not disturb: state, code, frame, locals.
def visible():
    local = "seen"
    for i in range(400):
        yield i


generator = visible()
next(generator)
rest = []


def step():
    for i in generator:
        rest.append(i)


def inspect():
    for _ in range(100):
        assert generator.gi_code.co_name == "visible"
        assert generator.gi_yieldfrom is None
        frame = generator.gi_frame
        if frame is not None:
            assert frame.f_lineno >= 0
            seen = dict(frame.f_locals)
            assert seen.get("local", "seen") == "seen"
            assert seen.get("i", 0) in range(400)
        generator.gi_running, generator.gi_suspended


print(errors_of(step, inspect, inspect))  # expect: []
print(rest == list(range(1, 400)))  # expect: True


# A coroutine object that two threads drive.
class Once:
    def __await__(self):
        value = yield "asked"
        return value


async def coroutine():
    total = 0
    for _ in range(200):
        total += await Once()
    return total


c = coroutine()
results, lock = [], threading.Lock()
print(c.send(None))  # expect: asked


def drive():
    while True:
        try:
            assert c.send(1) == "asked"
        except ValueError as e:
            assert str(e) == "coroutine already executing"
        except StopIteration as e:
            results.append(e.value)
            return
        except RuntimeError as e:
            assert str(e) == "cannot reuse already awaited coroutine"
            return


print(errors_of(drive, drive, drive))  # expect: []
print(results)  # expect: [200]


# An async generator: one asend at a time.
async def agen():
    for i in range(300):
        yield i


a = agen()
got = []


def adrive():
    while True:
        try:
            a.__anext__().send(None)
        except StopIteration as e:
            got.append(e.value)
        except StopAsyncIteration:
            return
        except (RuntimeError, ValueError) as e:
            assert "already" in str(e), e


print(errors_of(adrive, adrive, adrive))  # expect: []
print(sorted(got) == list(range(300)))  # expect: True


# Made here, ended there: what a generator holds ends with it. (Without a Lock: __del__ may run in the middle of another
# __del__ of the same thread, which would wait for itself.)
class Token:
    made = []
    ended = []

    def __init__(self):
        Token.made.append(1)

    def __del__(self):
        Token.ended.append(1)


def holder():
    token = Token()
    yield token
    other = Token()
    yield other


queue = []


def make():
    for _ in range(100):
        g = holder()
        next(g)
        queue.append(g)


def finish():
    done = 0
    while done < 100:
        try:
            g = queue.pop()
        except IndexError:
            continue
        next(g)
        if done % 2:
            g.close()
        del g
        done += 1


print(errors_of(make, make, finish, finish))  # expect: []
import gc

gc.collect()
print(len(Token.made), len(Token.ended))  # expect: 400 400
