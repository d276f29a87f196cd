# gilt only
# Iterators over iterators are as deep as the program makes them.
import itertools

count = 0
for wrap in (
    lambda x: map(int, x),
    lambda x: filter(None, x),
    zip,
    enumerate,
    itertools.chain,
    lambda x: itertools.chain.from_iterable([x]),
    lambda x: itertools.islice(x, 5),
    itertools.cycle,
    itertools.accumulate,
    itertools.groupby,
    lambda x: itertools.takewhile(lambda _: True, x),
    lambda x: map(int, itertools.tee(x, 1)[0]),
):
    deep = iter([1])
    for _ in range(200000):
        deep = wrap(deep)
    try:
        next(deep)
        print("no error", deep)
    except RecursionError:
        count += 1
    del deep
print(count)  # expect: 12
