# needs: 3.14+
# What cannot be pickled, and what is no pickle: errors say what and where.
import pickle
import random
import re
import time


def outer():
    def inner():
        pass

    class Local:
        pass

    return inner, Local, Local()


class Bad:
    def __init__(self, result):
        self.result = result

    def __reduce__(self):
        return self.result


for obj in [lambda: 0, [1, lambda: 0], {"a": lambda: 0}, *outer(), Bad(3), Bad((1,)), Bad((1, ())), Bad((Bad, [])),
            (x for x in []), [time]]:
    try:
        pickle.dumps(obj)
    except Exception as error:
        text = re.sub("0x[0-9a-f]+", "0x", str(error))
        print(type(error).__name__, text, getattr(error, "__notes__", ""))
# expect: PicklingError Can't pickle <function <lambda> at 0x>: it's not found as __main__.<lambda> 
# expect: PicklingError Can't pickle <function <lambda> at 0x>: it's not found as __main__.<lambda> ['when serializing list item 1']
# expect: PicklingError Can't pickle <function <lambda> at 0x>: it's not found as __main__.<lambda> ["when serializing dict item 'a'"]
# expect: PicklingError Can't pickle local object <function outer.<locals>.inner at 0x> 
# expect: PicklingError Can't pickle local object <class '__main__.outer.<locals>.Local'> 
# expect: PicklingError Can't pickle local object <class '__main__.outer.<locals>.Local'> ['when serializing outer.<locals>.Local class', 'when serializing outer.<locals>.Local object']
# expect: PicklingError __reduce__ must return a string or tuple, not int ['when serializing Bad object']
# expect: PicklingError tuple returned by __reduce__ must contain 2 through 6 elements ['when serializing Bad object']
# expect: PicklingError first item of the tuple returned by __reduce__ must be callable, not int ['when serializing Bad object']
# expect: PicklingError second item of the tuple returned by __reduce__ must be a tuple, not list ['when serializing Bad object']
# expect: TypeError cannot pickle 'generator' object 
# expect: TypeError cannot pickle 'module' object ['when serializing list item 0']

for octets in [b"", b"\x80\x09.", b".", b"x", b"\xff", b"K", b"K\x01", b"h\x05.", b"e.", b"]e.", b"(K\x01d.", b"(\x85.",
               b"NN\x81.", b"NK\x01b.", b"\x82\x01.", b"X\xff\xff\xff\xff.", b"\x8b\xff\xff\xff\xff."]:
    try:
        pickle.loads(octets)
    except Exception as error:
        print(type(error).__name__, error)
# expect: EOFError Ran out of input
# expect: ValueError unsupported pickle protocol: 9
# expect: UnpicklingError unpickling stack underflow
# expect: UnpicklingError invalid load key, 'x'.
# expect: UnpicklingError invalid load key, '\xff'.
# expect: UnpicklingError pickle data was truncated
# expect: EOFError Ran out of input
# expect: UnpicklingError Memo value not found at index 5
# expect: UnpicklingError could not find MARK
# expect: UnpicklingError could not find MARK
# expect: UnpicklingError odd number of items for DICT
# expect: UnpicklingError unexpected MARK found
# expect: UnpicklingError NEWOBJ class argument must be a type, not NoneType
# expect: UnpicklingError state is not a dictionary
# expect: ValueError unregistered extension code 1
# expect: UnpicklingError pickle data was truncated
# expect: UnpicklingError LONG pickle has negative byte count

# Damaged in all ways, a pickle gives an exception or some object, and nothing worse.


class Harmless(pickle.Unpickler):
    def find_class(self, module, name):
        if module in ("builtins", "_io", "__builtin__") and name not in ("range", "complex", "set", "frozenset"):
            raise pickle.UnpicklingError("no")
        if module not in ("builtins", "__builtin__", "collections", "fractions"):
            raise pickle.UnpicklingError("no")
        return super().find_class(module, name)


import collections
import io

sources = [[1, -1, 2**40, 10**50, 1.5, "text", "\u20ac", b"octets", None, True],
           {"a": (1, 2, 3, 4), "b": {1, 2}, "c": frozenset([3]), "d": bytearray(b"x")},
           [range(5), 1 + 2j, collections.OrderedDict(a=1), collections.deque([1, 2])],
           [[], {}, (), set(), [[[[[1]]]]]]]
random.seed(3)
good = [pickle.dumps(source, protocol) for source in sources for protocol in range(6)]
count = 0
for octets in good:
    for end in range(len(octets)):
        try:
            pickle.loads(octets[:end])
        except (EOFError, pickle.UnpicklingError, ValueError):
            count += 1
for i in range(4000):
    octets = bytearray(random.choice(good))
    for j in range(random.randrange(1, 4)):
        octets[random.randrange(len(octets))] = random.randrange(256)
    try:
        Harmless(io.BytesIO(bytes(octets))).load()
    except Exception:
        pass
print(count == sum(map(len, good)))
# expect: True
