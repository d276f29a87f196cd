"""Of threads that delete the same attribute at the same time one does, and the others hear that there is none."""

from _together import together

ROUNDS = 15000


class Plain:
    pass


class Slotted:
    __slots__ = ("x",)


def deleted(owner):
    try:
        del owner.x
    except AttributeError:
        return 0
    return 1


def count(owner):
    counts, stop = [], []

    def give():
        done = 0
        for _ in range(ROUNDS):
            owner.x = 1
            done += deleted(owner)
        stop.append(True)
        counts.append(done)

    def take():
        done = 0
        while not stop:
            done += deleted(owner)
        counts.append(done)

    together(give, take)
    return sum(counts)


print(count(Plain))  # expect: 15000
print(count(Slotted()))  # expect: 15000
