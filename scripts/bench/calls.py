"""Calls: recursion, several arguments, defaults and keywords."""
from time import perf_counter


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def volume(width, height=2, *, depth=3):
    return width * height * depth


def work():
    total = fib(25)
    for i in range(300_000):
        total += volume(i, 5) - volume(i, depth=4)
    return total


start = perf_counter()
result = work()
print(perf_counter() - start, result)
