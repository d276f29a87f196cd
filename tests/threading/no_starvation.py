# Threads that fight for one lock or one object all get on: none of them waits while another takes a
# long run of turns after the other. No times are compared: the program ends when the last thread has
# had its turns, however many the others had meanwhile.
import queue
import threading

TURNS = 30
stop = threading.Event()


def fight(name, turn):
    """Three threads take turns without end while three want only so many: these must come to an end."""
    stop.clear()

    def greedy():
        while not stop.is_set():
            for _ in range(100):
                turn()

    def modest():
        for _ in range(TURNS):
            turn()

    others = [threading.Thread(target=greedy) for _ in range(3)]
    wanted = [threading.Thread(target=modest) for _ in range(3)]
    for thread in others + wanted:
        thread.start()
    for thread in wanted:
        thread.join()
    stop.set()
    for thread in others:
        thread.join()
    print(name, "done")


lock = threading.Lock()
rlock = threading.RLock()
condition = threading.Condition()
semaphore = threading.Semaphore(1)
total = 0


def with_lock(held):
    global total
    with held:
        total += 1


fight("lock", lambda: with_lock(lock))  # expect: lock done
fight("rlock", lambda: with_lock(rlock))  # expect: rlock done
fight("condition", lambda: with_lock(condition))  # expect: condition done
fight("semaphore", lambda: with_lock(semaphore))  # expect: semaphore done

shared = {}
items = []


def store():
    shared[threading.get_ident() & 3, len(shared) & 7] = total


def append():
    items.append(1)
    if len(items) > 1000:
        items.clear()


fight("dict", store)  # expect: dict done
fight("list", append)  # expect: list done

# Many give and take through a short queue; every message arrives once.
channel = queue.Queue(2)
taken = [[] for _ in range(3)]


def give(first):
    for i in range(first, first + 200):
        channel.put(i)


def take(into):
    while (item := channel.get()) is not None:
        into.append(item)


givers = [threading.Thread(target=give, args=(1000 * n,)) for n in range(3)]
takers = [threading.Thread(target=take, args=(into,)) for into in taken]
for thread in givers + takers:
    thread.start()
for thread in givers:
    thread.join()
for _ in takers:
    channel.put(None)
for thread in takers:
    thread.join()
everything = sorted(sum(taken, []))
print(everything == [1000 * n + i for n in range(3) for i in range(200)])  # expect: True

# A condition's own methods are those of its lock, made when asked for.
plain = threading.Condition(threading.Lock())
print(plain.acquire(), plain._lock.locked())  # expect: True True
plain.notify()
plain.release()
try:
    plain.notify()
except RuntimeError as error:
    print(error)  # expect: cannot notify on un-acquired lock


class OwnLock:
    """As little of a lock as a condition needs."""

    def __init__(self):
        self.lock = threading.Lock()

    def acquire(self, *args):
        return self.lock.acquire(*args)

    def release(self):
        self.lock.release()

    def locked(self):
        return self.lock.locked()

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *exc_info):
        self.release()


own = threading.Condition(OwnLock())
with own:
    print(own.wait(0.001))  # expect: False
    own.notify_all()
