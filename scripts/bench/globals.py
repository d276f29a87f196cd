"""Globals: a counter and a table at module level."""
from time import perf_counter

counter = 0
LIMIT = 3
STEP = 2


def bump():
    global counter
    counter += STEP
    if counter % LIMIT == 0:
        counter += 1


def work():
    for _ in range(1_200_000):
        bump()
    return counter


start = perf_counter()
result = work()
print(perf_counter() - start, result)
