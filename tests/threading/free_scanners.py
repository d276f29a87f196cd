"""Two threads walk over the matches of one text with one scanner, or one iterator: each match goes to one of them. The
searches are long ones, during which the scanner's lock is given up."""

import gc
import re

from _together import together

MATCHES = 3
TEXT = "".join("x" * 25 + str(n) for n in range(MATCHES))
pattern = re.compile(r"(?:x+x+)+y|\d")


def walk(step):
    found, ended = [], []

    def work():
        while (match := step()) is not None:
            found.append(match[0])
        ended.append(True)

    def stop_all():
        while not ended:
            gc.collect()

    together(work, work, work, stop_all)
    return sorted(found)


iterator = pattern.finditer(TEXT)
print(walk(lambda: next(iterator, None)))  # expect: ['0', '1', '2']
print(walk(pattern.scanner(TEXT).search))  # expect: ['0', '1', '2']
