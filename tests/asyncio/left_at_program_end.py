# Tasks and futures that a program still has at its very end are reported as at any other time, and coroutines that are
# closed then find their globals and the library as they were.
# needs: 3.14+
import subprocess
import sys

PROGRAM = """
import asyncio

async def waiting():
    try:
        await asyncio.Event().wait()
    finally:
        print("closed", asyncio.__name__, names)

names = ["names"]
loop = asyncio.new_event_loop()
task = loop.create_task(waiting())
loop.run_until_complete(asyncio.sleep(0))
future = loop.create_future()
future.set_exception(ValueError("nobody asked"))
loop.close()

class Ending:
    def __del__(self):
        print("ending", sorted({2, 1}), names)

ending = Ending()
"""

process = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True)
print(process.returncode, sorted(process.stdout.splitlines()))
# expect: 0 ["closed asyncio ['names']", "ending [1, 2] ['names']"]
for line in sorted(process.stderr.splitlines()):
    if not line.startswith("task: "):
        print(line)
# expect: Future exception was never retrieved
# expect: Task was destroyed but it is pending!
# expect: ValueError: nobody asked
# expect: future: <Future finished exception=ValueError('nobody asked')>
