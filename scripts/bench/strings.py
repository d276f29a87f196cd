"""Strings: formatting, joining, splitting, searching, walking characters."""
from time import perf_counter


def work():
    parts = []
    for i in range(120_000):
        parts.append(f"{i}:{i * 0.5:.2f}")
    text = ",".join(parts)
    total = 0
    for field in text.split(","):
        left, _, right = field.partition(":")
        total += int(left) + len(right)
    vowels = 0
    for character in text[:500_000]:
        if character in "02468":
            vowels += 1
    word = ""
    for i in range(100_000):
        word += chr(97 + i % 26)
    return total + vowels + word.count("xyz") + len(word.upper().replace("A", "ab"))


start = perf_counter()
result = work()
print(perf_counter() - start, result)
