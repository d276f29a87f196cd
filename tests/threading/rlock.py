# RLock: its holder may take it again, and only its holder may release it.
import threading

lock = threading.RLock()
print(lock.acquire(), lock.acquire())  # expect: True True
other = []
t = threading.Thread(target=lambda: other.append(lock.acquire(False)))
t.start()
t.join()
print(other)  # expect: [False]
lock.release()
lock.release()
try:
    lock.release()
except RuntimeError as e:
    print(e)  # expect: cannot release un-acquired lock


def release_foreign():
    try:
        lock.release()
    except RuntimeError as e:
        other.append(str(e))


with lock:
    t = threading.Thread(target=release_foreign)
    t.start()
    t.join()
print(other[1])  # expect: cannot release un-acquired lock
