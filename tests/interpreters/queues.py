# Queues between interpreters: limits, time-outs, numbers
# needs: 3.14+
import sys
import queue as plain_queue
import threading
from concurrent import interpreters
from concurrent.interpreters import Queue, QueueEmpty, QueueFull, create_queue

sys.stdout.reconfigure(line_buffering=True)

def attempt(function, *args, **kwargs):
    try:
        print(repr(function(*args, **kwargs)))
    except Exception as e:
        print(f"{type(e).__module__}.{type(e).__qualname__}: {e}")

q = create_queue(2)
print(q, q.id, q.maxsize, q.empty(), q.full(), q.qsize(), q.unbounditems)
# expect: Queue(1) 1 2 True False 0 concurrent.interpreters._queues.UNBOUND
print(Queue(1) is q, hash(q) == hash(1), create_queue().maxsize)
# expect: True True 0
q.put(1)
q.put_nowait([2])
print(q.full(), q.qsize(), q.empty())
# expect: True 2 False
attempt(q.put_nowait, 3)
# expect: concurrent.interpreters._queues.QueueFull: queue 1 is full
attempt(q.put, 3, timeout=0)
# expect: concurrent.interpreters._queues.QueueFull: queue 1 is full
attempt(q.put, 3, False)
# expect: concurrent.interpreters._queues.QueueFull: queue 1 is full
print(q.get(), q.get_nowait())
# expect: 1 [2]
attempt(q.get_nowait)
# expect: concurrent.interpreters._queues.QueueEmpty: queue 1 is empty
attempt(q.get, timeout=0)
# expect: concurrent.interpreters._queues.QueueEmpty: queue 1 is empty
attempt(q.get, False)
# expect: concurrent.interpreters._queues.QueueEmpty: queue 1 is empty
attempt(q.get, timeout=-1)
# expect: builtins.ValueError: timeout value must be non-negative
attempt(Queue, 999)
# expect: concurrent.interpreters.QueueNotFoundError: queue 999 not found
attempt(Queue, "1")
# expect: builtins.TypeError: id must be an int, got '1'
attempt(create_queue, "1")
# expect: builtins.TypeError: 'str' object cannot be interpreted as an integer
attempt(create_queue, unbounditems=3)
# expect: builtins.NotImplementedError: unsupported unbound replacement op 3
attempt(q.put, 1, unbounditems=3)
# expect: builtins.NotImplementedError: unsupported unbound replacement op 3
print(issubclass(QueueEmpty, plain_queue.Empty), issubclass(QueueFull, plain_queue.Full))
# expect: True True

# Who waits is woken.
results = []
getter = threading.Thread(target=lambda: results.append(q.get()))
getter.start()
q.put("woken")
getter.join()
print(results)
# expect: ['woken']
q.put(1)
q.put(2)
putter = threading.Thread(target=q.put, args=(3,))
putter.start()
print([q.get() for _ in range(3)])
# expect: [1, 2, 3]
putter.join()

interp = interpreters.create()
interp.prepare_main(q=q)
worker = interp.call_in_thread
thread = threading.Thread(target=interp.exec, args=("for item in iter(q.get, None): print('got', item, flush=True)",))
thread.start()
for item in 1, "two", [3], None:
    q.put(item)
thread.join()
# expect: got 1
# expect: got two
# expect: got [3]
interp.close()
