x = 1


def outer(a):
    b = a

    def inner(c):
        nonlocal b
        b += a
        return lambda: b + c

    del a
    return inner


def unbound(flag):
    if flag:
        v = 1
    print(v)
    return v + 1


class C:
    """Documented."""

    limit = x

    def __init__(self):
        self.a = self.b = C.limit
        self.__hidden = __class__


del x
