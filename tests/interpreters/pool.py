# InterpreterPoolExecutor: results, exceptions, initializers
# needs: 3.14+
from concurrent import interpreters
from concurrent.futures import InterpreterPoolExecutor
from concurrent.futures.interpreter import BrokenInterpreterPool
import operator

offset = 100
def shifted(n): return n + offset
def start(name): __import__("builtins").started = name
def failing(): raise ValueError("init")

if __name__ == "__main__":
    def attempt(pool, function, *args):
        try:
            print(pool.submit(function, *args).result())
        except BaseException as e:
            print(type(e).__name__, str(e).splitlines()[0], type(e.__cause__).__name__)

    with InterpreterPoolExecutor(2, initializer=start, initargs=("ready",)) as pool:
        print(list(pool.map(lambda x: x * x, range(6))))
        # expect: [0, 1, 4, 9, 16, 25]
        print(list(pool.map(shifted, range(3))))
        # expect: [100, 101, 102]
        attempt(pool, pow, 2, 5)
        # expect: 32
        attempt(pool, lambda: __import__("builtins").started)
        # expect: ready
        attempt(pool, operator.attrgetter("started"), 3)
        # expect: AttributeError 'int' object has no attribute 'started' ExecutionFailed
        attempt(pool, lambda: 1 / 0)
        # expect: ZeroDivisionError division by zero ExecutionFailed
        attempt(pool, open, "/nonexistent/file")
        # expect: FileNotFoundError [Errno 2] No such file or directory: '/nonexistent/file' ExecutionFailed
        attempt(pool, lambda: __import__("sys").exit(2))
        # expect: SystemExit 2 ExecutionFailed
        attempt(pool, lambda: (x for x in ()))
        # expect: NotShareableError object does not support cross-interpreter data Exception
        attempt(pool, "print(1)")
        # expect: TypeError scripts not supported NoneType
    print(interpreters.list_all())
    # expect: [Interpreter(0)]

    with InterpreterPoolExecutor(1, initializer=failing) as pool:
        attempt(pool, pow, 2, 3)
    # expect: BrokenInterpreterPool A thread initializer failed, the thread pool is not usable anymore NoneType
    try:
        InterpreterPoolExecutor(1, initializer="x = 1")
    except TypeError as e:
        print(e)
    # expect: scripts not supported
    print([c.__name__ for c in BrokenInterpreterPool.__mro__[:3]])
    # expect: ['BrokenInterpreterPool', 'BrokenThreadPool', 'BrokenExecutor']
