# Semaphores count; bounded ones notice a release too many.
import threading

s = threading.Semaphore(2)
print(s.acquire(), s.acquire(), s.acquire(False), s.acquire(timeout=0.01))  # expect: True True False False
s.release(2)
print(s.acquire(False), s.acquire(False), s.acquire(False))  # expect: True True False
try:
    threading.Semaphore(-1)
except ValueError as e:
    print(e)  # expect: semaphore initial value must be >= 0
try:
    s.release(0)
except ValueError as e:
    print(e)  # expect: n must be one or more
b = threading.BoundedSemaphore(1)
with b:
    print(b.acquire(False))  # expect: False
try:
    b.release()
except ValueError as e:
    print(e)  # expect: Semaphore released too many times
