# needs: 3.14+
# bisect and heapq, keys, bounds and mistakes.
import bisect
import heapq
import random


def attempt(function, *args, **keywords):
    try:
        print(function(*args, **keywords))
    except BaseException as error:
        print(f'{type(error).__name__}: {error}')


data = [1, 2, 2, 2, 5, 8]
print([bisect.bisect_left(data, x) for x in range(10)], [bisect.bisect_right(data, x) for x in range(10)])
# expect: [0, 0, 1, 4, 4, 4, 5, 5, 5, 6] [0, 1, 4, 4, 4, 5, 5, 5, 6, 6]
print(bisect.bisect is bisect.bisect_right, bisect.insort is bisect.insort_right)  # expect: True True
print(bisect.bisect_left(data, 2, 2), bisect.bisect_left(data, 2, 2, 3), bisect.bisect_right(data, 2, lo=1, hi=2), bisect.bisect(data, 9, hi=3))
# expect: 2 2 2 3
print(bisect.bisect_left([], 1), bisect.bisect_left(data, 100, 0, None), bisect.bisect_left('abcd', 'c'))
# expect: 0 6 2
people = [('ann', 20), ('bob', 30), ('cid', 40)]
print(bisect.bisect_left(people, 30, key=lambda p: p[1]), bisect.bisect_right(people, 30, key=lambda p: p[1]))
# expect: 1 2
bisect.insort(people, ('dan', 30), key=lambda p: p[1])
bisect.insort_left(people, ('eve', 30), key=lambda p: p[1])
print(people)  # expect: [('ann', 20), ('eve', 30), ('bob', 30), ('dan', 30), ('cid', 40)]
items = []
for x in (5, 2, 8, 2, 9, 1):
    bisect.insort(items, x)
print(items)  # expect: [1, 2, 2, 5, 8, 9]
items = [1, 3]
bisect.insort_left(items, 2, 0, 1)
print(items, bisect.insort(items, 9, lo=0, hi=1), items)  # expect: [1, 9, 2, 3] None [1, 9, 2, 3]
attempt(bisect.bisect_left, data, 2, -1)  # expect: ValueError: lo must be non-negative
attempt(bisect.bisect_left, data, 2, 0, 100)  # expect: IndexError: list index out of range
attempt(bisect.bisect_left, data, 'a')  # expect: TypeError: '<' not supported between instances of 'int' and 'str'
attempt(bisect.bisect_left, 3, 'a')  # expect: TypeError: object of type 'int' has no len()
attempt(bisect.bisect_left, data)  # expect: TypeError: bisect_left() missing required argument 'x' (pos 2)
attempt(bisect.bisect_left, data, 2, 'a')  # expect: TypeError: 'str' object cannot be interpreted as an integer
attempt(bisect.bisect, data, 2, key=3)  # expect: TypeError: 'int' object is not callable
attempt(bisect.insort, (1, 2), 3)  # expect: AttributeError: 'tuple' object has no attribute 'insert'
attempt(bisect.insort, [1, 2], 3, 0, -1)  # expect: None
attempt(bisect.insort, data, 3, key=lambda x: 1 / 0)  # expect: ZeroDivisionError: division by zero
attempt(bisect.bisect_left, a=data, x=5)  # expect: 4
attempt(bisect.bisect_left, data, 2, wrong=1)
# expect: TypeError: bisect_left() got an unexpected keyword argument 'wrong'


class Seq:
    def __len__(self):
        return 10

    def __getitem__(self, i):
        return i * 10

    def insert(self, i, x):
        print('insert', i, x)


print(bisect.bisect(Seq(), 35))  # expect: 4
bisect.insort(Seq(), 35)  # expect: insert 4 35

# heapq
random.seed(5)
values = [random.randrange(100) for _ in range(15)]
heap = values[:]
heapq.heapify(heap)
print(heap)  # expect: [3, 32, 6, 45, 59, 31, 20, 67, 79, 88, 99, 94, 83, 83, 94]
print([heapq.heappop(heap) for _ in range(len(heap))] == sorted(values), heap)  # expect: True []
for v in values:
    heapq.heappush(heap, v)
print(heap, heapq.heappushpop(heap, 0), heapq.heappushpop(heap, 50), heapq.heapreplace(heap, -5), heap[0])
# expect: [-5, 32, 20, 45, 59, 83, 31, 79, 67, 88, 99, 94, 83, 94, 50] 0 3 6 -5
print(heapq.heappushpop([], 3), heapq.nsmallest(3, values), heapq.nlargest(3, values))
# expect: 3 [3, 6, 20] [99, 94, 94]
print(heapq.nsmallest(2, ['bbb', 'a', 'cc'], key=len), heapq.nlargest(0, values), heapq.nsmallest(1, []), heapq.nlargest(1, [3, 9, 2]))
# expect: ['a', 'cc'] [] [] [9]
print(list(heapq.merge([1, 4, 7], [2, 5], [0, 9])), list(heapq.merge([7, 3], [8, 1], reverse=True)), list(heapq.merge()))
# expect: [0, 1, 2, 4, 5, 7, 9] [8, 7, 3, 1] []
print(list(heapq.merge(['a', 'bbb'], ['cc'], key=len)))  # expect: ['a', 'cc', 'bbb']
attempt(heapq.heappop, [])  # expect: IndexError: index out of range
attempt(heapq.heapreplace, [], 1)  # expect: IndexError: index out of range
attempt(heapq.heapify, (1, 2))  # expect: TypeError: heapify() argument must be list, not tuple
attempt(heapq.heappush, (1,), 2)  # expect: TypeError: heappush() argument 1 must be list, not tuple
attempt(heapq.heapify, [1, 'a'])  # expect: TypeError: '<' not supported between instances of 'int' and 'str'
attempt(heapq.heappush, [1], 'a')  # expect: TypeError: '<' not supported between instances of 'str' and 'int'
attempt(heapq.heappush, [1])  # expect: TypeError: heappush expected 2 arguments, got 1
attempt(heapq.heappop)  # expect: TypeError: _heapq.heappop() takes exactly one argument (0 given)
attempt(heapq.nsmallest, 'a', [1])  # expect: TypeError: '>=' not supported between instances of 'str' and 'int'
attempt(heapq.nsmallest, 2, 3)  # expect: TypeError: 'int' object is not iterable

# the max versions, new in 3.14
heap = values[:]
heapq.heapify_max(heap)
print(heap)  # expect: [99, 88, 94, 67, 79, 94, 83, 45, 3, 59, 32, 31, 83, 6, 20]
print([heapq.heappop_max(heap) for _ in range(len(heap))] == sorted(values, reverse=True))  # expect: True
heap = []
for v in values:
    heapq.heappush_max(heap, v)
print(heap, heapq.heappushpop_max(heap, 999), heapq.heapreplace_max(heap, 5), heap[0])
# expect: [94, 94, 83, 67, 88, 83, 20, 32, 3, 45, 59, 31, 79, 6, 5] 999 99 94
attempt(heapq.heappop_max, [])  # expect: IndexError: index out of range
attempt(heapq.heapreplace_max, [], 1)  # expect: IndexError: index out of range
attempt(heapq.heapify_max, 'abc')  # expect: TypeError: heapify_max() argument must be list, not str


class Item:
    def __init__(self, key, name):
        self.key, self.name = key, name

    def __lt__(self, other):
        return self.key < other.key

    def __repr__(self):
        return f'{self.name}{self.key}'


tasks = [Item(k, n) for n, k in zip('abcdef', (3, 1, 2, 3, 1, 2))]
heapq.heapify(tasks)
print([heapq.heappop(tasks) for _ in range(6)])  # expect: [e1, b1, f2, c2, d3, a3]


class Meddler:
    def __init__(self, heap):
        self.heap = heap

    def __lt__(self, other):
        self.heap.clear()
        return True


heap = []
heap.extend(Meddler(heap) for _ in range(5))
attempt(heapq.heapify, heap)  # expect: RuntimeError: list changed size during iteration
heap = []
heap.extend(Meddler(heap) for _ in range(5))
attempt(heapq.heappop, heap)  # expect: RuntimeError: list changed size during iteration
heap = []
heap.extend(Meddler(heap) for _ in range(5))
attempt(heapq.heappush, heap, Meddler(heap))  # expect: RuntimeError: list changed size during iteration
print(heapq.heappush.__module__, heapq.heappush.__doc__)
# expect: _heapq Push item onto heap, maintaining the heap invariant.
