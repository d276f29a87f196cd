# slow
# Threads that come and go leave no memory behind: each took the rest of its page along once
import threading


def resident():
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmRSS"))


def nothing():
    pass


def start(number):
    for _ in range(number):
        thread = threading.Thread(target=nothing)
        thread.start()
        thread.join()


start(100)
before = resident()
start(1000)
print(resident() - before < 16 * 1024)
# expect: True
