# Lock, RLock, handles, threading.local and threads that start and end, all at once.
import gc
import threading
import weakref

from _together import errors_of, numbered

THREADS = 6


def run(target, count=THREADS):
    """What [count] threads at once fail with when each calls target with its number."""
    return [repr(error) for error in errors_of(*numbered([target] * count))]


# A counter under each kind of lock.
for lock in (threading.Lock(), threading.RLock(), threading.Condition(), threading.Semaphore()):
    counter = 0

    def count(i):
        global counter
        for _ in range(1000):
            with lock:
                counter += 1
                repr(lock)
    print(run(count), counter)
# expect: [] 6000
# expect: [] 6000
# expect: [] 6000
# expect: [] 6000

# A lock that nobody holds is released by one thread only.
lock = threading.Lock()
released = []


def release(i):
    for _ in range(1000):
        try:
            lock.release()
            released.append(1)
        except RuntimeError:
            pass


taken = 0
threads = [threading.Thread(target=release, args=(i,)) for i in range(3)]
for t in threads:
    t.start()
while any(t.is_alive() for t in threads):
    if lock.acquire(timeout=0.01):
        taken += 1
for t in threads:
    t.join()
if lock.locked():
    taken -= 1
print(taken == len(released))  # expect: True

# Locals: each thread has its own; what they hold goes with the thread or with the local.
class Token:
    pass


class Own(threading.local):
    made = []

    def __init__(self, tag):
        self.tag = tag
        self.token = Token()
        Own.made.append(weakref.ref(self.token))


own = Own("x")
plain = threading.local()


def use_local(i):
    plain.value = i
    for n in range(200):
        assert plain.value == i and own.tag == "x" and own.token is own.token
        plain.value = i
        plain.token = Token()
        own.tag = "x"
        mine = threading.local()
        mine.x = Token()


print(run(use_local), hasattr(plain, "value"), len(Own.made))  # expect: [] False 7
gc.collect()
print(sum(ref() is not None for ref in Own.made))  # expect: 1

# A local that dies while other threads hold attributes in it.
ended = []


class Noisy:
    def __del__(self):
        ended.append(1)


ready, go = threading.Barrier(5), threading.Event()
holder = [threading.local()]


def hold(i):
    holder[0].x = Noisy()
    ready.wait()
    go.wait()


threads = [threading.Thread(target=hold, args=(i,)) for i in range(4)]
for t in threads:
    t.start()
ready.wait()
holder.clear()
gc.collect()
print(len(ended))  # expect: 4
go.set()
for t in threads:
    t.join()
print(len(ended))  # expect: 4

# Threads that start threads.
total = []


def tree(depth):
    total.append(depth)
    if depth:
        children = [threading.Thread(target=tree, args=(depth - 1,)) for _ in range(2)]
        for child in children:
            child.start()
        for child in children:
            child.join()


for _ in range(8):
    tree(3)
print(len(total), threading.active_count())  # expect: 120 1


# Errors of threads, reported at once.
class Sink:
    def __init__(self):
        self.seen = []

    def __call__(self, args):
        self.seen.append((args.exc_type.__name__, str(args.exc_value)))


threading.excepthook = sink = Sink()


def fail(i):
    raise ValueError(f"number {i}")


threads = [threading.Thread(target=fail, args=(i,)) for i in range(20)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(sink.seen) == sorted(("ValueError", f"number {i}") for i in range(20)))  # expect: True
