# Condition: notify wakes in the order of waiting; wait_for looks again; time-outs are told.
import threading

cond = threading.Condition()
order = []
ready = threading.Semaphore(0)


def waiter(n):
    with cond:
        ready.release()
        cond.wait()
        order.append(n)


threads = []
for n in range(3):
    t = threading.Thread(target=waiter, args=(n,))
    t.start()
    ready.acquire()
    with cond:
        pass  # the waiter has given the lock up: it waits
    threads.append(t)
for n in range(3):
    with cond:
        cond.notify()
    threads[n].join()
print(order)  # expect: [0, 1, 2]
with cond:
    print(cond.wait(0.01))  # expect: False
    print(cond.wait_for(lambda: 7))  # expect: 7
    print(cond.wait_for(lambda: False, timeout=0.01))  # expect: False
try:
    cond.notify()
except RuntimeError as e:
    print(e)  # expect: cannot notify on un-acquired lock
try:
    cond.wait()
except RuntimeError as e:
    print(e)  # expect: cannot wait on un-acquired lock
