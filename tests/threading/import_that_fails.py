# Whoever imports a module that another thread is making, and that fails in the end, does not get it.
# needs: 3.14+
import os
import sys
import threading
import time

sys.path.insert(0, os.environ["TMPDIR"])
sys.setswitchinterval(1e-5)


def run(*targets):
    threads = [threading.Thread(target=target) for target in targets]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


# Threads that find it begun, while many ask for whatever module.
with open(os.path.join(os.environ["TMPDIR"], "fails.py"), "w") as f:
    f.write("1 / 0\n")
end = time.monotonic() + 2
ended = []


def import_failing():
    while time.monotonic() < end:
        try:
            ended.append(__import__("fails"))
        except ZeroDivisionError:
            pass


def import_known():
    while time.monotonic() < end:
        import os


run(*[import_failing] * 4, *[import_known] * 4)
print(ended)
# expect: []
