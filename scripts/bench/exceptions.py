"""Exceptions: raised near and far, caught by class, with finally and with."""
from time import perf_counter


class Refused(Exception):
    pass


class Guard:
    def __enter__(self):
        return self

    def __exit__(self, *details):
        return False


def check(n):
    if n % 3 == 0:
        raise Refused(n)
    return n


def deep(n, depth):
    return check(n) if depth == 0 else deep(n, depth - 1)


def work():
    caught = total = 0
    for i in range(200_000):
        try:
            total += check(i)
        except Refused as refusal:
            caught += refusal.args[0] & 1
        try:
            {}[i]
        except KeyError:
            total += 1
        finally:
            total -= 1
        with Guard():
            total += 2
    for i in range(30_000):
        try:
            deep(i, 10)
        except (ValueError, Refused):
            caught += 1
    return caught + total


start = perf_counter()
result = work()
print(perf_counter() - start, result)
