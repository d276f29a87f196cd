"""Generators: pipelines, send, yield from, generator expressions."""
from time import perf_counter


def count(limit):
    for i in range(limit):
        yield i


def pairs(source):
    for i in source:
        if i & 1:
            yield i, i + 1


def walk(depth):
    if depth:
        yield from walk(depth - 1)
        yield depth
        yield from walk(depth - 1)


def mean():
    total, number, value = 0, 0, 0
    while True:
        value = yield total // number if number else 0
        total += value
        number += 1


def work():
    total = 0
    for a, b in pairs(count(800_000)):
        total += b - a
    total += sum(walk(13))
    average = mean()
    next(average)
    for i in range(300_000):
        total += average.send(i)
    return total + sum(i * i for i in range(400_000))


start = perf_counter()
result = work()
print(perf_counter() - start, result)
