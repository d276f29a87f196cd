# needs: 3.14+
# concurrent.futures.ProcessPoolExecutor.
# timeout: 60
import concurrent.futures as cf
import multiprocessing as mp
import os
import sys
import time


def square(x):
    return x * x


def die():
    os.kill(os.getpid(), 9)


def fail():
    raise KeyError("k")


def wait_and_return(x):
    time.sleep(x)
    return x


def set_up(x):
    global given
    given = x


def get_given():
    return given


def attempt(call, *args):
    try:
        print(call(*args))
    except Exception as error:
        print(type(error).__name__, error, type(error.__cause__).__name__)


if __name__ == "__main__":
    for method in ("fork", "spawn", "forkserver"):
        ctx = mp.get_context(method)
        with cf.ProcessPoolExecutor(2, mp_context=ctx, initializer=set_up, initargs=(7,)) as executor:
            print(list(executor.map(square, range(6))), list(executor.map(square, range(6), chunksize=4)),
                  executor.submit(get_given).result())
            attempt(executor.submit(fail).result)
            futures = [executor.submit(wait_and_return, 0.01 * i) for i in range(3)]
            print(sorted(future.result() for future in cf.as_completed(futures)))
        attempt(executor.submit, square, 1)
        with cf.ProcessPoolExecutor(2, mp_context=ctx) as executor:
            # Beside the worker that is lost, another one is at work that never ends by itself. (Not with CPython's
            # fork server: there the loss is noticed when the other worker ends, too.)
            alone = method == "forkserver" and sys.implementation.name == "cpython"
            waiting = None if alone else executor.submit(wait_and_return, 3600)
            lost = executor.submit(die)
            attempt(lost.result)
            attempt(lost.result if alone else waiting.result)
            attempt(executor.submit, square, 1)
        # expect: [0, 1, 4, 9, 16, 25] [0, 1, 4, 9, 16, 25] 7
        # expect: KeyError 'k' _RemoteTraceback
        # expect: [0.0, 0.01, 0.02]
        # expect: RuntimeError cannot schedule new futures after shutdown NoneType
        # expect: BrokenProcessPool A process in the process pool was terminated abruptly while the future was running or pending. NoneType
        # expect: BrokenProcessPool A process in the process pool was terminated abruptly while the future was running or pending. NoneType
        # expect: BrokenProcessPool A child process terminated abruptly, the process pool is not usable anymore NoneType
        # expect: [0, 1, 4, 9, 16, 25] [0, 1, 4, 9, 16, 25] 7
        # expect: KeyError 'k' _RemoteTraceback
        # expect: [0.0, 0.01, 0.02]
        # expect: RuntimeError cannot schedule new futures after shutdown NoneType
        # expect: BrokenProcessPool A process in the process pool was terminated abruptly while the future was running or pending. NoneType
        # expect: BrokenProcessPool A process in the process pool was terminated abruptly while the future was running or pending. NoneType
        # expect: BrokenProcessPool A child process terminated abruptly, the process pool is not usable anymore NoneType
        # expect: [0, 1, 4, 9, 16, 25] [0, 1, 4, 9, 16, 25] 7
        # expect: KeyError 'k' _RemoteTraceback
        # expect: [0.0, 0.01, 0.02]
        # expect: RuntimeError cannot schedule new futures after shutdown NoneType
        # expect: BrokenProcessPool A process in the process pool was terminated abruptly while the future was running or pending. NoneType
        # expect: BrokenProcessPool A process in the process pool was terminated abruptly while the future was running or pending. NoneType
        # expect: BrokenProcessPool A child process terminated abruptly, the process pool is not usable anymore NoneType
