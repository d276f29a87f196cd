# Futures, thread pools, wait and as_completed
# needs: 3.14+
import threading, time
from concurrent import futures
from concurrent.futures import ThreadPoolExecutor, as_completed, wait, Future
def shown(f): return repr(f).split(" at 0x")[0] + repr(f)[repr(f).find(" state"):]
def fails(f, *args, **kwargs):
    try: f(*args, **kwargs)
    except BaseException as e: print(type(e).__module__, type(e).__qualname__, str(e).split(" at 0x")[0])
f = Future()
print(shown(f), f.done(), f.running(), f.cancelled())
fails(f.result, timeout=0)
f.add_done_callback(lambda f: print("callback", f.result()))
print(f.set_running_or_notify_cancel(), shown(f), f.cancel())
f.set_result(3)
print(shown(f), f.result(), f.exception(), f.cancel())
f.add_done_callback(lambda f: print("at once"))
fails(f.set_result, 4)
fails(f.set_exception, ValueError())
g = Future(); g.set_exception(KeyError("k")); print(shown(g), repr(g.exception())); fails(g.result)
h = Future(); print(h.cancel(), h.cancel(), shown(h), h.set_running_or_notify_cancel(), shown(h)); fails(h.result); fails(h.exception)
fails(ThreadPoolExecutor, 0)
fails(ThreadPoolExecutor, initializer=5)
with ThreadPoolExecutor(2, thread_name_prefix="pool") as pool:
    print(list(pool.map(pow, (2, 3, 4), (5, 2, 3))))
    print(pool.submit(lambda *a, **k: (a, k), 1, x=2).result())
    both = threading.Barrier(2)  # a thread that waits here cannot do the other call as well
    print(sorted(pool.map(lambda _: (both.wait(), threading.current_thread().name)[1], range(2))))
    fails(pool.submit(lambda: [][1]).result)
    fails(lambda: list(pool.map(time.sleep, [0.5, 0.01], timeout=0.02)))
    fails(lambda: pool.map(str, [1], buffersize=0))
    fails(lambda: pool.map(str, [1], buffersize="2"))
    seen = []
    def source():
        for i in range(10):
            seen.append(i)
            yield i
    results = pool.map(lambda x: x * x, source(), buffersize=3)
    print(len(seen), next(results), len(seen), list(results))
fails(pool.submit, print)
print([t.is_alive() for t in pool._threads])
# wait and as_completed
gate = threading.Event()
def slow(x): gate.wait(); return x
with ThreadPoolExecutor(3) as pool:
    quick, late, bad = pool.submit(int, "3"), pool.submit(slow, 5), pool.submit(int, "x")
    done, not_done = wait([quick, late], return_when=futures.FIRST_COMPLETED)
    print(quick in done, late in not_done)
    done, not_done = wait([late, bad], return_when=futures.FIRST_EXCEPTION)
    print(bad in done, late in not_done)
    print(wait([late], timeout=0.01).done)
    fails(lambda: list(as_completed([quick, late], timeout=0.02)))
    gate.set()
    print({f.result() for f in as_completed([quick, late, quick])})
    fails(wait, [late, pool.submit(time.sleep, 0.05)], return_when="never")
# shutdown
pool = ThreadPoolExecutor(1)
gate.clear()
first = pool.submit(slow, 1); waiting = [pool.submit(slow, i) for i in range(3)]
while not first.running(): time.sleep(0.001)
pool.shutdown(wait=False, cancel_futures=True)
print([f.cancelled() for f in waiting], first.cancelled())
gate.set(); print(first.result())
# initializers
local = threading.local()
def begin(x): local.x = x
with ThreadPoolExecutor(2, initializer=begin, initargs=(7,)) as pool: print(pool.submit(lambda: local.x).result())
print(issubclass(futures.thread.BrokenThreadPool, futures.BrokenExecutor), futures.TimeoutError is TimeoutError)
print([n for n in ("ThreadPoolExecutor", "ProcessPoolExecutor", "Future") if n in dir(futures)])
# expect: <Future state=pending> False False False
# expect: builtins TimeoutError 
# expect: True <Future state=running> False
# expect: callback 3
# expect: <Future state=finished returned int> 3 None False
# expect: at once
# expect: concurrent.futures._base InvalidStateError FINISHED: <Future
# expect: concurrent.futures._base InvalidStateError FINISHED: <Future
# expect: <Future state=finished raised KeyError> KeyError('k')
# expect: builtins KeyError 'k'
# expect: True True <Future state=cancelled> False <Future state=cancelled>
# expect: concurrent.futures._base CancelledError 
# expect: concurrent.futures._base CancelledError 
# expect: builtins ValueError max_workers must be greater than 0
# expect: builtins TypeError initializer must be a callable
# expect: [32, 9, 64]
# expect: ((1,), {'x': 2})
# expect: ['pool_0', 'pool_1']
# expect: builtins IndexError list index out of range
# expect: builtins TimeoutError 
# expect: builtins ValueError buffersize must be None or > 0
# expect: builtins TypeError buffersize must be an integer or None
# expect: 3 0 4 [1, 4, 9, 16, 25, 36, 49, 64, 81]
# expect: builtins RuntimeError cannot schedule new futures after shutdown
# expect: [False, False]
# expect: True True
# expect: True True
# expect: set()
# expect: builtins TimeoutError 1 (of 2) futures unfinished
# expect: {3, 5}
# expect: builtins ValueError Invalid return condition: 'never'
# expect: [True, True, True] False
# expect: 1
# expect: 7
# expect: True True
# expect: ['ThreadPoolExecutor', 'ProcessPoolExecutor', 'Future']
