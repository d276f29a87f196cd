# needs: 3.12+
# settrace_all_threads and setprofile_all_threads while other threads run: each hears of what it does
# from now on, and of no call that had been made before.
import sys
import threading

stop = threading.Event()
started = threading.Barrier(4)
seen = {}


def leaf(n):
    return n + 1


def spin():
    started.wait()
    n = 0
    while not stop.is_set():
        n = leaf(n)


def trace(frame, event, argument):
    name = threading.current_thread().name
    if name.startswith("spin"):
        seen.setdefault((frame.f_code.co_name, event), set()).add(name)
        if len(seen.get(("leaf", "call"), ())) == 3 and len(seen.get(("leaf", "return"), ())) == 3:
            heard.set()
    return trace


threads = [threading.Thread(target=spin, name=f"spin{i}") for i in range(3)]
for thread in threads:
    thread.start()
started.wait()
for set_all in (threading.settrace_all_threads, threading.setprofile_all_threads):
    seen.clear()
    heard = threading.Event()
    for _ in range(20):
        set_all(trace)
        set_all(None)
    set_all(trace)
    print(heard.wait(60))
    set_all(None)
    print(("leaf", "call") in seen, ("spin", "call") in seen)
# expect: True
# expect: True False
# expect: True
# expect: True False
stop.set()
for thread in threads:
    thread.join()
print(sys.gettrace(), sys.getprofile())  # expect: None None
