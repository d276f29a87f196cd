# In a child after a fork nobody waits for a SimpleQueue that waited for it in the parent.
import os
import queue
import threading
import time
import warnings

warnings.simplefilter("ignore", DeprecationWarning)  # of a fork with threads
q = queue.SimpleQueue()
waiting = [threading.Thread(target=q.get) for _ in range(3)]
for thread in waiting:
    thread.start()
time.sleep(0.01)
child = os.fork()
if child == 0:
    q.put(1)
    q.put(2)
    right = q.get() == 1 and q.get(timeout=1) == 2
    got = []
    own = threading.Thread(target=lambda: got.append(q.get()))
    own.start()
    time.sleep(0.01)
    q.put(3)
    own.join(5)
    os._exit(0 if right and got == [3] else 1)
print(os.waitpid(child, 0)[1])  # expect: 0
for thread in waiting:
    q.put(None)
for thread in waiting:
    thread.join()
