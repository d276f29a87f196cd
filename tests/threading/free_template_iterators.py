# Threads that share an iterator over a template string: each part is given out once, and the template dropped once.
# gilt only
import threading

from _together import numbered, together

ROUNDS, THREADS = 1000, 3


def template(n):
    return t"a{n}b{n}c{n}d{n}e{n}"


shared, parts = [None], []
start = threading.Barrier(THREADS)


def walk(place):
    for n in range(ROUNDS):
        if place == 0:
            shared[0] = iter(template(n))
        start.wait()
        for part in shared[0]:
            parts.append(part if isinstance(part, str) else part.value)
        start.wait()


together(*numbered([walk] * THREADS))
print(len(parts))  # expect: 10000
