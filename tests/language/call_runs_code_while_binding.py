"""Keywords and the names of keyword-only defaults may be asked for their hash, or whether they are equal, while the
arguments of a call are brought to their places: that disturbs neither them nor the code that is about to run."""


class Odd(str):
    def __hash__(self):
        return hash("b")

    def __eq__(self, other):
        first, second = [1, 2, 3], (self, other)
        return (first, second) == 0


def defaults(a, *, b=1, c=2, d=3, **rest):
    return a, b, c, d, rest


defaults.__kwdefaults__ = {Odd("z"): 0, "b": 1, "c": 2, "d": 3}
print(list(map(defaults, ["first"])))  # expect: [('first', 1, 2, 3, {})]
print(defaults("first", e=4))  # expect: ('first', 1, 2, 3, {'e': 4})
defaults.__kwdefaults__ = {Odd("z"): 0, "c": 2}
try:
    defaults("first")
except TypeError as error:
    print(error)  # expect: defaults() missing 2 required keyword-only arguments: 'b' and 'd'


# The function is given other code, and its own is forgotten, at the last question of the call.
def made(text):
    names = {}
    exec(text, names)
    return names["f"]


calls, last, kept = 0, None, []


class Swapping(str):
    def __hash__(self):
        global calls
        calls += 1
        if calls == last:
            f.__code__ = made("def f(**kw):\n    return len, zip, 'other'").__code__
            kept.extend(made(f"def f(**kw):\n    return {n}, len, min, max, sum") for n in range(3))
        return str.__hash__(self)

    __eq__ = str.__eq__


def call():
    global calls, f
    calls = 0
    f = made("def f(**kw):\n    x = [kw, len, min, max, sum, abs, print]\n    return x[1:3]")
    return f(**{Swapping("a"): 1})


call()
last = calls
print(all(call() == [len, min] for _ in range(20)))  # expect: True
