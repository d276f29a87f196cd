# Daemon threads that compute, write, wait for locks and sleep do not disturb the end of the program.
import sys
import threading
import time

shared, lock = {"n": 0}, threading.Lock()
lock.acquire()
started = threading.Barrier(9)


def compute():
    started.wait()
    while True:
        shared["n"] = shared.get("n", 0) + 1
        shared[object()] = [1]
        if len(shared) > 100:
            shared.clear()


def write():
    started.wait()
    while True:
        sys.stderr.write("")
        sys.stderr.flush()


def wait():
    started.wait()
    lock.acquire()


def sleep():
    started.wait()
    time.sleep(1000)


for target in (compute, compute, compute, write, write, wait, wait, sleep):
    threading.Thread(target=target, daemon=True).start()
started.wait()
time.sleep(0.05)
print("done")  # expect: done
