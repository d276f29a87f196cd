"""Exceptions are turned into text while other threads set what the text is made of."""

import traceback

from _together import together

ROUNDS = 20000
stop = []
syntax, group = SyntaxError("message", ("file", 1, 2, "text")), ExceptionGroup("group", [ValueError(1)])
decode, encode = UnicodeDecodeError("ascii", b"a\xff", 1, 2, "why"), UnicodeEncodeError("ascii", "a\xff", 1, 2, "why")


def show():
    try:
        for _ in range(ROUNDS):
            for error in syntax, decode, encode:
                assert isinstance(str(error), str)
        for _ in range(ROUNDS // 20):
            for error in syntax, group, decode:
                traceback.print_exception(error, file=Nowhere())
    finally:
        stop.append(True)


class Nowhere:
    def write(self, text):
        pass


def change():
    while not stop:
        for value in None, 5, "name" + str(len(stop)), b"xyz" * 3, 2**80:
            syntax.msg = value
        try:
            raise ValueError
        except ValueError as e:
            for error in syntax, group, decode:
                error.__traceback__ = e.__traceback__
                error.__cause__ = e
                error.__cause__ = error.__traceback__ = None


def switch():
    while not stop:
        syntax.filename, syntax.lineno = "name", 1
        decode.object, encode.object = b"a", "a"
        syntax.filename, syntax.lineno = 5, "one"
        decode.object, encode.object = b"xyz" * 10, "xyz" * 10


together(show, switch, change)
print("shown")  # expect: shown
