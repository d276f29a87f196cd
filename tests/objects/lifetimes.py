# Finalisers, weak references and cycles of instances.
import gc
import weakref


class Node:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


n = Node("a")
r = weakref.ref(n, lambda ref: print("callback", ref() is None))
print(r() is n)  # expect: True
del n
# expect: del a
# expect: callback True
print(r())  # expect: None
a, b = Node("x"), Node("y")
a.other, b.other = b, a
del a, b
print("collect")  # expect: collect
gc.collect()
# expect: del x
# expect: del y


class Resurrect:
    saved = []

    def __del__(self):
        self.saved.append(self)
        print("saved")


Resurrect()  # expect: saved
print(len(Resurrect.saved), type(Resurrect.saved[0]).__name__)  # expect: 1 Resurrect
Resurrect.saved.clear()
print("no second time")  # expect: no second time


def make():
    class Local:
        pass
    return weakref.ref(Local)


ref = make()
gc.collect()
print(ref())  # expect: None


class Slots:
    __slots__ = ("me", "__weakref__")


s = Slots()
s.me = s
r = weakref.ref(s)
del s
gc.collect()
print(r())  # expect: None
d = weakref.WeakValueDictionary()


class Plain:
    pass


p = Plain()
d["k"] = p
print(len(d))  # expect: 1
del p
print(len(d))  # expect: 0
f = weakref.finalize(Slots, print, "never")
f.detach()
e = ValueError("cycle")
e.self = e
w = None
del e
gc.collect()
print("done")  # expect: done
