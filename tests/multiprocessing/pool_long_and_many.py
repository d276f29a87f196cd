# Tasks and results of all sizes, and more of them than fit between the processes at a time.
# timeout: 120
import multiprocessing as mp
import os
import threading
import time


def double(octets):
    return octets * 2


def length(octets):
    return len(octets)


def make(n):
    return b"x" * n


def wait_for_file(path):
    while not os.path.exists(path):
        time.sleep(0.005)
    return os.getpid()


def number(n):
    return n


def pid(_):
    return os.getpid()


def rest(_):
    time.sleep(0.02)
    return os.getpid()


if __name__ == "__main__":
    # Around the size from which on they travel in another way, and far above.
    sizes = [0, 1, 8191, 16000, 16350, 16384, 16385, 16400, 65536, 300_000, 3_000_000]
    with mp.Pool(3) as pool:
        print(pool.map(length, [b"a" * n for n in sizes], 1) == sizes)
        # expect: True
        print([len(octets) for octets in pool.map(make, sizes, 1)] == sizes)
        # expect: True
        print([len(octets) for octets in pool.imap(double, (b"a" * n for n in sizes))] == [2 * n for n in sizes])
        # expect: True
        print(sum(pool.map(length, [b"a" * 20_000] * 300, 1)))
        # expect: 6000000

    # Nobody takes anything until a file is there: the rest of the tasks wait, small and long ones.
    folder = f"/tmp/pool_long_and_many.{os.getpid()}"
    with mp.Pool(2) as pool:
        busy = [pool.apply_async(wait_for_file, (folder,)) for _ in range(2)]
        small = pool.map_async(number, range(3000), 1)
        long = pool.map_async(length, [b"b" * 100_000] * 60, 1)
        time.sleep(0.2)
        print(small.ready(), long.ready())
        # expect: False False
        open(folder, "w").close()
        try:
            print(len({result.get() for result in busy}), small.get() == list(range(3000)), set(long.get()))
            # expect: 2 True {100000}
        finally:
            os.unlink(folder)

    # A task does not wait behind another one while a worker is idle.
    with mp.Pool(2) as pool:
        blocked = pool.apply_async(wait_for_file, (folder,))
        results = [pool.apply_async(number, (n,)) for n in range(50)]
        print([result.get(20) for result in results] == list(range(50)), blocked.ready())
        # expect: True False
        open(folder, "w").close()
        blocked.get(20)
        os.unlink(folder)

    # All workers get something to do.
    with mp.Pool(4) as pool:
        print(len(set(pool.map(rest, range(16), 1))))
        # expect: 4

    # Workers that end after so many tasks.
    with mp.Pool(2, maxtasksperchild=1) as pool:
        print(len(set(pool.map(pid, range(12), 1))))
        # expect: 12
    with mp.Pool(2, maxtasksperchild=3) as pool:
        pids = pool.map(pid, range(30), 1)
        print(max(pids.count(each) for each in pids) <= 3, len(pids))
        # expect: True 30

    # Several threads give tasks to one pool.
    with mp.Pool(3) as pool:
        sums = []

        def give(start):
            for n in range(20):
                sums.append(sum(pool.map(number, range(start, start + 100), 7)) == sum(range(start, start + 100)))

        threads = [threading.Thread(target=give, args=(1000 * n,)) for n in range(4)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        print(len(sums), all(sums))
        # expect: 80 True
    pool = mp.Pool(2)
    results = pool.map_async(number, range(1000), 1)
    pool.close()
    pool.join()
    print(results.get() == list(range(1000)), mp.active_children())
    # expect: True []
