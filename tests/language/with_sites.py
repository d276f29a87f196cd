# `with` looks its methods up on the class, each time as the class is then.


class Guard:
    def __enter__(self):
        return "first"

    def __exit__(self, *details):
        return bool(details[0])


def use(manager):
    try:
        with manager as entered:
            print(entered)
            raise KeyError(1)
    except (KeyError, TypeError) as error:
        print(repr(error))


guard = Guard()
use(guard)  # expect: first
guard.__enter__ = guard.__exit__ = None  # the instance's own do not count
use(guard)  # expect: first
Guard.__enter__ = lambda self: "second"
use(guard)  # expect: second
Guard.__exit__ = lambda self, kind, value, traceback: print(kind.__name__, value, traceback is not None)
use(guard)
# expect: second
# expect: KeyError 1 True
# expect: KeyError(1)
Guard.__enter__ = staticmethod(lambda: "static")
use(guard)
# expect: static
# expect: KeyError 1 True
# expect: KeyError(1)
del Guard.__exit__
use(guard)  # expect: TypeError("'Guard' object does not support the context manager protocol (missed __exit__ method)")


class Other(Guard):
    __enter__ = len
    __exit__ = lambda self, *details: True

    def __len__(self):
        return 3


use(Other())
try:
    with Other() as entered:
        pass
except TypeError as error:
    print(error)
# expect: TypeError('len() takes exactly one argument (0 given)')
# expect: len() takes exactly one argument (0 given)


class Meta(type):
    def __enter__(cls):
        return cls.__name__

    def __exit__(cls, *details):
        return True


class OfMeta(metaclass=Meta):
    def __enter__(self):
        return "instance"

    __exit__ = Meta.__exit__


for manager in (OfMeta, OfMeta(), OfMeta):
    use(manager)
# expect: OfMeta
# expect: instance
# expect: OfMeta


def many():
    kinds = [type(f"C{n}", (), {"__enter__": lambda self, n=n: n, "__exit__": lambda self, *d: None}) for n in range(40)]
    total = 0
    for _ in range(3):
        for kind in kinds:
            with kind() as n:
                total += n
    return total


print(many())  # expect: 2340
