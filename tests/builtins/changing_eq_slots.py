# gilt only
"""A key that is added by the comparison of a search gets a slot of the index that the search has passed: it is found all
the same. (CPython then has the key twice.)"""


class Key:
    action = None

    def __init__(self, name):
        self.name = name

    def __hash__(self):
        return 1

    def __eq__(self, other):
        action, Key.action = Key.action, None
        if action is not None:
            action()
        return self.name == other.name


d = {Key(i): i for i in range(4)}
first = next(iter(d))
del d[first]


def add():
    d[Key("new")] = "theirs"


Key.action = add
d[Key("new")] = "mine"
print(len(d), list(d.values()))  # expect: 4 [1, 2, 3, 'mine']

Key.action = add
print(d.setdefault(Key("new"), "late"))  # expect: theirs
