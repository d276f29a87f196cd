def lists(rows):
    flat = [x * 2 for row in rows for x in row if x]
    table = {k: v for k, v in flat}
    return {x for x in rows}, (x for x in rows)


def captured(rows):
    return [lambda: x for x in rows]


def named(rows):
    return [y for x in rows if (y := f(x)) for z in [y + 1]]
