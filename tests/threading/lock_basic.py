# needs: 3.14+
# Lock: exclusive, may be released by any thread, is a context manager.
import threading

lock = threading.Lock()
print(lock.locked())  # expect: False
print(lock.acquire())  # expect: True
print(lock.locked(), lock.acquire(False), lock.acquire(timeout=0.01))  # expect: True False False
t = threading.Thread(target=lock.release)
t.start()
t.join()
print(lock.locked())  # expect: False
with lock as held:
    print(held, lock.locked())  # expect: True True
print(lock.locked())  # expect: False
try:
    lock.release()
except RuntimeError as e:
    print(e)  # expect: release unlocked lock
try:
    lock.acquire(False, 1)
except ValueError as e:
    print(e)  # expect: can't specify a timeout for a non-blocking call
try:
    lock.acquire(timeout=-2)
except ValueError as e:
    print(e)  # expect: timeout value must be a non-negative number
try:
    lock.acquire(timeout=1e20)
except OverflowError as e:
    print("OverflowError")  # expect: OverflowError
