def f():
    yield 1
    raise StopIteration("inside")
g = f()
next(g)
try: next(g)
except RuntimeError as e: print(e, repr(e.__cause__))
# expect: generator raised StopIteration StopIteration('inside')
def h(): yield next(iter([]))
try: list(h())
except RuntimeError as e: print(e)  # expect: generator raised StopIteration
def wrapped():
    try: yield next(iter([]))
    except StopIteration: yield "caught"
print(list(wrapped()))  # expect: ['caught']
try: list(next(iter([])) for _ in [1])
except RuntimeError as e: print(e)  # expect: generator raised StopIteration
