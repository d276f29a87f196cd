# Wrong use of a thread is refused with CPython's messages.
import threading

t = threading.Thread(target=lambda: None)
try:
    t.join()
except RuntimeError as e:
    print(e)  # expect: cannot join thread before it is started
t.start()
t.join()
try:
    t.start()
except RuntimeError as e:
    print(e)  # expect: threads can only be started once
try:
    threading.current_thread().join()
except RuntimeError as e:
    print(e)  # expect: cannot join current thread
try:
    t.daemon = True
    print("set")
except RuntimeError as e:
    print(e)  # expect: cannot set daemon status of active thread


class NoInit(threading.Thread):
    def __init__(self):
        pass


try:
    NoInit().start()
except RuntimeError as e:
    print(e)  # expect: thread.__init__() not called
