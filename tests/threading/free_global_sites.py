"""Globals that threads store and delete while other threads' code finds out where they are: a name that nobody gave a
value has none."""

import functools

from _together import together

ROUNDS, TIMES, NAMES = 400, 12, 60

NAMED = [f"name_{n}" for n in range(NAMES)]
SOURCE = f"""
def put(n):
    global {", ".join(NAMED)}
    {"; ".join(f"{name} = n" for name in NAMED)}

def drop():
    global {", ".join(NAMED)}
    {"".join(f'''
    try: del {name}
    except NameError: pass''' for name in NAMED)}

def missing():
    return never_given
"""
CODE = compile(SOURCE, "sites", "exec")


def repeat(function, *args):
    for _ in range(TIMES):
        function(*args)


def probe(missing):
    for _ in range(TIMES * 20):
        try:
            value = missing()
        except NameError:
            continue
        raise AssertionError(f"a name without a value is {value!r}")


for _ in range(ROUNDS):
    names = {}
    exec(CODE, names)
    put, drop, missing = names["put"], names["drop"], names["missing"]
    together(functools.partial(repeat, put, 1), functools.partial(repeat, put, 2), functools.partial(repeat, drop),
             functools.partial(probe, missing))
    put(3)
    assert [names[name] for name in NAMED] == [3] * NAMES
    probe(missing)
print("kept apart")  # expect: kept apart
