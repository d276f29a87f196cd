# The items of an imap() may depend on results of the same pool: whoever makes them waits, the pool does not.
import multiprocessing
import multiprocessing.pool
import threading


def double(n):
    return 2 * n


def consume(pool):
    room = threading.Semaphore(3)
    held = []

    def items():
        for n in range(20):
            room.acquire()
            held.append(n)
            yield n

    total = 0
    for result in pool.imap(double, items()):
        room.release()
        total += result
    for result in pool.imap_unordered(double, (n for n in range(10))):
        total += result
    return total, len(held)


def failing():
    yield 1
    raise KeyError("items")


if __name__ == "__main__":
    with multiprocessing.Pool(2) as pool:
        print(consume(pool))  # expect: (470, 20)
        found = pool.imap(double, failing())
        print(next(found))  # expect: 2
        try:
            next(found)
        except KeyError as error:
            print(repr(error))  # expect: KeyError('items')
        print(pool.map(double, range(3)))  # expect: [0, 2, 4]
    with multiprocessing.pool.ThreadPool(2) as pool:
        print(consume(pool))  # expect: (470, 20)
