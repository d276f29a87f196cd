# _at_fork_reinit() of a lock that others wait for frees it; they get it one after the other.
# gilt only
import threading
import time

for kind in threading.Lock, threading.RLock:
    lock, got = kind(), []
    lock.acquire()

    def wait(deadline):
        if lock.acquire(timeout=deadline):
            got.append(True)
            lock.release()

    threads = [threading.Thread(target=wait, args=(deadline,)) for deadline in (20, 20, 0.05)]
    for thread in threads:
        thread.start()
    time.sleep(0.2)
    lock._at_fork_reinit()
    for thread in threads:
        thread.join()
    print(len(got), lock.acquire(blocking=False))
# expect: 2 True
# expect: 2 True
