# A Lock keeps every update, however often threads switch.
import sys
import threading

sys.setswitchinterval(1e-5)
counter = 0
lock = threading.Lock()


def work():
    global counter
    for _ in range(5000):
        with lock:
            counter += 1


threads = [threading.Thread(target=work) for _ in range(4)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(counter)  # expect: 20000
