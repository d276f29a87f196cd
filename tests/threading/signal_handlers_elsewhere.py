# A handler is the main thread's own until another thread asks for it, or forks.
import os
import signal
import threading
import warnings


class Handler:
    def __init__(self):
        self.seen = []

    def __call__(self, number, frame):
        self.seen.append(number)


def in_thread(function):
    results = []
    thread = threading.Thread(target=lambda: results.append(function()))
    thread.start()
    thread.join()
    return results[0]


in_thread(lambda: None)  # from here on there have been two threads


def install():
    handler = Handler()
    signal.signal(signal.SIGUSR1, handler)
    signal.raise_signal(signal.SIGUSR1)
    return handler.seen


print(install())  # expect: [10]


def look():
    handler = signal.getsignal(signal.SIGUSR1)
    handler.seen.append("looked at")
    return type(handler).__name__, handler.seen


print(in_thread(look))  # expect: ('Handler', [10, 'looked at'])
signal.raise_signal(signal.SIGUSR1)
print(signal.getsignal(signal.SIGUSR1).seen)  # expect: [10, 'looked at', 10]

# Threads ask while the main thread replaces it all the time.
signal.signal(signal.SIGUSR1, Handler())
stop = threading.Event()
problems = set()


def ask():
    while not stop.is_set():
        seen = signal.getsignal(signal.SIGUSR1).seen
        if seen not in ([], [1], [10], [1, 10]):
            problems.add(tuple(seen))


threads = [threading.Thread(target=ask) for _ in range(2)]
for thread in threads:
    thread.start()
for i in range(300):
    handler = Handler()
    signal.signal(signal.SIGUSR1, handler)
    handler.seen.append(1)
    if i % 50 == 0:
        signal.raise_signal(signal.SIGUSR1)
stop.set()
for thread in threads:
    thread.join()
print(problems)  # expect: set()


warnings.simplefilter("ignore", DeprecationWarning)  # of a fork with threads


# A child that another thread forked has that thread for its main one, and inherits the handler.
def fork():
    child = os.fork()
    if child == 0:
        handler = signal.getsignal(signal.SIGUSR1)
        handler.seen.append("child")
        signal.raise_signal(signal.SIGUSR1)
        os._exit(7 if "child" in handler.seen and handler.seen[-1] == 10 else 8)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


signal.signal(signal.SIGUSR1, Handler())
print(in_thread(fork))  # expect: 7
