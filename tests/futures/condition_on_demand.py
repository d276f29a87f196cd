# A future makes the condition that threads wait for, and its lists, when somebody comes; whoever comes gets the same.
import threading
import time
from concurrent.futures import Future, wait

future = Future()
found = []
lookers = [threading.Thread(target=lambda: found.append(future._condition)) for _ in range(4)]
for thread in lookers:
    thread.start()
for thread in lookers:
    thread.join()
print(len(found), len(set(map(id, found))))  # expect: 4 1

got = []
waiters = [threading.Thread(target=lambda: got.append(future.result())) for _ in range(2)]
waiters.append(threading.Thread(target=lambda: got.append(len(wait([future]).done))))
for thread in waiters:
    thread.start()
time.sleep(0.01)
called = []
for number in range(3):
    future.add_done_callback(lambda _, number=number: called.append(number))
future.set_result(7)
for thread in waiters:
    thread.join()
print(sorted(got), called)  # expect: [1, 7, 7] [0, 1, 2]
future.add_done_callback(lambda _: called.append("late"))
with future._condition:
    print(called[-1], future.done(), future.result())  # expect: late True 7
