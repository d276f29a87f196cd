"""Exceptions whose fields one thread sets and deletes while another shows and takes them apart."""

from _together import together

ROUNDS = 12000
encoding = UnicodeEncodeError("ascii", "abc", 0, 1, "reason")
missing = AttributeError("text", name="name", obj=None)
system = OSError(2, "text", "file")
stop = []


def look():
    try:
        for _ in range(ROUNDS):
            str(encoding)
            state = missing.__reduce__()
            assert len(repr(state)) > 10
            assert system.__reduce__()[1] in ((2, "text"), (2, "text", "file"), (2, "text", None))
    finally:
        stop.append(True)


def change():
    while not stop:
        encoding.reason = 5.5
        encoding.reason = "other"
        try:
            del missing.name, system.filename
        except (AttributeError, TypeError):
            pass
        missing.name = "name"
        system.filename = "file"


together(look, change)
print("shown")  # expect: shown
