"""Sorting: numbers, strings and tuples, with and without a key, in place and not."""
from time import perf_counter


class Item:
    def __init__(self, rank):
        self.rank = rank

    def __lt__(self, other):
        return self.rank < other.rank


def work():
    value, numbers = 1, []
    for _ in range(120_000):
        value = value * 1103515245 + 12345 & 0x7FFFFFFF
        numbers.append(value)
    by_last = sorted(numbers, key=lambda n: n % 1000)
    pairs = sorted(((n & 255, n) for n in numbers), key=lambda pair: pair[1], reverse=True)
    words = sorted(str(n) for n in numbers)
    words.sort(key=len)
    items = sorted([Item(n) for n in numbers[:20_000]])
    numbers.sort()
    return numbers[77], by_last[500], pairs[3], words[1234], items[9].rank


start = perf_counter()
result = work()
print(perf_counter() - start, result)
