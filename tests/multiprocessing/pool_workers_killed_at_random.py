# Workers are killed at any moment, also just after they have taken a task: each task ends, with its result or with an
# error that says what has become of it. (CPython's pool hangs.)
# gilt only
# timeout: 120
import multiprocessing as mp
import os
import random
import signal
import threading
import time


def square(n):
    return n * n


def kill_some(pool, over):
    while not over.is_set():
        time.sleep(random.random() * 0.03)
        worker = random.choice(pool._pool or [None])
        try:
            os.kill(worker.pid, signal.SIGKILL)
        except (AttributeError, ProcessLookupError, ValueError):
            pass


if __name__ == "__main__":
    seed = random.randrange(1 << 30)
    random.seed(seed)
    lost = done = 0
    with mp.get_context("fork").Pool(3) as pool:
        over = threading.Event()
        killer = threading.Thread(target=kill_some, args=(pool, over), daemon=True)
        killer.start()
        end = time.monotonic() + 5
        while time.monotonic() < end:
            results = [pool.apply_async(square, (n,)) for n in range(40)]
            for n, result in enumerate(results):
                try:
                    assert result.get(20) == n * n, seed
                    done += 1
                except mp.pool.WorkerLostError:
                    lost += 1
                except mp.TimeoutError:
                    print("a task never ended; seed", seed)
                    os._exit(1)
        over.set()
        killer.join()
        while True:
            try:
                print(pool.map(square, range(5)))
                break
            except mp.pool.WorkerLostError:
                pass  # by one that was dying already
        # expect: [0, 1, 4, 9, 16]
    print(done > 100, mp.active_children())
    # expect: True []
