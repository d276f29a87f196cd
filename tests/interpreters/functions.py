# Functions that need nothing go as their code, others as a pickle, some not at all
# needs: 3.14+
import sys
import operator
from concurrent import interpreters

sys.stdout.reconfigure(line_buffering=True)

offset = 10
class Adder:
    def __init__(self, n): self.n = n
    def __call__(self, x): return x + self.n
    def twice(self, x): return self(self(x))
    def __eq__(self, other): return self.n == other.n

def plain(a, *rest, key=None, **others):
    """Nothing of this module."""
    def inner(n):
        return n if n < 2 else inner(n - 1) + inner(n - 2)
    return inner(10) + a, rest, key, sorted(others)
def keyed(a, *rest, **others):
    return [a, rest, others]
def with_global(a): return a + offset
def with_default(a, b=[1]): return a, b
def annotated(a: int) -> "str": return str(a)
def same(x): return x

if __name__ == "__main__":
    interp = interpreters.create()

    def attempt(function, *args, **kwargs):
        try:
            print(interp.call(function, *args, **kwargs))
        except Exception as e:
            print(type(e).__name__, str(e).split(" at ")[0].splitlines()[0], repr(e.__cause__).split(" at ")[0])

    attempt(keyed, 1, 2, a2={"k": {3}})
    # expect: [1, (2,), {'a2': {'k': {3}}}]
    attempt(annotated, 3)
    # expect: 3
    attempt(lambda *a, **k: (a, k), 1, z=2)
    # expect: ((1,), {'z': 2})
    attempt(operator.mul, 6, 7)
    # expect: 42
    attempt(str.upper, "abc")
    # expect: ABC
    attempt(with_global, 1)
    # expect: 11
    attempt(with_default, 1)
    # expect: (1, [1])
    attempt(Adder(5), 1)
    # expect: 6
    attempt(Adder(5).twice, 1)
    # expect: 11
    attempt(plain, 1, 2, key=3, z=4)
    # expect: (56, (2,), 3, ['z'])

    attempt(lambda: offset)
    # expect: NotShareableError only stateless functions are shareable ValueError('globals not supported')
    attempt(lambda a=1: a)
    # expect: NotShareableError only stateless functions are shareable ValueError('defaults not supported')
    attempt(lambda *, a=1: a)
    # expect: NotShareableError only stateless functions are shareable ValueError('keyword defaults not supported')
    def make(n):
        return lambda: n
    attempt(make(3))
    # expect: NotShareableError only stateless functions are shareable ValueError('closures not supported')
    attempt(lambda: (x for x in ()))
    # expect: NotShareableError object does not support cross-interpreter data Exception('concurrent.interpreters.NotShareableError: <generator object <lambda>.<locals>.<genexpr>
    attempt(lambda: 1 / 0)
    # expect: ExecutionFailed ZeroDivisionError: division by zero None

    # As a script a function runs with the names of __main__ there.
    def script():
        print("script sees", value, flush=True)
    interp.prepare_main(value="v")
    interp.exec(script)
    # expect: script sees v
    interp.exec(compile("print('code', value, flush=True)", "x", "exec"))
    # expect: code v
    interp.exec(b"print('octets', flush=True)")
    # expect: octets
    interp.close()
