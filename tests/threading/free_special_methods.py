"""Special methods that another thread gives a class and takes away: an operation does with one or without, and never
comes to nothing at all."""

from _together import together

ROUNDS = 4000


class Owner:
    pass


class Descriptor:
    pass


class Number:
    pass


descriptor, owner, number = Descriptor(), Owner(), Number()
Owner.described = descriptor
stop = []


def look():
    try:
        for _ in range(ROUNDS):
            try:
                value = owner.missing
            except AttributeError:
                value = "missing"
            assert value == "missing"
            value = owner.described
            assert value in ("got", descriptor)
            for convert in (int, float):
                try:
                    value = convert(number)
                except (TypeError, AttributeError):
                    value = 5
                assert value == 5
            try:
                value = [0, 1, 2, 3, 4, 5][number]
            except (TypeError, AttributeError):
                value = 5
            assert value == 5
    finally:
        stop.append(True)


def change():
    while not stop:
        Owner.__getattr__ = lambda self, name: name
        Descriptor.__get__ = lambda self, instance, owner: "got"
        Number.__int__ = Number.__index__ = lambda self: 5
        Number.__float__ = lambda self: 5.0
        del Owner.__getattr__, Descriptor.__get__, Number.__int__, Number.__float__, Number.__index__


together(look, change)
print("done")  # expect: done
