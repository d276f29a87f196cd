"""Lists: a sieve, comprehensions, indexing, append and pop, slices."""
from time import perf_counter


def sieve(limit):
    prime = [True] * limit
    prime[0] = prime[1] = False
    for i in range(2, int(limit ** 0.5) + 1):
        if prime[i]:
            for j in range(i * i, limit, i):
                prime[j] = False
    return [i for i in range(limit) if prime[i]]


def work():
    total = len(sieve(700_000))
    stack = []
    for i in range(600_000):
        stack.append(i)
        if i % 3 == 2:
            total += stack.pop() - stack[-1]
    squares = [x * x for x in stack if x % 2]
    for i in range(1, len(squares) - 1):
        squares[i] = squares[i - 1] ^ squares[i + 1]
    return total + squares[-2] + sum(squares[10:5000:3])


start = perf_counter()
result = work()
print(perf_counter() - start, result)
