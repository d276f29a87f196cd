"""Keys whose __eq__ changes the dict or the set that is being searched: each search ends, and finds what there is."""


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
            Key.action = action if action.__name__ == "always" else None
        return self.name == other.name


def touch_dict():
    d = {i + 0.5: 1 for i in range(20)}

    def always():
        d[3] = 1
        del d[3]

    keys = [Key(i) for i in range(20)]
    for key in keys:
        Key.action = always
        d[key] = key.name
    Key.action = None
    return len(d), [d[Key(i)] for i in range(20)] == list(range(20))


print(touch_dict())  # expect: (40, True)


def touch_set():
    s = {i + 0.5 for i in range(20)}

    def always():
        s.add(3)
        s.discard(3)

    for i in range(20):
        Key.action = always
        s.add(Key(i))
    Key.action = None
    return len(s), all(Key(i) in s for i in range(20)), Key(20) in s


print(touch_set())  # expect: (40, True, False)


def grow():
    """The comparison makes the dict grow: the search goes on in the new table."""
    d = {Key(i): i for i in range(4)}

    def more():
        d.update((f"more {i}", i) for i in range(100))

    Key.action = more
    found = d[Key(3)]
    Key.action = more
    return found, d.get(Key(7)), len(d)


print(grow())  # expect: (3, None, 104)


def gone():
    """The comparison takes away the key that it calls equal."""
    d = {Key("a"): 1, Key("b"): 2}
    Key.action = d.clear
    first = d.get(Key("b"), "absent")
    s = {Key("a"), Key("b")}
    Key.action = s.clear
    return first, Key("b") in s, len(d), len(s)


print(gone())  # expect: ('absent', False, 0, 0)


def replaced():
    """It takes it away and puts an equal one there."""
    d = {Key("x"): 1, Key("a"): 2}

    def another():
        for key in [key for key in d if key.name == "a"]:
            del d[key]
        d[Key("a")] = 3

    Key.action = another
    return d[Key("a")], [key.name for key in d]


print(replaced())  # expect: (3, ['x', 'a'])
