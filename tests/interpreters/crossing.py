# What goes from one interpreter to another, and how
# needs: 3.14+
import sys
import threading
from concurrent import interpreters
from concurrent.interpreters import is_shareable

sys.stdout.reconfigure(line_buffering=True)

queue = interpreters.create_queue()
direct = [None, True, 1, 1 << 70, -(1 << 90), 1.5, 1e300, "a", "é\U0001f600", b"b\0", (1, ("a", None)), memoryview(b"m"), queue]
print([is_shareable(v) for v in direct] == [True] * len(direct))
# expect: True
others = [[1], {}, {1}, frozenset(), bytearray(), ..., object(), len, print, int, 1j, range(3), ValueError(), lambda: 1]
print([is_shareable(v) for v in others] == [False] * len(others))
# expect: True

class Text(str): pass
print(is_shareable(Text("x")), is_shareable((1, [2])))
# expect: False True

def there_and_back(value):
    queue.put(value)
    return queue.get()

for value in direct[:11] + [[1, [2]], {"k": {1, 2}}, frozenset({3}), bytearray(b"x"), 1j, range(3), ..., NotImplemented, Text("t"), len, int]:
    copy = there_and_back(value)
    if copy != value or type(copy) is not type(value):
        print("lost:", value, copy)
print(there_and_back(queue) is queue)
# expect: True

def attempt(function, *args):
    try:
        print(repr(function(*args)))
    except Exception as e:
        print(type(e).__name__, str(e).split(" at ")[0], repr(e.__cause__).split(" at ")[0])

attempt(queue.put, threading.Lock())
# expect: NotShareableError <unlocked _thread.lock object None
attempt(queue.put, (x for x in ()))
# expect: NotShareableError <generator object <genexpr> None

interp = interpreters.create()
interp.prepare_main({"a": 1}, b=("x", 2.5), q=queue)
interp.exec("q.put((b, a)); q.put([a]); q.put(q)")
print(queue.get(), queue.get(), queue.get() is queue)
# expect: (('x', 2.5), 1) [1] True
interp.prepare_main(deep=((((((1,),),),),),))
interp.exec("print(deep, flush=True)")
# expect: ((((((1,),),),),),)
interp.close()
