# needs: 3.13+
# queue: order, limits, time-outs, task_done, shutdown. graphlib: TopologicalSorter.
import queue
import threading
import graphlib


def attempt(function, *args, **keywords):
    try:
        print(function(*args, **keywords))
    except BaseException as error:
        print(f'{type(error).__name__}: {error}')


for kind in (queue.Queue, queue.LifoQueue, queue.PriorityQueue, queue.SimpleQueue):
    q = kind()
    for item in (3, 1, 2):
        q.put(item)
    print(kind.__name__, q.qsize(), q.empty(), [q.get() for _ in range(3)], q.empty())
    attempt(q.get_nowait)
    attempt(q.get, False)
    attempt(q.get, timeout=0.01)
    attempt(q.get, True, -1)
# expect: Queue 3 False [3, 1, 2] True
# expect: Empty:
# expect: Empty:
# expect: Empty:
# expect: ValueError: 'timeout' must be a non-negative number
# expect: LifoQueue 3 False [2, 1, 3] True
# expect: Empty:
# expect: Empty:
# expect: Empty:
# expect: ValueError: 'timeout' must be a non-negative number
# expect: PriorityQueue 3 False [1, 2, 3] True
# expect: Empty:
# expect: Empty:
# expect: Empty:
# expect: ValueError: 'timeout' must be a non-negative number
# expect: SimpleQueue 3 False [3, 1, 2] True
# expect: Empty:
# expect: Empty:
# expect: Empty:
# expect: ValueError: 'timeout' must be a non-negative number
q = queue.Queue(2)
q.put('a')
q.put_nowait('b')
print(q.full(), q.maxsize)  # expect: True 2
attempt(q.put_nowait, 'c')  # expect: Full: 
attempt(q.put, 'c', timeout=0.01)  # expect: Full: 
attempt(q.put, 'c', timeout=-1)  # expect: ValueError: 'timeout' must be a non-negative number
attempt(q.put, 'c', block=False)  # expect: Full: 
q.task_done()
q.task_done()
attempt(q.task_done)  # expect: ValueError: task_done() called too many times
q = queue.SimpleQueue()
q.put(1, timeout=3)
q.put(2, block=False)
q.put_nowait(3)
print(q.qsize(), q.get(timeout=1), q.get_nowait(), q.get())  # expect: 3 1 2 3

# priorities with the same rank compare the items
q = queue.PriorityQueue()
for pair in [(2, 'b'), (1, 'z'), (1, 'a')]:
    q.put(pair)
print([q.get()[1] for _ in range(3)])  # expect: ['a', 'z', 'b']
q.put((1, {}))
attempt(q.put, (1, {}))  # expect: None

# workers
q, results = queue.Queue(3), []


def worker():
    while (item := q.get()) is not None:
        results.append(item * item)
        q.task_done()
    q.task_done()


threads = [threading.Thread(target=worker) for _ in range(3)]
for t in threads:
    t.start()
for i in range(50):
    q.put(i)
for _ in threads:
    q.put(None)
q.join()
for t in threads:
    t.join()
print(sum(results), q.unfinished_tasks)  # expect: 40425 0

# shutdown
q = queue.Queue()
q.put(1), q.put(2)
q.shutdown()
attempt(q.put, 3)  # expect: ShutDown: 
print(q.get(), q.get())  # expect: 1 2
attempt(q.get)  # expect: ShutDown: 
q = queue.Queue()
q.put(1)
q.shutdown(immediate=True)
attempt(q.get)  # expect: ShutDown: 
print(q.qsize(), q.is_shutdown)
# expect: 0 True
# expect: ShutDown:
q = queue.Queue()
waiting = threading.Thread(target=attempt, args=(q.get,))
waiting.start()
q.shutdown()
waiting.join()
print(issubclass(queue.Empty, Exception), queue.ShutDown.__mro__[1].__name__, queue.Full.__module__, queue.Empty.__module__)
# expect: True Exception queue _queue

# graphlib
sorter = graphlib.TopologicalSorter({'d': ['b', 'c'], 'b': ['a'], 'c': ['a']})
print(list(sorter.static_order()))  # expect: ['a', 'b', 'c', 'd']
sorter = graphlib.TopologicalSorter()
sorter.add('tea', 'water', 'leaves')
sorter.add('water')
sorter.add('cup', 'tea')
sorter.prepare()
while sorter.is_active():
    ready = sorter.get_ready()
    print(sorted(ready), bool(sorter))
    sorter.done(*ready)
# expect: ['leaves', 'water'] True
# expect: ['tea'] True
# expect: ['cup'] True
print(bool(sorter), sorter.get_ready())  # expect: False ()
attempt(sorter.add, 'x')  # expect: ValueError: Nodes cannot be added after a call to prepare()
attempt(sorter.prepare)  # expect: ValueError: cannot prepare() after starting sort
sorter = graphlib.TopologicalSorter({1: [2], 2: [3], 3: [1]})
try:
    sorter.prepare()
except graphlib.CycleError as error:
    print(error.args[0], sorted(error.args[1][1:]), isinstance(error, ValueError), error.args[1][0] == error.args[1][-1])
# expect: nodes are in a cycle [1, 2, 3] True True
sorter = graphlib.TopologicalSorter({1: [2]})
attempt(sorter.is_active)  # expect: ValueError: prepare() must be called first
attempt(sorter.get_ready)  # expect: ValueError: prepare() must be called first
attempt(sorter.done, 1)  # expect: ValueError: prepare() must be called first
sorter.prepare()
attempt(sorter.done, 5)  # expect: ValueError: node 5 was not added using add()
attempt(sorter.done, 1)  # expect: ValueError: node 1 was not passed out (still not ready)
print(sorter.get_ready())  # expect: (2,)
sorter.done(2)
attempt(sorter.done, 2)  # expect: ValueError: node 2 was already marked done
print(sorter.get_ready(), sorter.is_active())  # expect: (1,) True
attempt(lambda: graphlib.TopologicalSorter({1: [[]]}))
# expect: TypeError: cannot use 'list' as a dict key (unhashable type: 'list')
print(list(graphlib.TopologicalSorter({}).static_order()), graphlib.TopologicalSorter[int])
# expect: [] graphlib.TopologicalSorter[int]
