# needs: 3.14+
# Locks, semaphores, events, conditions and barriers between processes.
# timeout: 60
import multiprocessing as mp
import pickle
import time


def count(lock, value, n):
    for _ in range(n):
        with lock:
            value.value += 1


def wait_for_both(event, condition, out):
    event.wait()
    with condition:
        out.put("in")
        condition.wait(10)
        out.put("woken")


def meet(barrier, out):
    out.put(barrier.wait())


def attempt(call, *args):
    try:
        print(call(*args))
    except Exception as error:
        print(type(error).__name__, error)


if __name__ == "__main__":
    for method in ("fork", "spawn", "forkserver"):
        ctx = mp.get_context(method)
        lock, value, out = ctx.Lock(), ctx.Value("i", 0, lock=False), ctx.SimpleQueue()
        processes = [ctx.Process(target=count, args=(lock, value, 300)) for _ in range(3)]
        for p in processes:
            p.start()
        for p in processes:
            p.join()
        event, condition = ctx.Event(), ctx.Condition()
        processes = [ctx.Process(target=wait_for_both, args=(event, condition, out)) for _ in range(2)]
        for p in processes:
            p.start()
        event.set()
        inside = [out.get() for _ in processes]
        with condition:
            condition.notify_all()
        woken = [out.get() for _ in processes]
        for p in processes:
            p.join()
        barrier = ctx.Barrier(2)
        processes = [ctx.Process(target=meet, args=(barrier, out)) for _ in range(2)]
        for p in processes:
            p.start()
        print(value.value, inside, woken, sorted(out.get() for _ in processes))
        for p in processes:
            p.join()
        # expect: 900 ['in', 'in'] ['woken', 'woken'] [0, 1]
        # expect: 900 ['in', 'in'] ['woken', 'woken'] [0, 1]
        # expect: 900 ['in', 'in'] ['woken', 'woken'] [0, 1]
    lock, rlock = mp.Lock(), mp.RLock()
    print(str(lock), rlock, lock.acquire(), lock, lock.acquire(False), lock.acquire(timeout=0.01))
    # expect: <Lock(owner=None)> <RLock(None, 0)> True <Lock(owner=MainProcess)> False False
    lock.release()
    attempt(lock.release)
    # expect: ValueError semaphore or lock released too many times
    attempt(rlock.release)
    # expect: AssertionError attempt to release recursive lock not owned by thread
    print(rlock.acquire(), rlock.acquire(), rlock)
    # expect: True True <RLock(MainProcess, 2)>
    semaphore, bounded = mp.Semaphore(2), mp.BoundedSemaphore(1)
    print(str(semaphore), semaphore.acquire(), semaphore.get_value(), bounded)
    # expect: <Semaphore(value=2)> True 1 <BoundedSemaphore(value=1, maxvalue=1)>
    attempt(bounded.release)
    # expect: ValueError semaphore or lock released too many times
    attempt(pickle.dumps, lock)
    # expect: RuntimeError Lock objects should only be shared between processes through inheritance
    attempt(mp.Condition().notify)
    # expect: AssertionError lock is not owned
    with mp.Condition() as held:
        pass
    condition = mp.Condition()
    with condition:
        print(condition.wait(0.01), condition.wait_for(lambda: 5))
    # expect: False 5
    start = time.monotonic()
    print(mp.Event().wait(0.05), time.monotonic() - start < 2)
    # expect: False True
    try:
        mp.Barrier(2).wait(0.01)
    except Exception as error:
        print(type(error).__name__)
    # expect: BrokenBarrierError
