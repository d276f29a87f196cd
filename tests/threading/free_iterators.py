# needs: 3.12+
# Threads that share one iterator: each item comes once where the iterator promises it, and never is
# one seen that is none.
import itertools
import sys
import threading

sys.setswitchinterval(1e-5)


def drain(iterator, threads=4, limit=None):
    """What all threads together get out of [iterator], and the errors."""
    got = [[] for _ in range(threads)]
    errors = []
    barrier = threading.Barrier(threads)

    def run(mine):
        barrier.wait()
        try:
            for item in iterator:
                mine.append(item)
                if limit and len(mine) == limit:
                    break
        except (RuntimeError, ValueError) as error:
            errors.append(str(error))

    workers = [threading.Thread(target=run, args=(mine,)) for mine in got]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return [item for mine in got for item in mine], errors


# Nothing is left out, and nothing comes that is not there; an item may come twice.
def check(name, iterator, expected):
    items, errors = drain(iterator)
    if set(items) != set(expected) or len(items) < len(expected) or errors:
        print(name, len(items), len(expected), errors[:1])


N = 5000
items = [(i,) for i in range(N)]
for round in range(3):
    check("list", iter(items), items)
    check("tuple", iter(tuple(items)), items)
    check("reversed", reversed(items), items)
    check("range", iter(range(N)), range(N))
    check("big range", iter(range(10**20, 10**20 + N)), range(10**20, 10**20 + N))
    check("dict", iter(list(dict.fromkeys(range(N)))), range(N))
    check("str", iter("".join(map(chr, range(200, 200 + N)))), [chr(c) for c in range(200, 200 + N)])
    check("ascii", iter("abcdefgh" * 500), "abcdefgh")
    check("bytes", iter(bytes(range(256)) * 10), range(256))
    check("bytearray", iter(bytearray(range(256)) * 10), range(256))
    check("map", map(lambda x: x[0] + 1, items), range(1, N + 1))
    check("filter", filter(None, range(N)), range(1, N))
    check("zip", zip(items), [(item,) for item in items])
print("plain iterators")
# expect: plain iterators


class Sequence:
    def __getitem__(self, i):
        if i >= 2000:
            raise IndexError
        return i

    def __len__(self):
        return 2000


# Two threads may ask for the same index and then both count it, so that one is left out: as in CPython.
for iterator in iter(Sequence()), reversed(Sequence()):
    got, errors = drain(iterator)
    if not set(got) <= set(range(2000)) or len(set(got)) < 1000 or errors:
        print("sequence", len(got), errors[:1])


# Each exactly once.
def once(name, iterator, expected, **how):
    got, errors = drain(iterator, **how)
    if sorted(got) != list(expected) or errors:
        print(name, len(got), errors[:1])


once("count", itertools.count(), range(4 * 3000), limit=3000)
once("chain", itertools.chain(*[range(i, i + 10) for i in range(0, 4000, 10)]), range(4000))
once("islice", itertools.islice(itertools.count(), 5000), range(5000))
once("repeat", itertools.repeat(7, 5000), [7] * 5000)
once("product", itertools.product(range(20), range(20)), itertools.product(range(20), range(20)))
once("permutations", itertools.permutations(range(6)), itertools.permutations(range(6)))
once("combinations", itertools.combinations(range(12), 4), itertools.combinations(range(12), 4))
once("accumulate", itertools.accumulate(itertools.repeat(1, 3000)), range(1, 3001))
once("batched", itertools.batched(range(3000), 3), itertools.batched(range(3000), 3))
once("compress", itertools.compress(range(3000), itertools.cycle([1, 0])), range(0, 3000, 2))
once("takewhile", itertools.takewhile(lambda x: True, range(3000)), range(3000))
once("dropwhile", itertools.dropwhile(lambda x: False, range(3000)), range(3000))
once("filterfalse", itertools.filterfalse(lambda x: x % 2, range(3000)), range(0, 3000, 2))
once("starmap", itertools.starmap(max, [(i, 0) for i in range(3000)]), range(3000))
print("itertools")
# expect: itertools

# The index of an enumerate belongs to one thread.
got, errors = drain(enumerate(itertools.repeat("x", 5000)))
print(len({i for i, x in got}) == len(got), errors)
# expect: True []

# cycle, groupby, pairwise, tee, zip_longest: no more is promised than that nothing breaks.
drain(itertools.cycle(range(10)), limit=3000)
drain(itertools.groupby(range(3000), lambda x: x // 10))
drain(itertools.pairwise(range(3000)))
drain(itertools.zip_longest(iter(range(2000)), iter(range(3000)), fillvalue=0))
one, two = itertools.tee(iter(range(3000)))
drain(one)
drain(two)
groups = itertools.groupby([i // 7 for i in range(700)])
drain((len(list(group)) for key, group in groups), threads=1)
print("the rest")
# expect: the rest

# A list that another thread changes under the iterator.
shared = list(range(100))
stop = threading.Event()


def change():
    for i in range(3000):
        shared.append(i)
        if len(shared) > 150:
            del shared[100:]
    stop.set()


def iterate():
    while not stop.is_set():
        for item in shared:
            if type(item) is not int:
                print("no int")
        sum(shared), max(shared), list(map(str, shared)), ",".join(map(str, shared))
        for a, b in zip(shared, shared):
            pass
        for i, a in enumerate(shared):
            pass


texts = ["a", "bcd", "\u20ac"] * 20


def texts_change():
    while not stop.is_set():
        texts.append("long text that takes more room " * 3)
        texts.pop()
        texts[3] = "x"
        texts[3] = "quite a bit longer than it was"


def texts_join():
    while not stop.is_set():
        if len("".join(texts)) < 50:
            print("short")


threads = [threading.Thread(target=f) for f in (change, iterate, iterate, texts_change, texts_join)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("done")
# expect: done
