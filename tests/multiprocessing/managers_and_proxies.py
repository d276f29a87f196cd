# needs: 3.14+
# Objects that a process keeps for others.
# timeout: 60
import multiprocessing as mp
from multiprocessing.managers import BaseManager


class Counter:
    def __init__(self, n=0):
        self.n = n

    def step(self):
        self.n += 1
        return self.n

    def fail(self):
        raise ValueError("inside")


class OwnManager(BaseManager):
    pass


OwnManager.register("Counter", Counter)


def work(d, items, names, q, lock, value):
    for _ in range(5):
        with lock:
            value.value += 1
    items.append(5)
    q.put("q")
    d[len(d)] = names.x


def attempt(call, *args):
    try:
        print(call(*args))
    except Exception as error:
        print(type(error).__name__, error)


if __name__ == "__main__":
    for method in ("fork", "forkserver"):
        ctx = mp.get_context(method)
        with ctx.Manager() as manager:
            d, items, names = manager.dict(), manager.list([1, 2]), manager.Namespace(x=7)
            q, lock, value = manager.Queue(), manager.Lock(), manager.Value("i", 0)
            processes = [ctx.Process(target=work, args=(d, items, names, q, lock, value)) for _ in range(2)]
            for p in processes:
                p.start()
                p.join()
            print(d, items, q.qsize(), value.value, names)
            items[0] = 9
            items += [3]
            items.sort()
            print(list(items), items[1:3], len(items), d.get(99), 0 in d, sorted(d.keys()))
            attempt(d.__getitem__, "missing")
            attempt(items.pop, 50)
            nested = manager.dict()
            nested["inner"] = manager.list()
            nested["inner"].append(1)
            print(list(nested["inner"]))
            event, semaphore = manager.Event(), manager.Semaphore(1)
            event.set()
            print(event.wait(1), semaphore.acquire(), semaphore.acquire(False), manager.Barrier(1).wait())
            with manager.Pool(1) as pool:
                print(pool.map(abs, [-1, -2]), pool.apply_async(abs, (-5,)).get())
        # expect: {0: 7, 1: 7} [1, 2, 5, 5] 2 10 Namespace(x=7)
        # expect: [2, 3, 5, 5, 9] [3, 5] 5 None True [0, 1]
        # expect: KeyError 'missing'
        # expect: IndexError pop index out of range
        # expect: [1]
        # expect: True True False 0
        # expect: [1, 2] 5
        # expect: {0: 7, 1: 7} [1, 2, 5, 5] 2 10 Namespace(x=7)
        # expect: [2, 3, 5, 5, 9] [3, 5] 5 None True [0, 1]
        # expect: KeyError 'missing'
        # expect: IndexError pop index out of range
        # expect: [1]
        # expect: True True False 0
        # expect: [1, 2] 5
    own = OwnManager()
    own.start()
    counter = own.Counter(5)
    print(counter.step(), counter.step())
    # expect: 6 7
    attempt(counter.fail)
    # expect: ValueError inside
    other = OwnManager(own.address, mp.current_process().authkey)
    other.connect()
    print(other.Counter(1).step())
    # expect: 2
    attempt(OwnManager(own.address, b"wrong").connect)
    # expect: AuthenticationError digest sent was rejected
    own.shutdown()
