# What other threads print around a fork is printed by the parent alone: the child, which has a copy of the buffers,
# flushes them at its end.
# gilt only
# (CPython's child prints some of it again.)
import multiprocessing as mp
import os
import subprocess
import sys
import threading
import warnings

PROGRAM = "-program"


def nothing():
    pass


def write(stop):
    n = 0
    while not stop.is_set():
        print("line", n)
        n += 1


def program():
    warnings.simplefilter("ignore")
    stop = threading.Event()
    writer = threading.Thread(target=write, args=(stop,))
    writer.start()
    context = mp.get_context("fork")
    try:
        for _ in range(50):
            child = context.Process(target=nothing)
            child.start()
            child.join()
    finally:
        stop.set()
        writer.join()


if __name__ == "__main__":
    if sys.argv[1:] == [PROGRAM]:
        program()
    else:
        with subprocess.Popen([sys.executable, __file__, PROGRAM], stdout=subprocess.PIPE, text=True) as done:
            others = sum(line != f"line {n}\n" for n, line in enumerate(done.stdout))
        print(done.returncode, others)
        # expect: 0 0
