"""A Semaphore(3) lets three in; an Event wakes its waiters; a Queue passes messages."""

import queue
import threading
import time

from claim import row, scaled, title, verdict

title(12, "Semaphore(3) lets three in; an Event wakes its waiters; a Queue passes messages")

# -- semaphore: how many are inside at most --
semaphore = threading.Semaphore(3)
guard = threading.Lock()
inside = most = 0


def visit():
    global inside, most
    with semaphore:
        with guard:
            inside += 1
            most = max(most, inside)
        time.sleep(0.02)
        with guard:
            inside -= 1


visitors = [threading.Thread(target=visit) for _ in range(9)]
for t in visitors:
    t.start()
for t in visitors:
    t.join()
row("9 threads at a Semaphore(3), most inside", most)

# -- event: nobody goes on before it is set, everybody afterwards --
event = threading.Event()
woken = []


def wait_for_event():
    event.wait()
    woken.append(time.perf_counter())


waiters = [threading.Thread(target=wait_for_event) for _ in range(5)]
for t in waiters:
    t.start()
time.sleep(0.05)
early = len(woken)
set_at = time.perf_counter()
event.set()
for t in waiters:
    t.join()
row("5 threads waiting for an Event, before set()", f"{early} woken")
row("after set()", f"{len(woken)} woken, the last {(max(woken) - set_at) * 1000:.2f} ms later")

# -- queue: each message arrives once, in order --
MESSAGES = scaled(1000)
messages = queue.Queue(maxsize=4)
received = []


def consume():
    while (message := messages.get()) is not None:
        received.append(message)


consumer = threading.Thread(target=consume)
consumer.start()
start = time.perf_counter()
for i in range(MESSAGES):
    messages.put(i)
messages.put(None)
consumer.join()
took = time.perf_counter() - start
row(f"{MESSAGES} messages through a Queue(maxsize=4)", f"{len(received)} received, {took * 1e6 / MESSAGES:.1f} us each")

verdict(most == 3 and early == 0 and len(woken) == 5 and received == list(range(MESSAGES)),
        "three inside, all woken, all messages in order")
