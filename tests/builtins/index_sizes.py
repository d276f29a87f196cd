# Indices and counts that are no small ints, up to the size of an index and beyond it.
def attempt(operation):
    try:
        print(operation())
    except (IndexError, OverflowError, MemoryError) as error:
        print(type(error).__name__, error)


def store(sequence, index):
    sequence[index] = 1


def repeat_in_place(sequence, count):
    sequence *= count


attempt(lambda: [1][2 ** 63 - 1])  # expect: IndexError list index out of range
attempt(lambda: [1][-2 ** 63])  # expect: IndexError list index out of range
attempt(lambda: [1][2 ** 63])  # expect: IndexError cannot fit 'int' into an index-sized integer
attempt(lambda: [1][-2 ** 63 - 1])  # expect: IndexError cannot fit 'int' into an index-sized integer
attempt(lambda: (1,)[2 ** 62])  # expect: IndexError tuple index out of range
attempt(lambda: "a"[-2 ** 62 - 1])  # expect: IndexError string index out of range
attempt(lambda: b"a"[2 ** 62])  # expect: IndexError index out of range
attempt(lambda: store([1], 2 ** 62))  # expect: IndexError list assignment index out of range
attempt(lambda: store(bytearray(1), 2 ** 62))  # expect: IndexError bytearray index out of range
for count in (2 ** 62, 2 ** 63 - 1):
    for sequence in ([1], (1,), "a", b"a", bytearray(b"a"), [1, 2, 3]):
        for operation in (lambda: sequence * count, lambda: repeat_in_place(sequence, count)):
            try:
                operation()
            except MemoryError:
                continue
            print("no MemoryError", count, sequence)
attempt(lambda: [1] * 2 ** 63)  # expect: OverflowError cannot fit 'int' into an index-sized integer
attempt(lambda: [1] * -2 ** 62)  # expect: []
attempt(lambda: "a" * -2 ** 63)  # expect:
attempt(lambda: "a" * (-2 ** 63 - 1))  # expect: OverflowError cannot fit 'int' into an index-sized integer
