"""A function is called in one thread and given other defaults and annotations in another: each call sees some of them,
whole."""

from _together import together

ROUNDS = 25000


def by_place(a, b=1):
    return b


def by_name(a, *, b=1, **rest):
    return b


def annotate(format):
    return {"a": int}


stop = []


def call():
    try:
        for _ in range(ROUNDS):
            for wrong in ((), (1, 2, 3)):
                try:
                    by_place(*wrong)
                except TypeError:
                    continue
                raise AssertionError(wrong)
            assert isinstance(by_place.__annotations__, dict)
            try:
                assert by_name(0, c=0) in (1, 2)
            except TypeError:
                pass
    finally:
        stop.append(True)


def change():
    while not stop:
        by_place.__defaults__ = None
        by_place.__defaults__ = (1,)
        by_name.__kwdefaults__ = {"b": 2}
        by_name.__kwdefaults__ = None
        by_place.__annotate__ = annotate


together(call, change, change)
print("called")  # expect: called
