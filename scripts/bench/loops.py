"""Loops: nested for, while, break and continue on small integers."""
from time import perf_counter


def work():
    total = 0
    for i in range(1500):
        for j in range(1000):
            if j % 7 == 3:
                continue
            total += i ^ j
    n = 0
    while True:
        n += 3
        if n > 2_000_000:
            break
        total -= n & 5
    return total


start = perf_counter()
result = work()
print(perf_counter() - start, result)
