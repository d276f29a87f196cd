# A task that never ends at the exit of asyncio.run(), and what Ctrl-C does then and before.
# needs: 3.14+
# timeout: 60
import os
import signal
import subprocess
import sys

PROGRAM = """
import asyncio, os, signal, sys, threading

def interrupt():
    os.kill(os.getpid(), signal.SIGINT)

async def never(cancelled):
    while True:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            print("not me", flush=True)
            cancelled()

def interrupt_soon():
    asyncio.get_running_loop().call_soon(interrupt)

async def wait(what):
    try:
        await asyncio.Event().wait()
    except BaseException as error:
        print(what, type(error).__name__, asyncio.current_task().cancelling())
        raise

async def never_ends():
    # Main is over: the first Ctrl-C interrupts.
    asyncio.create_task(never(interrupt_soon))
    await asyncio.sleep(0)
    return "lost"

async def never_ends_after_interrupt():
    # The first Ctrl-C cancels main, the second one interrupts the cleaning up.
    asyncio.create_task(never(interrupt_soon))
    interrupt_soon()
    await wait("main")

async def swallows():
    interrupt_soon()
    try:
        await wait("main")
    except asyncio.CancelledError:
        return "went on"

async def uncancels():
    interrupt_soon()
    try:
        await wait("main")
    except asyncio.CancelledError:
        asyncio.current_task().uncancel()
        return "took it back"

async def raises_another():
    interrupt_soon()
    try:
        await wait("main")
    except asyncio.CancelledError:
        raise ValueError("another")

async def twice():
    interrupt_soon()
    try:
        await wait("first")
    except asyncio.CancelledError:
        interrupt_soon()
        await wait("second")

async def busy():
    threading.Thread(target=interrupt).start()
    try:
        while True:
            await asyncio.sleep(0)
    finally:
        print("busy no more")

async def child_and_thread():
    # What belongs to the loop ends with it.
    global child
    child = await asyncio.create_subprocess_exec("sleep", "1000")
    asyncio.create_task(wait_for_child())
    await asyncio.to_thread(print, "thread")
    interrupt_soon()
    await wait("main")

async def wait_for_child():
    try:
        await child.wait()
    finally:
        child.kill()
        await child.wait()
        print("child", child.returncode)

try:
    print("result", asyncio.run(globals()[sys.argv[1]]()))
except BaseException as error:
    print(type(error).__name__, error.args, type(error.__context__).__name__)
for thread in threading.enumerate():
    if thread is not threading.main_thread():
        thread.join()
print("handler is back", signal.getsignal(signal.SIGINT) is signal.default_int_handler)
"""


def show(name):
    process = subprocess.run([sys.executable, "-c", PROGRAM, name], capture_output=True, text=True)
    print(name, process.returncode)
    print(process.stdout, end="")
    errors = process.stderr.splitlines()
    print("stderr:", errors[0] if errors else None)


show("never_ends")
# expect: never_ends 0
# expect: not me
# expect: KeyboardInterrupt () NoneType
# expect: handler is back True
# expect: stderr: Task was destroyed but it is pending!
show("never_ends_after_interrupt")
# expect: never_ends_after_interrupt 0
# expect: main CancelledError 1
# expect: not me
# expect: KeyboardInterrupt () KeyboardInterrupt
# expect: handler is back True
# expect: stderr: Task was destroyed but it is pending!
show("swallows")
# expect: swallows 0
# expect: main CancelledError 1
# expect: result went on
# expect: handler is back True
# expect: stderr: None
show("uncancels")
# expect: uncancels 0
# expect: main CancelledError 1
# expect: result took it back
# expect: handler is back True
# expect: stderr: None
show("raises_another")
# expect: raises_another 0
# expect: main CancelledError 1
# expect: ValueError ('another',) CancelledError
# expect: handler is back True
# expect: stderr: None
show("twice")
# expect: twice 0
# expect: first CancelledError 1
# expect: second CancelledError 2
# expect: KeyboardInterrupt () NoneType
# expect: handler is back True
# expect: stderr: None
show("busy")
# expect: busy 0
# expect: busy no more
# expect: KeyboardInterrupt () CancelledError
# expect: handler is back True
# expect: stderr: None
show("child_and_thread")
# expect: child_and_thread 0
# expect: thread
# expect: main CancelledError 1
# expect: child -9
# expect: KeyboardInterrupt () CancelledError
# expect: handler is back True
# expect: stderr: None
