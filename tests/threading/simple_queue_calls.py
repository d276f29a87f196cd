# Who waits for a SimpleQueue is called when there is something: all of them if there is work for all, and others while
# one runs a signal's handler.
import os
import queue
import signal
import threading
import time
import weakref

WORKERS = 6
q = queue.SimpleQueue()
together = threading.Barrier(WORKERS)


def work():
    while q.get() is not None:
        together.wait()


workers = [threading.Thread(target=work) for _ in range(WORKERS)]
for thread in workers:
    thread.start()
for pause in (0, 0.01, 0, 0):
    time.sleep(pause)
    for n in range(WORKERS):
        q.put(n)
time.sleep(0.01)
for thread in workers:
    q.put(None)
for thread in workers:
    thread.join()
print(q.empty(), together.n_waiting)  # expect: True 0

# The handler, in the thread that has waited last, needs one of the others.
handled = threading.Event()
order = []


def handle(number, frame):
    q.put("for another")
    order.append(handled.wait(10))


def serve():
    order.append(q.get())
    handled.set()


signal.signal(signal.SIGUSR1, handle)
for late in (0, 0.01):
    handled.clear()
    server = threading.Thread(target=serve)
    server.start()
    time.sleep(0.01)

    def disturb():
        time.sleep(0.02)
        os.kill(os.getpid(), signal.SIGUSR1)
        time.sleep(late)

    disturber = threading.Thread(target=disturb)
    disturber.start()
    try:
        order.append(q.get(timeout=0.2))
    except queue.Empty:
        order.append("nothing")
    server.join()
    disturber.join()
print(order)  # expect: ['for another', True, 'nothing', 'for another', True, 'nothing']


class Named(queue.SimpleQueue):
    def __init__(self, name):
        super().__init__()
        self.name = name


named = Named("n")
named.put(named)
print(named.name, named.get() is named, weakref.ref(named)() is named)  # expect: n True True
for wrong in (lambda: queue.SimpleQueue(1), lambda: named.put(), lambda: named.get(timeout="x")):
    try:
        wrong()
    except TypeError as e:
        print(type(e).__name__)  # expect: TypeError
                                 # expect: TypeError
                                 # expect: TypeError
print(queue.SimpleQueue, queue.Empty)  # expect: <class '_queue.SimpleQueue'> <class '_queue.Empty'>
print(queue.SimpleQueue[int])  # expect: _queue.SimpleQueue[int]

# A deep queue's memory is given back; the order stays.
for n in range(5000):
    named.put(n)
print(all(named.get_nowait() == n for n in range(5000)), named.qsize())  # expect: True 0
