"""A closure's variable that one thread sets and deletes while another looks into its cell: there is a value or none."""

from _together import together

ROUNDS = 40000
stop = []


def make():
    value = 1

    def change():
        nonlocal value
        while not stop:
            value = 1
            del value

    return change


change = make()
cell = change.__closure__[0]


def look():
    try:
        for _ in range(ROUNDS):
            try:
                content = cell.cell_contents
            except ValueError:
                content = 1
            assert content == 1
    finally:
        stop.append(True)


together(look, change)
print("looked")  # expect: looked
