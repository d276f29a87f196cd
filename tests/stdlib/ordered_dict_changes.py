# needs: 3.14+
# What OrderedDict says when it changes under an iterator, and what a subclass sees of changes.
from collections import OrderedDict
import pickle


def show(function):
    try:
        print(repr(function()))
    except Exception as e:
        print(type(e).__name__, e)


def changing(part, change):
    def walk():
        d = OrderedDict.fromkeys("abc")
        seen = []
        for item in part(d):
            seen.append(item)
            change(d)
        return seen
    show(walk)


def swap(d):
    d["d"] = d.pop("a")


changing(iter, lambda d: d.update(z=1))  # expect: RuntimeError OrderedDict mutated during iteration
changing(iter, lambda d: d.popitem())  # expect: RuntimeError OrderedDict mutated during iteration
changing(iter, lambda d: d.move_to_end("a"))  # expect: RuntimeError OrderedDict mutated during iteration
changing(iter, lambda d: d.move_to_end("c", last=False))  # expect: RuntimeError OrderedDict mutated during iteration
changing(iter, lambda d: d.clear())  # expect: RuntimeError OrderedDict mutated during iteration
changing(iter, swap)  # expect: RuntimeError OrderedDict mutated during iteration
changing(OrderedDict.items, swap)  # expect: RuntimeError OrderedDict mutated during iteration
changing(OrderedDict.values, swap)  # expect: RuntimeError OrderedDict mutated during iteration
changing(reversed, swap)  # expect: RuntimeError OrderedDict mutated during iteration
changing(lambda d: reversed(d.items()), swap)  # expect: RuntimeError OrderedDict mutated during iteration
# New values for old keys are no change of the order.
changing(iter, lambda d: d.update(a=1))  # expect: ['a', 'b', 'c']


def after_the_last():
    d = OrderedDict.fromkeys("ab")
    it = iter(d)
    next(it), next(it)
    d["c"] = 1
    return list(it)


show(after_the_last)  # expect: []

d = OrderedDict(a=1, b=2)
print([type(i).__name__ for i in (iter(d), reversed(d), iter(d.keys()), iter(d.items()), reversed(d.values()))])
# expect: ['odict_iterator', 'odict_iterator', 'odict_iterator', 'odict_iterator', 'odict_iterator']
print(list(reversed(d)), list(reversed(d.items())), list(reversed(d.values())))  # expect: ['b', 'a'] [('b', 2), ('a', 1)] [2, 1]
show(lambda: list(pickle.loads(pickle.dumps(iter(d.items())))))  # expect: [('a', 1), ('b', 2)]
show(lambda: iter(d).__length_hint__())  # expect: AttributeError 'odict_iterator' object has no attribute '__length_hint__'

show(lambda: OrderedDict().popitem())  # expect: KeyError 'dictionary is empty'
show(lambda: d.move_to_end("x"))  # expect: KeyError 'x'
show(lambda: d.move_to_end([]))  # expect: TypeError unhashable type: 'list'
show(lambda: OrderedDict.fromkeys())  # expect: TypeError fromkeys() missing required argument 'iterable' (pos 1)
show(lambda: OrderedDict.update())  # expect: TypeError unbound method OrderedDict.update() needs an argument


class Told(OrderedDict):
    def __setitem__(self, key, value):
        print("set", key)
        super().__setitem__(key, value)


told = Told(a=1)  # expect: set a
told.update(b=2)  # expect: set b
told.update({"c": 3})  # expect: set c
print(told.setdefault("d", 4), told.setdefault("a", 5))
# expect: set d
# expect: 4 1
print(Told.fromkeys("x"))
# expect: set x
# expect: Told({'x': None})


# A key whose hash changes is not found again.
class Key:
    def __init__(self, number):
        self.number = number

    def __hash__(self):
        return self.number


def lost(look):
    keys = [Key(1), Key(2), Key(3)]
    d = OrderedDict.fromkeys(keys)
    keys[1].number = 77
    try:
        return look(d)
    except KeyError as e:
        return e.args[0] is keys[1]


for look in list, repr, reversed, lambda d: list(reversed(d)), lambda d: list(d.items()), lambda d: list(d.values()), len:
    print(lost(look) if look is not reversed else next(lost(reversed)).number)
# expect: True
# expect: True
# expect: 3
# expect: True
# expect: True
# expect: True
# expect: 3
