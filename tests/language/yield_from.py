def inner():
    try:
        x = yield 1
        print("inner got", x)
        y = yield 2
        print("inner got", y)
    except KeyError as e:
        print("inner caught", e)
        yield "recovered"
    return "inner result"
def outer():
    r = yield from inner()
    print("r", r)
    yield from [10, 20]
    return "outer result"
g = outer()
print(next(g)); print(g.send("a")); print(g.throw(KeyError("k"))); print(next(g)); print(next(g))
# expect: 1
# expect: inner got a
# expect: 2
# expect: inner caught 'k'
# expect: recovered
# expect: r inner result
# expect: 10
# expect: 20
try: next(g)
except StopIteration as e: print(e.value)  # expect: outer result
def closing():
    try: yield 1
    finally: print("closed inner")
def delegator(): yield from closing()
g = delegator()
next(g)
g.close()  # expect: closed inner
def bad(): yield from 5
try: next(bad())
except TypeError as e: print(e)  # expect: 'int' object is not iterable
class It:
    def __iter__(self): return self
    def __next__(self): raise StopIteration("from it")
def use():
    r = yield from It()
    print(r)
list(use())  # expect: from it
def throwing():
    yield from [1, 2]
g = throwing()
next(g)
try: g.throw(ValueError("x"))
except ValueError as e: print("passed", e)  # expect: passed x


# A delegate whose class loses its __next__ between two steps has only send() left.
class Losing:
    def __iter__(self):
        return self

    def __next__(self):
        return 1


def delegating():
    yield from Losing()


def looping():
    for item in Losing():
        yield item


def losing(g):
    print(next(g))
    method = Losing.__next__
    del Losing.__next__
    for _ in range(2):
        try:
            next(g)
        except Exception as e:
            print(repr(e))
    Losing.__next__ = method


losing(delegating())
# expect: 1
# expect: AttributeError("'Losing' object has no attribute 'send'")
# expect: StopIteration()
losing(looping())
# expect: 1
# expect: TypeError("'Losing' object is not iterable")
# expect: StopIteration()
