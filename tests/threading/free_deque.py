# deque and heapq used by several threads.
import collections
import heapq
import sys
import threading

from _together import numbered, together

sys.setswitchinterval(1e-5)
N = 3000


def at_once(*functions):
    together(*numbered(functions))


# -- a deque as a queue --
queue = collections.deque()
results = [[], []]


def produce(number):
    for i in range(N):
        queue.append((number, i))
        if i % 2:
            queue.appendleft((number, -i))


def consume(number):
    mine = results[number - 2]
    empty = 0
    while empty < 2000 or any(thread.name == "producer" for thread in threading.enumerate()):
        try:
            mine.append(queue.popleft() if len(mine) % 2 else queue.pop())
        except IndexError:
            empty += 1


at_once(produce, produce, consume, consume)
rest = list(queue)
everything = results[0] + results[1] + rest
print(len(everything), len(set(everything)))
# expect: 9000 9000

# -- every operation at once --
d = collections.deque(range(100), maxlen=500)


def mutate(number):
    for i in range(600):
        d.append(i)
        d.appendleft(str(i))
        d.rotate(number - 1)
        d.extend([i, i + 1])
        d.extendleft((i,))
        if i % 50 == 0:
            d.clear()
        d.append(5)
        try:
            d.insert(1, "x")
        except IndexError:
            pass
        try:
            d.remove(5)
        except (ValueError, IndexError):
            pass
        d.reverse()
        d.count(3), len(d), d.copy(), 5 in collections.deque([5]), d == d, repr(collections.deque([d.maxlen]))
        try:
            d[0], d[-1], d[len(d) // 2]
            d[0] = i
            del d[0]
        except IndexError:
            pass
        try:
            for item in d:
                if type(item) not in (int, str):
                    print("wrong item")
            5 in d
            d.index(5)
        except (RuntimeError, ValueError):
            pass


at_once(*[mutate] * 4)
print(len(d) <= 500)
# expect: True

# -- a full deque keeps its length --
ring = collections.deque([0] * 10, maxlen=10)


def fill(number):
    for i in range(N):
        ring.append([number, i])
        if len(ring) != 10:
            print("length", len(ring))
            return


at_once(*[fill] * 4)
print(len(ring))
# expect: 10

# -- a heap --
heap = []


def push(number):
    for i in range(N):
        heapq.heappush(heap, i * 4 + number)


at_once(*[push] * 4)
print(len(heap), all(heap[(i - 1) // 2] <= heap[i] for i in range(1, len(heap))))
# expect: 12000 True
popped = [[] for _ in range(4)]


def pop(number):
    while True:
        try:
            popped[number].append(heapq.heappop(heap))
        except IndexError:
            return


at_once(*[pop] * 4)
print(all(mine == sorted(mine) for mine in popped), sorted(sum(popped, [])) == list(range(12000)))
# expect: True True


def replace(number):
    for i in range(500):
        heapq.heappushpop(heap, i)
        heapq.heapreplace(heap, i + number)


heap = list(range(100, 0, -1))
heapq.heapify(heap)
at_once(*[replace] * 4)
print(len(heap), all(heap[(i - 1) // 2] <= heap[i] for i in range(1, len(heap))))
# expect: 100 True
