# Many threads, each with interpreters that do all kinds of work at the same time
# needs: 3.14+
# timeout: 120
import threading
from concurrent import interpreters

THREADS, ROUNDS = 4, 6
WORK = r"""
import json, re, random, collections, dataclasses, enum, functools, weakref, abc
from collections.abc import Sequence, Mapping

class Base(abc.ABC):
    @abc.abstractmethod
    def f(self): ...
class A(Base):
    def __init__(self, x): self.x = x; self.y = str(x)
    def f(self): return self.x
class Colour(enum.Enum):
    RED = 1; BLUE = 2
@dataclasses.dataclass
class Row:
    a: int
    b: str = "x"

total = 0
for i in range(120):
    a = A(i)
    setattr(a, "n%d" % (i % 50), i)
    total += a.f()
    assert Row(i) == Row(i) and Colour(1) is Colour.RED
    assert json.loads(json.dumps({"k%d" % i: [i, 1.5, None, True, "é" * 3]}))
    assert re.match(r"(\w+)-(\d+)", "ab-%d" % i).group(2) == str(i)
    assert isinstance([], Sequence) and isinstance({}, Mapping)
    assert weakref.ref(int) is weakref.ref(int) and weakref.ref(A)() is A
    kind = type("T%d" % (i % 7), (A, dict) if i % 2 else (A,), {"z": i})
    assert kind(3).f() == 3
    error = ValueError(i)
    error.note = i
    error.add_note("x")
    try:
        raise error
    except ValueError as caught:
        assert caught.note == i
"""
results = interpreters.create_queue()
failed = []

def run(number):
    try:
        for round in range(ROUNDS):
            interp = interpreters.create()
            interp.prepare_main(results=results)
            interp.exec(WORK)
            interp.exec("results.put((total, str(total)))")
            assert interp.call(lambda a, b: (a + b, [a, {b}]), number, round) == (number + round, [number, {round}])
            if round % 2:
                interp.close()
    except BaseException as e:
        failed.append(e)
        raise

threads = [threading.Thread(target=run, args=(n,)) for n in range(THREADS)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(failed), results.qsize(), interpreters.list_all())
# expect: 0 24 [Interpreter(0)]
unbound = interpreters._queues.UNBOUND
print({results.get() for _ in range(results.qsize())} <= {unbound, (7140, "7140")})
# expect: True
