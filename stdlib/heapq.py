"""Heaps: lists whose first item is always the smallest, a[k] <= a[2*k+1] and a[k] <= a[2*k+2].

The functions that change one heap are native (module _heapq); here are those that work on any iterables.
"""

__all__ = [
    "heappush", "heappop", "heapify", "heapreplace", "merge", "nlargest", "nsmallest", "heappushpop",
    "heappush_max", "heappop_max", "heapify_max", "heapreplace_max", "heappushpop_max",
]

from _heapq import (
    heapify, heapify_max, heappop, heappop_max, heappush, heappush_max, heappushpop, heappushpop_max, heapreplace,
    heapreplace_max,
)


def merge(*iterables, key=None, reverse=False):
    """Merge several sorted inputs into a single sorted output: a generator, which reads no input ahead.

    >>> list(merge([1, 3, 5, 7], [0, 2, 4, 8], [5, 10, 15, 20], [], [25]))
    [0, 1, 2, 3, 4, 5, 5, 7, 8, 10, 15, 20, 25]
    """
    if reverse:
        make_heap, pop, replace, direction = heapify_max, heappop_max, heapreplace_max, -1
    else:
        make_heap, pop, replace, direction = heapify, heappop, heapreplace, 1

    # Entries are [key, order, next, value] or, without a key, [value, order, next]: `order` keeps equal items in
    # the order of their inputs.
    heap = []
    for order, it in enumerate(map(iter, iterables)):
        advance = it.__next__
        try:
            value = advance()
        except StopIteration:
            continue
        if key is None:
            heap.append([value, order * direction, advance])
        else:
            heap.append([key(value), order * direction, advance, value])
    make_heap(heap)

    while len(heap) > 1:
        try:
            while True:
                entry = heap[0]
                if key is None:
                    yield entry[0]
                    entry[0] = entry[2]()
                else:
                    yield entry[3]
                    value = entry[2]()
                    entry[0] = key(value)
                    entry[3] = value
                replace(heap, entry)
        except StopIteration:
            pop(heap)
    if heap:
        entry = heap[0]
        yield entry[0] if key is None else entry[3]
        yield from entry[2].__self__


def nsmallest(n, iterable, key=None):
    """Find the n smallest elements in a dataset.

    Equivalent to:  sorted(iterable, key=key)[:n]
    """
    if n == 1:
        nothing = object()
        result = min(iter(iterable), default=nothing, key=key)
        return [] if result is nothing else [result]
    try:
        size = len(iterable)
    except (TypeError, AttributeError):
        pass
    else:
        if n >= size:
            return sorted(iterable, key=key)[:n]
    # A heap of the n best so far, its worst on top; `order` makes the earlier of two equals the better.
    it = iter(iterable)
    if key is None:
        best = [(item, i) for i, item in zip(range(n), it)]
    else:
        best = [(key(item), i, item) for i, item in zip(range(n), it)]
    if not best:
        return []
    heapify_max(best)
    worst = best[0][0]
    order = n
    for item in it:
        k = item if key is None else key(item)
        if k < worst:
            heapreplace_max(best, (k, order) if key is None else (k, order, item))
            worst = best[0][0]
            order += 1
    best.sort()
    return [entry[-1] if key is not None else entry[0] for entry in best]


def nlargest(n, iterable, key=None):
    """Find the n largest elements in a dataset.

    Equivalent to:  sorted(iterable, key=key, reverse=True)[:n]
    """
    if n == 1:
        nothing = object()
        result = max(iter(iterable), default=nothing, key=key)
        return [] if result is nothing else [result]
    try:
        size = len(iterable)
    except (TypeError, AttributeError):
        pass
    else:
        if n >= size:
            return sorted(iterable, key=key, reverse=True)[:n]
    it = iter(iterable)
    if key is None:
        best = [(item, i) for i, item in zip(range(0, -n, -1), it)]
    else:
        best = [(key(item), i, item) for i, item in zip(range(0, -n, -1), it)]
    if not best:
        return []
    heapify(best)
    worst = best[0][0]
    order = -n
    for item in it:
        k = item if key is None else key(item)
        if worst < k:
            heapreplace(best, (k, order) if key is None else (k, order, item))
            worst = best[0][0]
            order -= 1
    best.sort(reverse=True)
    return [entry[-1] if key is not None else entry[0] for entry in best]
