# Event wakes all; Barrier lets all parties pass together; Timer calls later unless cancelled.
import threading

event = threading.Event()
print(event.is_set(), event.wait(0.01))  # expect: False False
woken = []
threads = [threading.Thread(target=lambda: woken.append(event.wait())) for _ in range(3)]
for t in threads:
    t.start()
event.set()
for t in threads:
    t.join()
print(woken, event.is_set())  # expect: [True, True, True] True
event.clear()
print(event.is_set())  # expect: False

barrier = threading.Barrier(3, action=lambda: woken.append("open"))
numbers = []
threads = [threading.Thread(target=lambda: numbers.append(barrier.wait())) for _ in range(3)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(numbers), woken[3:])  # expect: [0, 1, 2] ['open']
print(barrier.parties, barrier.n_waiting, barrier.broken)  # expect: 3 0 False
try:
    barrier.wait(0.01)
except threading.BrokenBarrierError:
    print("broken", barrier.broken)  # expect: broken True
barrier.reset()
print(barrier.broken)  # expect: False

called = []
timer = threading.Timer(0.01, called.append, args=("late",))
timer.start()
timer.join()
cancelled = threading.Timer(60, called.append, args=("never",))
cancelled.start()
cancelled.cancel()
cancelled.join()
print(called)  # expect: ['late']
