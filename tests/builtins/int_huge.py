# gilt only
# int: what would not fit in memory is refused at once, and the process goes on.
for f in (lambda: 10**10**10, lambda: 1 << 10**15, lambda: (1 << 10**9) ** 100, lambda: 7 ** (10**30)):
    try:
        f()
    except MemoryError:
        print("MemoryError")
# expect: MemoryError
# expect: MemoryError
# expect: MemoryError
# expect: MemoryError
print(2**100)  # expect: 1267650600228229401496703205376
