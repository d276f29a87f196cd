"""Dicts and sets: counting, lookups with int, str and tuple keys, iteration."""
from time import perf_counter


def work():
    counts = {}
    for i in range(600_000):
        key = i * 7919 % 5003
        counts[key] = counts.get(key, 0) + 1
    names = [f"name{i}" for i in range(1000)]
    table = {name: i for i, name in enumerate(names)}
    total = 0
    for _ in range(300):
        for name in names:
            if name in table:
                total += table[name]
    grid = {(x, y): x ^ y for x in range(200) for y in range(200)}
    for key, value in grid.items():
        total += value if key[0] < key[1] else -value
    seen = set()
    for i in range(300_000):
        seen.add(i & 1023)
    return total + len(seen) + sum(counts.values())


start = perf_counter()
result = work()
print(perf_counter() - start, result)
