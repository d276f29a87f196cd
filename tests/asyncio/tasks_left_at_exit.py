# Tasks that are left when the main coroutine is done: they are cancelled, awaited, and what they raise is reported.
# needs: 3.14+
import asyncio
import threading

log = []


async def forever(name="forever"):
    try:
        await asyncio.Event().wait()
    finally:
        log.append(name + " cleaned up")


def run(*coroutines, handler=None):
    """A program that starts tasks and leaves them; returns the tasks."""
    tasks = []

    async def main():
        if handler:
            asyncio.get_running_loop().set_exception_handler(handler)
        tasks.extend(asyncio.create_task(each, name=f"task {i}") for i, each in enumerate(coroutines))
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    log.clear()
    asyncio.run(main())
    return tasks


# It waits for ever.
[task] = run(forever())
print(task.cancelled(), task.cancelling(), log)  # expect: True 1 ['forever cleaned up']


# It swallows the cancellation and goes on until it is done.
async def stubborn():
    try:
        await asyncio.Event().wait()
    except asyncio.CancelledError:
        log.append("swallowed")
    for _ in range(3):
        await asyncio.sleep(0)
    return "result"


[task] = run(stubborn())
print(task.cancelled(), task.result(), log)  # expect: False result ['swallowed']


# It raises while it is cancelled: the loop's exception handler hears of it, and the others are not held up.
async def failing():
    try:
        await asyncio.Event().wait()
    except asyncio.CancelledError:
        raise ValueError("in the cancellation")


def report(loop, context):
    print(sorted(context), context["message"], repr(context["exception"]), repr(context["exception"].__context__),
          context["task"].get_name())


tasks = run(failing(), forever(), handler=report)
# expect: ['exception', 'message', 'task'] unhandled exception during asyncio.run() shutdown ValueError('in the cancellation') CancelledError() task 0
print([task.done() for task in tasks], log)  # expect: [True, True] ['forever cleaned up']


# Without a handler it is logged.
run(failing())
# expect stderr: unhandled exception during asyncio.run() shutdown
# expect stderr: asyncio.exceptions.CancelledError
# expect stderr: During handling of the above exception, another exception occurred:
# expect stderr: ValueError: in the cancellation


# It begins only when main is over.
async def main():
    global task
    task = asyncio.create_task(forever())

log.clear()
asyncio.run(main())
print(task.cancelled(), log)  # expect: True ['forever cleaned up']


# It waits through others: all of them end.
async def shielding():
    try:
        await asyncio.shield(forever("shielded"))
    finally:
        log.append("shield")


async def with_limit():
    try:
        await asyncio.wait_for(forever("limited"), 1000)
    finally:
        log.append("limit")


async def group():
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(forever("in the group"))
        tasks.create_task(forever("in the group"))


async def gathering():
    await asyncio.gather(forever("gathered"), forever("gathered"))


run(shielding(), with_limit(), group(), gathering())
print(sorted(log))
# expect: ['gathered cleaned up', 'gathered cleaned up', 'in the group cleaned up', 'in the group cleaned up', 'limit', 'limited cleaned up', 'shield', 'shielded cleaned up']


# The main coroutine fails: the same, and its error comes out.
async def main():
    asyncio.create_task(forever())
    await asyncio.sleep(0)
    raise KeyError("main")

log.clear()
try:
    asyncio.run(main())
except KeyError as error:
    print(repr(error), log)  # expect: KeyError('main') ['forever cleaned up']


# SystemExit during the cancellation comes out of asyncio.run().
async def exiting():
    try:
        await asyncio.Event().wait()
    finally:
        raise SystemExit(3)

try:
    run(exiting())
except SystemExit as error:
    print(repr(error))  # expect: SystemExit(3)


# Asynchronous generators are closed; one that fails is reported, the others are closed all the same.
async def numbers(name):
    try:
        while True:
            yield name
    finally:
        await asyncio.sleep(0)
        log.append(name + " closed")


async def failing_numbers():
    try:
        yield 1
    finally:
        raise RuntimeError("at its end")


async def main():
    def report(loop, context):
        print(sorted(context), repr(context["exception"]), context["asyncgen"] is generators[1])

    asyncio.get_running_loop().set_exception_handler(report)
    generators.extend([numbers("first"), failing_numbers(), numbers("second")])
    for generator in generators:
        await anext(generator)

log.clear()
generators = []
asyncio.run(main())
# expect: ['asyncgen', 'exception', 'message'] RuntimeError('at its end') True
print(sorted(log))  # expect: ['first closed', 'second closed']


# Threads of the default executor are waited for.
async def main():
    asyncio.get_running_loop().run_in_executor(None, work)
    await asyncio.to_thread(started.wait)
    asyncio.get_running_loop().call_soon(finish.set)


def work():
    started.set()
    finish.wait()
    log.append("thread done")

log.clear()
started, finish = threading.Event(), threading.Event()
asyncio.run(main())
print(log, threading.active_count())  # expect: ['thread done'] 1


# A Runner cancels what is left when it is closed, not between two runs.
async def start():
    task = asyncio.create_task(forever())
    await asyncio.sleep(0)
    return task

log.clear()
with asyncio.Runner() as runner:
    task = runner.run(start())
    runner.run(asyncio.sleep(0))
    print(task.done(), log)  # expect: False []
print(task.cancelled(), log)  # expect: True ['forever cleaned up']
