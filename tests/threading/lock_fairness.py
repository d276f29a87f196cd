# A thread that has a lock nearly always, and gives up the GIL only while it has it, lets others in all the same.
import os
import sys
import threading

sink = open(os.devnull, "w")


def compete(use, look, times):
    """Has use() called without end by one thread while another calls look() so many times."""
    stop = threading.Event()

    def work():
        while not stop.is_set():
            use()

    worker = threading.Thread(target=work)
    worker.start()
    try:
        for _ in range(times):
            look()
    finally:
        stop.set()
        worker.join()


lock = threading.Lock()


def write_locked():
    with lock:
        os.write(sink.fileno(), b"x" * 100)


def take():
    with lock:
        pass


compete(write_locked, take, 200)
print("lock")
# expect: lock

stream = open(os.devnull, "w", buffering=1)
compete(lambda: print("line", file=stream), stream.flush, 200)
print("stream")
# expect: stream

# One that gives up waiting, or is told to, does not keep what it is given.
given_up = 0


def try_take():
    global given_up
    if lock.acquire(timeout=0.002):
        lock.release()
    else:
        given_up += 1


compete(write_locked, try_take, 200)
print(lock.locked(), given_up < 200)
# expect: False True

# Many at once: nobody is left out.
everybody = threading.Barrier(6)
turns = [0] * 6


def take_turns(n):
    everybody.wait()
    for _ in range(50):
        write_locked()
        turns[n] += 1


threads = [threading.Thread(target=take_turns, args=(n,)) for n in range(6)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(turns)
# expect: [50, 50, 50, 50, 50, 50]
