# Several threads start the same thread: one does.
# gilt only
import _thread
import threading


def run(target, count):
    threads = [threading.Thread(target=target, args=(i,)) for i in range(count)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


# Of several threads that start one Thread, one does.
starts, refusals = [], []
for _ in range(20):
    t = threading.Thread(target=lambda: starts.append(1))

    def start(i):
        try:
            t.start()
        except RuntimeError:
            refusals.append(1)
    run(start, 4)
    t.join()
print(len(starts), len(refusals))  # expect: 20 60

# The same for handles.
starts.clear(), refusals.clear()
for _ in range(20):
    handle = _thread._ThreadHandle()

    def start_handle(i):
        try:
            _thread.start_joinable_thread(lambda: starts.append(1), handle=handle)
        except RuntimeError:
            refusals.append(1)
    run(start_handle, 4)
    handle.join()
print(len(starts), len(refusals))  # expect: 20 60
