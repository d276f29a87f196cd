# Weak references that are garbage themselves call nobody: what their callbacks need may be gone already.
import gc
import weakref


class Thing:
    pass


calls = []


def circle(with_reference_outside):
    """A circle that refers to itself, and to a weak reference to another one that is garbage too."""
    target, holder = Thing(), Thing()
    target.me, holder.me = target, holder
    holder.reference = weakref.ref(target, lambda reference: calls.append(reference()))
    holder.proxy = weakref.proxy(target, calls.append)
    if with_reference_outside:
        return holder.reference


gc.disable()
circle(False)
gc.collect()
print(len(calls))  # expect: 0

# One that is not garbage does.
kept = circle(True)
gc.collect()
print(len(calls), kept())  # expect: 1 None

# Nor do they call when their object dies with the garbage that they are part of, after their callbacks.


def note(reference, calls=calls):
    calls.append(reference())


class Keeper:
    def __init__(self):
        def forget(reference, self_reference=weakref.ref(self)):
            calls.append(self_reference())

        self.me, self.forget = self, forget
        self.references = {}

    def add(self, thing):
        self.references[weakref.ref(thing, self.forget)] = thing


calls.clear()
for _ in range(20):
    keeper = Keeper()
    for n in range(10):
        keeper.add(Thing())
        keeper.add(frozenset([n]))
    del keeper
    gc.collect()
print(len(calls))  # expect: 0

# A reference that somebody still holds when its object was only in the circle.
thing = Thing()
thing.me = thing
kept = weakref.ref(thing, note)
del thing
gc.collect()
print(len(calls), kept())  # expect: 1 None

# The one who takes a circle down leaves the references to what lives on alone.
alive = Thing()
holder = Thing()
holder.me, holder.reference = holder, weakref.ref(alive, note)
plain = weakref.ref(alive)
del holder
gc.collect()
print(weakref.getweakrefcount(alive), plain() is alive)  # expect: 1 True
calls.clear()
del alive
gc.collect()
print(calls, plain())  # expect: [] None
