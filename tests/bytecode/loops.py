def for_loop(n):
    total = 0
    for i in range(n):
        if i == 3:
            continue
        total += i
        if total > 10:
            break
    else:
        return 0
    return total


def while_loop(n):
    while n > 0:
        n -= 1
    else:
        n = 5
    while x := f(n):
        g(x)


def nested(rows):
    for row in rows:
        for key, value in row.items():
            if value:
                return key


def constants():
    for x in [1, 2, 3]:
        print(x)
