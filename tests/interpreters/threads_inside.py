# threading and asyncio inside an interpreter; close() waits for its threads
# needs: 3.14+
from concurrent import interpreters

interp = interpreters.create()
interp.exec("""
import threading, atexit
print(threading.current_thread() is threading.main_thread(), threading.active_count(), flush=True)
atexit.register(print, "atexit there", flush=True)
go = threading.Event()
def work():
    go.wait()
    print("thread there", flush=True)
thread = threading.Thread(target=work)
thread.start()
try:
    threading.Thread(target=work, daemon=True)
except RuntimeError as e:
    print(e, flush=True)
""")
# expect: True 1
# expect: daemon threads are disabled in this (sub)interpreter
interp.exec("go.set()")
interp.close()
# expect: thread there
# expect: atexit there
print("closed", flush=True)
# expect: closed

interp = interpreters.create()
interp.exec("""
import asyncio
async def number(n):
    await asyncio.sleep(0)
    return n
async def main():
    print(await asyncio.gather(*map(number, range(5))), await asyncio.to_thread(sum, [1, 2]), flush=True)
asyncio.run(main())
""")
# expect: [0, 1, 2, 3, 4] 3
interp.close()

# Signals, forks and new programs are the main interpreter's business.
interp = interpreters.create()
for code in "import os; os.fork()", "import os; os.execv('/bin/true', ['true'])", "import signal; signal.signal(2, print)":
    try:
        interp.exec(code)
    except interpreters.ExecutionFailed as e:
        print(e.excinfo.formatted, flush=True)
# expect: RuntimeError: fork not supported for isolated subinterpreters
# expect: RuntimeError: exec not supported for isolated subinterpreters
# expect: ValueError: signal only works in main thread of the main interpreter
interp.exec("import subprocess; print(subprocess.run(['echo', 'x'], capture_output=True).stdout, flush=True)")
# expect: b'x\n'
interp.close()
