"""A program with child processes of all kinds ends in every way there is: nothing of it is left.

The children cannot be reached by waiting for them, so they are told by a variable of their environment.
"""

import glob
import os
import signal
import time
import uuid

from harness import Case, interrupt

PROGRAM = """\
import multiprocessing as mp, os, sys, time
from multiprocessing import shared_memory

def spin():
    while True: pass

def sleep(*_):
    time.sleep(100)

if __name__ == "__main__":
    how, method = sys.argv[1:]
    ctx = mp.get_context(method)
    manager = ctx.Manager()
    kept = manager.dict(), ctx.Lock(), ctx.Value("i")
    q = ctx.Queue()
    q.put(1)
    memory = shared_memory.SharedMemory(create=True, size=1000)
    pool = ctx.Pool(2)
    pool.map_async(sleep, range(4))
    children = [ctx.Process(target=target, daemon=True) for target in (spin, sleep)]
    for child in children:
        child.start()
    print("ready", memory.name, flush=True)
    if how == "returns": memory.unlink()
    elif how == "raises": raise ValueError("the end")
    elif how == "exits": os._exit(3)
    elif how == "joins": children[1].join()
    else: time.sleep(100)
"""


class ProcessLeaks(Case):
    gilt_only = True

    def left(self, mark):
        found = []
        for folder in glob.glob("/proc/[0-9]*"):
            try:
                with open(folder + "/environ", "rb") as file:
                    if mark.encode() in file.read():
                        found.append(int(folder[6:]))
            except OSError:
                pass
        return found

    def check(self, how, method, end=None, status=0):
        mark = uuid.uuid4().hex
        path = self.write("program.py", PROGRAM)
        process = self.start(str(path), how, method, env={"LEFT_BEHIND": mark})
        name = process.stdout.readline().split()[1]
        if end is not None:
            end(process)
        # Who holds the streams keeps this from ending.
        done = self.finish(process)
        self.assertEqual(done.status, status, str(done))
        limit = time.monotonic() + 3 * self.patience
        while (left := self.left(mark)) and time.monotonic() < limit:
            time.sleep(0.05)
        for pid in left:
            os.kill(pid, signal.SIGKILL)
        self.assertEqual(left, [])
        while os.path.exists("/dev/shm/" + name) and time.monotonic() < limit:
            time.sleep(0.05)
        self.assertFalse(os.path.exists("/dev/shm/" + name))

    def check_all(self, method):
        self.check("returns", method)
        self.check("raises", method, status=1)
        self.check("exits", method, status=3)
        self.check("waits", method, interrupt, -signal.SIGINT)
        self.check("joins", method, interrupt, -signal.SIGINT)
        self.check("waits", method, lambda process: process.terminate(), -signal.SIGTERM)
        self.check("waits", method, lambda process: process.kill(), -signal.SIGKILL)

    def test_fork(self):
        self.check_all("fork")

    def test_spawn(self):
        self.check_all("spawn")

    def test_forkserver(self):
        self.check_all("forkserver")
