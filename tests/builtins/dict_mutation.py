# Dicts that change while they are walked along, looked up, compared or shown.
def error(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as e:
        print(f"{type(e).__name__}: {e}")



def grow():
    d = {1: 1, 2: 2}
    for k in d:
        d[k + 10] = 0


def shrink():
    d = {1: 1, 2: 2}
    for k in d:
        del d[k]


def exchange():
    d = {1: 1, 2: 2}
    for k in d:
        del d[k]
        d[k + 5] = 2


error(grow)  # expect: RuntimeError: dictionary changed size during iteration
error(shrink)  # expect: RuntimeError: dictionary changed size during iteration
error(exchange)  # expect: RuntimeError: dictionary keys changed during iteration
d = {1: 1, 2: 2}
for k in d:
    d[k] += 1
print(d)  # expect: {1: 2, 2: 3}
it = iter(d)
print(next(it), it.__length_hint__())  # expect: 1 1
d[3] = 3
error(next, it)  # expect: RuntimeError: dictionary changed size during iteration
error(next, it)  # expect: RuntimeError: dictionary changed size during iteration
del d[3]
error(next, it)  # expect: RuntimeError: dictionary changed size during iteration
it = iter({}.items())
error(next, it)  # expect: StopIteration: 
values = d.values()
items = d.items()
keys = d.keys()
d["new"] = 1
print(values, items, keys, len(keys))
# expect: dict_values([2, 3, 1]) dict_items([(1, 2), (2, 3), ('new', 1)]) dict_keys([1, 2, 'new']) 3


class Evil:
    def __init__(self, action):
        self.action = action

    def __hash__(self):
        return 1

    def __eq__(self, other):
        self.action()
        return False


d = {}
e = Evil(lambda: d.clear())
for i in range(3):
    d[Evil(lambda: None)] = i
print(len(d))  # expect: 3
d[e] = 9
print(len(d) >= 1, e in d)  # expect: True True
d = {Evil(lambda: None): 0}


def refill():
    for i in range(100):
        d[i + 1000] = i


d[Evil(refill)] = 1
print(len(d))  # expect: 2


class Shows:
    def __repr__(self):
        d.pop("b", None)
        d["c"] = 1
        return "shown"


d = {"a": Shows(), "b": 2}
print(repr(d) in ("{'a': shown, 'c': 1}", "{'a': shown}"))  # expect: True


class Dies:
    def __del__(self):
        d["from del"] = True


d = {1: Dies()}
d[1] = 0
print(d)  # expect: {1: 0, 'from del': True}
d[2] = Dies()
d.clear()
print(d)  # expect: {'from del': True}
d = {}
for i in range(100000):
    d[i] = i
    if i >= 10:
        del d[i - 10]
print(len(d), next(iter(d)))  # expect: 10 99990
d = {i: i for i in range(100)}
while d:
    d.popitem()
    if len(d) == 50:
        d["x"] = 1
        d.pop("x")
print(d)  # expect: {}
deep = {}
for _ in range(100000):
    deep = {"d": deep}
del deep
print("freed")  # expect: freed
