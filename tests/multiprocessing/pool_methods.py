# needs: 3.14+
# What a pool offers, and how errors in its workers come back.
# timeout: 60
import multiprocessing as mp
import os
import time


def square(x):
    return x * x


def add(a, b):
    return a + b


def picky(x):
    if x == 3:
        raise KeyError("three")
    return x


def set_up(*args):
    global given
    given = args


def get_given(_):
    return given


def pid(_):
    time.sleep(0.01)
    return os.getpid()


def closure(x):
    return lambda: x


class Strange(Exception):
    def __init__(self, a, b):
        super().__init__("text")


def raise_strange(_):
    raise Strange(1, 2)


def attempt(call, *args):
    try:
        print(call(*args))
    except Exception as error:
        print(type(error).__name__, str(error)[:30], type(error.__cause__).__name__)


def failing():
    yield 1
    raise ZeroDivisionError("in the generator")


if __name__ == "__main__":
    for method in ("fork", "spawn", "forkserver"):
        ctx = mp.get_context(method)
        with ctx.Pool(2) as pool:
            print(sum(pool.map(square, range(1000))), pool.map(square, []), pool.starmap(add, [(1, 2), (3, 4)]))
            print(pool.apply(add, (1,), {"b": 5}), list(pool.imap(square, range(5), 2)),
                  sorted(pool.imap_unordered(square, range(5))))
            result = pool.map_async(square, [1, 2, 3], callback=print)
            result.wait()
            print(result.get(), result.ready(), result.successful())
            attempt(pool.map, picky, range(5))
            attempt(list, pool.imap(picky, range(5)))
            attempt(list, pool.imap(square, failing()))
            attempt(pool.map, lambda x: x, [1])
            attempt(pool.map, closure, [1])
            attempt(pool.apply_async(time.sleep, (5,)).get, 0.01)
        attempt(pool.map, square, [1])
        with ctx.Pool(2, set_up, (1, "a"), maxtasksperchild=3) as pool:
            print(set(pool.map(get_given, range(4), 1)), len(set(pool.map(pid, range(12), 1))) >= 4)
            pool.close()
            pool.join()
        # expect: 332833500 [] [3, 7]
        # expect: 6 [0, 1, 4, 9, 16] [0, 1, 4, 9, 16]
        # expect: [1, 4, 9]
        # expect: [1, 4, 9] True True
        # expect: KeyError 'three' RemoteTraceback
        # expect: KeyError 'three' RemoteTraceback
        # expect: ZeroDivisionError in the generator NoneType
        # expect: PicklingError Can't pickle <function <lambda NoneType
        # expect: MaybeEncodingError Error sending result: '[<funct NoneType
        # expect: TimeoutError  NoneType
        # expect: ValueError Pool not running NoneType
        # expect: {(1, 'a')} True
        # expect: 332833500 [] [3, 7]
        # expect: 6 [0, 1, 4, 9, 16] [0, 1, 4, 9, 16]
        # expect: [1, 4, 9]
        # expect: [1, 4, 9] True True
        # expect: KeyError 'three' RemoteTraceback
        # expect: KeyError 'three' RemoteTraceback
        # expect: ZeroDivisionError in the generator NoneType
        # expect: PicklingError Can't pickle <function <lambda NoneType
        # expect: MaybeEncodingError Error sending result: '[<funct NoneType
        # expect: TimeoutError  NoneType
        # expect: ValueError Pool not running NoneType
        # expect: {(1, 'a')} True
        # expect: 332833500 [] [3, 7]
        # expect: 6 [0, 1, 4, 9, 16] [0, 1, 4, 9, 16]
        # expect: [1, 4, 9]
        # expect: [1, 4, 9] True True
        # expect: KeyError 'three' RemoteTraceback
        # expect: KeyError 'three' RemoteTraceback
        # expect: ZeroDivisionError in the generator NoneType
        # expect: PicklingError Can't pickle <function <lambda NoneType
        # expect: MaybeEncodingError Error sending result: '[<funct NoneType
        # expect: TimeoutError  NoneType
        # expect: ValueError Pool not running NoneType
        # expect: {(1, 'a')} True
