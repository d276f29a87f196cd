"""super objects and properties whose __init__ is called again while other threads use them: what they refer to is taken
once, and kept while it is used."""

from _together import together

ROUNDS = 12000


class Base:
    value = 1


class Derived(Base):
    pass


def get(self):
    return 1


instance = Derived()
proxy = super(Derived, instance)
accessor = property(get, get)
Derived.x = accessor
stop = []


def use():
    try:
        for _ in range(ROUNDS):
            try:
                assert proxy.value == 1
            except AttributeError:
                pass
            repr(proxy)
            assert accessor.deleter(get).fdel is get
            try:
                del instance.x
            except AttributeError:
                pass
            try:
                accessor.__name__
            except AttributeError:
                pass
    finally:
        stop.append(True)


def change():
    while not stop:
        super.__init__(proxy, Derived)
        super.__init__(proxy, Derived, instance)
        accessor.__init__(None, None)
        accessor.__init__(get, get)


together(use, change)
print("used")  # expect: used
