# gilt only
# (A child of CPython hangs where a thread of the parent held the lock of a stream.)
# Forks while other threads run, wait for locks, print and allocate: every child can use what it has.
import gc
import io
import os
import queue
import sys
import threading
import warnings

warnings.simplefilter("ignore")
stop = False
shared = {"list": [], "dict": {}}
contended = threading.Lock()
lines = queue.Queue()
sink = open(os.devnull, "w")


def busy(n):
    i = 0
    while not stop:
        i += 1
        shared["dict"][i % 100] = [i] * 10
        shared["list"].append(i)
        if len(shared["list"]) > 1000:
            shared["list"].clear()
        with contended:
            pass
        print("line", i, file=sink)
        lines.put(i)
        lines.get()


threads = [threading.Thread(target=busy, args=(n,), daemon=True) for n in range(4)]
for t in threads:
    t.start()


def in_child():
    assert threading.active_count() == 1, threading.enumerate()
    assert not any(t.is_alive() for t in threads)
    for t in threads:
        t.join()
    print("child", file=sink, flush=True)
    gc.collect()
    results = []
    lock = threading.Lock()

    def work(k):
        for j in range(50):
            with lock:
                results.append({k: [j]})
        shared["dict"][k] = results

    own = [threading.Thread(target=work, args=(k,)) for k in range(3)]
    for t in own:
        t.start()
    for t in own:
        t.join()
    assert len(results) == 150
    event = threading.Event()
    timer = threading.Timer(0.001, event.set)
    timer.start()
    assert event.wait(5)
    timer.join()
    import decimal_missing_module  # an import that fails is as good as another


def child_exit():
    try:
        in_child()
    except ModuleNotFoundError:
        return 0
    except BaseException as error:
        import traceback
        text = io.StringIO()
        traceback.print_exc(file=text)
        os.write(2, text.getvalue().encode())
    return 1


codes = []
for i in range(40):
    pid = os.fork()
    if pid == 0:
        os._exit(child_exit())
    codes.append(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
stop = True
for t in threads:
    t.join()
print(codes.count(0), set(codes))  # expect: 40 {0}
