"""Builtins that are given and taken away while other threads' code looks for names that it has not met yet: each name
keeps its own value."""

import functools

from _together import together

ROUNDS, NAMES = 1500, 60

WANTED = [f"builtin_{n}" for n in range(NAMES)]
CODE = compile(f"def find():\n    return [{', '.join(WANTED)}]", "names", "exec")
BUILTINS = {}
for place, name in enumerate(WANTED):
    BUILTINS[f"gap_{place}"] = None
    BUILTINS[name] = place
stop = []


def look():
    try:
        for _ in range(ROUNDS):
            names = {"__builtins__": BUILTINS}
            exec(CODE, names)
            assert names["find"]() == list(range(NAMES))
    finally:
        stop.append(True)


def change():
    n = 0
    while not stop:
        # The dict's table is made anew now and then, and what was deleted leaves no gap there.
        BUILTINS[f"extra_{n}"] = n
        if n >= 5:
            del BUILTINS[f"extra_{n - 5}"]
        n += 1


together(look, change)
print("found")  # expect: found
