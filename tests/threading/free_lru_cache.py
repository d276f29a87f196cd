# functools.lru_cache and its relatives, called by many threads.
import functools

from _together import numbered, together

THREADS, CALLS = 6, 3000


def run(target, count=THREADS):
    together(*numbered([target] * count))


wrong = []
for maxsize in (None, 16, 1, 0):
    @functools.lru_cache(maxsize=maxsize)
    def square(n, /, *, plus=0):
        return n * n + plus

    def call(i):
        for n in range(CALLS):
            k = (n * (i + 1)) % 50
            if square(k) != k * k or square(k, plus=1) != k * k + 1:
                wrong.append(k)
    run(call)
    info = square.cache_info()
    print(maxsize, info.hits + info.misses == 2 * THREADS * CALLS, info.currsize <= (100 if maxsize is None else maxsize))
print(wrong)
# expect: None True True
# expect: 16 True True
# expect: 1 True True
# expect: 0 True True
# expect: []


# Cleared meanwhile; keys with an __eq__ of the script's; a function that calls itself.
class Key:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return self.n % 3

    def __eq__(self, other):
        return self.n == other.n


@functools.lru_cache(maxsize=8)
def named(key):
    return f"{key.n}"


@functools.lru_cache(maxsize=20)
def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


def use(i):
    for n in range(400):
        if named(Key(n % 12)) != str(n % 12):
            wrong.append(n)
        if fibonacci(n % 40) != [0, 1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89][n % 12] and n % 40 < 12 and n % 40 == n % 12:
            wrong.append(n)
        if n % 50 == i:
            named.cache_clear()
            fibonacci.cache_clear()
        named.cache_info()


run(use)
print(wrong, named.cache_info().currsize <= 8)  # expect: [] True


# partial, whose state is set while it is called.
def add(*args, **kwargs):
    return len(args) + len(kwargs)


p = functools.partial(add, 1, 2, k=3)


def use_partial(i):
    for n in range(1000):
        if i == 0:
            p.__setstate__((add, (1,) * (n % 5), {"k": 1}, None))
        elif not 2 <= p(7) <= 7:
            wrong.append(n)
        repr(p)


run(use_partial)
print(wrong)  # expect: []


# cached_property: one value stays.
class Thing:
    @functools.cached_property
    def value(self):
        return object()


things = [Thing() for _ in range(200)]
seen = [[] for _ in range(THREADS)]
run(lambda i: seen[i].extend(t.value for t in things))
print(all(part[n] is not None for part in seen for n in range(200)), len({t.value for t in things}))
# expect: True 200

# reduce over what is shared.
data = list(range(100))
totals = []
run(lambda i: totals.append(functools.reduce(lambda a, b: a + b, data)))
print(totals)  # expect: [4950, 4950, 4950, 4950, 4950, 4950]
