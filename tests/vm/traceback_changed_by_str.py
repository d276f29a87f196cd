# An exception whose __str__ makes nobody refer to it any more is shown to its end.
# expect stderr: Inner: inner
# expect stderr: a note
# expect stderr: ValueError: outer
# exit: 1
import sys


class Inner(Exception):
    def __str__(self):
        outer.__cause__ = outer.__context__ = None
        filler = [[n] for n in range(1000)]
        return "inner"


def make():
    inner = Inner()
    inner.add_note("a note")
    error = ValueError("outer")
    error.__cause__ = inner
    return error


outer = make()
sys.excepthook(ValueError, outer, None)
sys.exit(1)
