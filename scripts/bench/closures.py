"""Closures: cells that are read and written, lambdas, functions made in a loop."""
from time import perf_counter


def make_counter(step):
    count = 0

    def bump(extra):
        nonlocal count
        count += step + extra
        return count

    return bump


def compose(f, g):
    return lambda x: f(g(x))


def work():
    total = 0
    for step in range(30):
        bump = make_counter(step)
        for i in range(20_000):
            bump(i)
        total += bump(0)
    both = compose(lambda x: x + 1, lambda x: x * 2)
    for i in range(250_000):
        total += both(i)
    return total


start = perf_counter()
result = work()
print(perf_counter() - start, result)
