# Names number the threads and tell the target.
import threading


def job():
    pass


print(threading.Thread(target=job).name)  # expect: Thread-1 (job)
print(threading.Thread().name)  # expect: Thread-2
print(threading.Thread(name="mine").name)  # expect: mine
t = threading.Thread(target=job, name="repr", daemon=True)
print(repr(t))  # expect: <Thread(repr, initial daemon)>
t.start()
t.join()
print(repr(t).startswith("<Thread(repr, stopped daemon "))  # expect: True
