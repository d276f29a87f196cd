def operators(a, b):
    x = a + b * 2
    y = a - 1.5
    z = (a // 3) ** b
    x += y
    return -x % "text" @ z


def folded():
    return 2 * 3 + 4, -5, "ab" * 3, 1 << 200, (1, (2, 3)), 10 ** 2


def immediates(a):
    return a + 1, a - 100000, a << 3, a & 255, a * -4, a % 7
