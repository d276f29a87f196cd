# A worker that is killed, exits, or cannot unpickle: an error, at once, and the pool goes on. (CPython's pool hangs.)
# gilt only
# timeout: 60
import multiprocessing as mp
import os
import signal
import sys
import time


def die(x):
    if x == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return x


def leave(x):
    sys.exit(3)


class Strange(Exception):
    def __init__(self, a, b):
        super().__init__("text")


def raise_strange(_):
    raise Strange(1, 2)


class OnlyThere:
    def __reduce__(self):
        return int, ("no number",)


def same(x):
    return x


def fail():
    sys.stderr.close()
    raise RuntimeError


def attempt(call, *args):
    start = time.monotonic()
    try:
        print(call(*args))
    except Exception as error:
        words = [word for word in str(error).split() if not word.isdigit() and "Worker" not in word]
        print(type(error).__name__, *words, time.monotonic() - start < 1)


if __name__ == "__main__":
    for method in ("fork", "forkserver"):
        ctx = mp.get_context(method)
        with ctx.Pool(2) as pool:
            attempt(pool.map, die, range(8), 1)
            attempt(pool.map, die, range(8))
            attempt(pool.apply, leave, (1,))
            attempt(pool.apply, raise_strange, (1,))
            attempt(pool.apply, same, (OnlyThere(),))
            print(pool.map(same, range(5)))
        # expect: WorkerLostError worker process ended with SIGKILL while it did a task True
        # expect: WorkerLostError worker process ended with SIGKILL while it did a task True
        # expect: WorkerLostError worker process ended with exit code while it did a task True
        # expect: TypeError Strange.__init__() missing required positional argument: 'b' True
        # expect: ValueError invalid literal for int() with base 10: 'no number' True
        # expect: [0, 1, 2, 3, 4]
        # expect: WorkerLostError worker process ended with SIGKILL while it did a task True
        # expect: WorkerLostError worker process ended with SIGKILL while it did a task True
        # expect: WorkerLostError worker process ended with exit code while it did a task True
        # expect: TypeError Strange.__init__() missing required positional argument: 'b' True
        # expect: ValueError invalid literal for int() with base 10: 'no number' True
        # expect: [0, 1, 2, 3, 4]
    with mp.get_context("fork").Pool(2, fail) as pool:
        attempt(pool.map, same, [1])
        # expect: ProcessError worker processes end with exit code before they can do anything True
    pool = mp.Pool(1)
    result = pool.apply_async(time.sleep, (60,))
    pool.terminate()
    pool.join()
    attempt(result.get)
    # expect: ProcessError the pool was terminated True
    print(mp.active_children())
    # expect: []
    # A queue whose reader was killed while it waited serves others.
    q = mp.Queue()
    p = mp.Process(target=q.get)
    p.start()
    time.sleep(0.2)
    p.kill()
    p.join()
    q.put("still here")
    print(q.get(timeout=5))
    # expect: still here
