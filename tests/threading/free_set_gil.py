# gilt.set_gil: the lock goes on and off while threads run.
# gilt only
import gilt
import sys
import threading
import time

print(gilt.gil_enabled() == sys._is_gil_enabled(), gilt.gil_enabled() != gilt.free_threaded)  # expect: True True
if gilt.free_threaded:
    assert gilt.set_gil(True) is False and gilt.gil_enabled() and sys._is_gil_enabled()
    assert gilt.set_gil(True) is True
    assert gilt.set_gil(False) is True and not gilt.gil_enabled()
else:
    assert gilt.set_gil(True) is True
    try:
        gilt.set_gil(False)
        assert False
    except RuntimeError as e:
        assert "always has its lock" in str(e)

stop = False
counts = [0] * 4
lock = threading.Lock()
shared = {}


def work(i):
    while not stop:
        counts[i] += 1
        shared[i, counts[i] % 10] = [counts[i]]
        with lock:
            shared["total"] = shared.get("total", 0) + 1
        if counts[i] % 100 == 0:
            time.sleep(0.0001)


def toggle():
    while not stop:
        gilt.set_gil(not gilt.gil_enabled() or not gilt.free_threaded)
        time.sleep(0.001)


threads = [threading.Thread(target=work, args=(i,)) for i in range(4)]
threads += [threading.Thread(target=toggle) for _ in range(2)]
for t in threads:
    t.start()
time.sleep(0.6)
stop = True
for t in threads:
    t.join()
print(all(counts), shared["total"] == sum(counts), len(shared))  # expect: True True 41
if gilt.free_threaded:
    gilt.set_gil(False)
    pauses = gilt.stats()["pauses"]
    assert pauses["switch"]["count"] > 10 and pauses["switch"]["longest"] >= pauses["switch"]["median"] > 0
