# A SimpleQueue loses no item and forgets no waiting thread, whoever comes first, times out or leaves.
import queue
import threading

q = queue.SimpleQueue()
q.put(1)
q.put(2)
print(q.qsize(), q.empty(), q.get(), q.get_nowait(), q.empty())  # expect: 2 False 1 2 True
for how in ({"block": False}, {"timeout": 0.001}, {"timeout": 0}):
    try:
        q.get(**how)
    except queue.Empty as e:
        print("Empty", e.__context__ is None or e.__suppress_context__)  # expect: Empty True
                                                                         # expect: Empty True
                                                                         # expect: Empty True
try:
    q.get(timeout=-1)
except ValueError as e:
    print(e)  # expect: 'timeout' must be a non-negative number

# Threads that wait get an item each.
got = []
waiting = [threading.Thread(target=lambda: got.append(q.get())) for _ in range(5)]
for thread in waiting:
    thread.start()
for n in range(5):
    q.put(n)
for thread in waiting:
    thread.join()
print(sorted(got), q.empty())  # expect: [0, 1, 2, 3, 4] True

# Some wait for ever, some only for a moment, some not at all; all items arrive, and each once.
ITEMS, PRODUCERS = 400, 3
found = [[] for _ in range(4)]


def produce(number):
    for n in range(ITEMS):
        q.put((number, n))


def consume(mine, **how):
    while True:
        try:
            item = q.get(**how)
        except queue.Empty:
            continue
        if item is None:
            return
        mine.append(item)


consumers = [threading.Thread(target=consume, args=(mine,), kwargs=how)
             for mine, how in zip(found, ({}, {}, {"timeout": 0.0001}, {"timeout": 0.001}))]
producers = [threading.Thread(target=produce, args=(number,)) for number in range(PRODUCERS)]
for thread in consumers + producers:
    thread.start()
for thread in producers:
    thread.join()
for _ in consumers:
    q.put(None)
for thread in consumers:
    thread.join()
everything = sorted(item for mine in found for item in mine)
print(everything == [(number, n) for number in range(PRODUCERS) for n in range(ITEMS)], q.empty())  # expect: True True

# One producer's items reach one consumer in their order.
print(all([n for who, n in mine if who == number] == sorted(n for who, n in mine if who == number)
          for mine in found for number in range(PRODUCERS)))  # expect: True
