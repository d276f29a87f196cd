# What a manager's queue raises, views of its dicts, and a manager that has not begun or has ended.
# needs: 3.14+
# timeout: 60
import multiprocessing as mp
import pickle
import queue
from multiprocessing import managers


class Own(managers.BaseManager):
    pass


def make():
    return {"a": 1}


Own.register("make", make, exposed=("keys", "values", "items"))


def attempt(call, *args):
    try:
        print(call(*args))
    except Exception as error:
        print(type(error).__name__, error)


def empty():
    raise queue.Empty("from a worker")


if __name__ == "__main__":
    for protocol in range(6):
        assert isinstance(pickle.loads(pickle.dumps(queue.Empty(), protocol)), queue.Empty)
    for method in ("fork", "spawn", "forkserver"):
        context = mp.get_context(method)
        with context.Manager() as manager:
            shared = manager.Queue(1)
            try:
                shared.get_nowait()
            except queue.Empty:
                print("empty")
            shared.put(1)
            try:
                shared.put(2, False)
            except queue.Full:
                print("full")
        attempt(manager.dict)
        with context.Pool(1) as pool:
            attempt(pool.apply, empty)
        own = Own(ctx=context)
        attempt(own.make)
        own.start()
        attempt(own.start)
        made = own.make()
        print(made.keys(), made.values(), made.items())
        own.shutdown()
        own.shutdown()
        attempt(own.start)
    # expect: empty
    # expect: full
    # expect: AssertionError server not yet started
    # expect: Empty from a worker
    # expect: AssertionError server not yet started
    # expect: ProcessError Already started server
    # expect: ['a'] [1] [('a', 1)]
    # expect: ProcessError Manager has shut down
    # expect: empty
    # expect: full
    # expect: AssertionError server not yet started
    # expect: Empty from a worker
    # expect: AssertionError server not yet started
    # expect: ProcessError Already started server
    # expect: ['a'] [1] [('a', 1)]
    # expect: ProcessError Manager has shut down
    # expect: empty
    # expect: full
    # expect: AssertionError server not yet started
    # expect: Empty from a worker
    # expect: AssertionError server not yet started
    # expect: ProcessError Already started server
    # expect: ['a'] [1] [('a', 1)]
    # expect: ProcessError Manager has shut down
