def compare(a, b):
    if a < b and not a == 3 or a is None:
        return 1
    if a is not b:
        return a in (1, 2) or b not in {3, 4}
    return a <= b


def chain(a, b):
    if 0 <= a < b:
        return 1
    if a < f(b) <= 3:
        return 2
    return a < b < f(a)


def choose(a, b):
    x = a if b else 0
    y = a or b
    z = a and b and x
    return x if y else z


def constants(a):
    if 0:
        return 1
    while 1:
        if a:
            break
    assert a, "message"
    return not a
