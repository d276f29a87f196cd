"""Floats: the Mandelbrot set, and n bodies."""
from math import sqrt
from time import perf_counter


def mandelbrot(size, limit):
    inside = 0
    for row in range(size):
        cy = 2.0 * row / size - 1.0
        for column in range(size):
            cx = 2.0 * column / size - 1.5
            x = y = 0.0
            for _ in range(limit):
                xx, yy = x * x, y * y
                if xx + yy > 4.0:
                    break
                y = 2.0 * x * y + cy
                x = xx - yy + cx
            else:
                inside += 1
    return inside


def bodies(steps):
    bodies = [[0.0, 0.0, 0.0, 0.0, 40.0], [5.0, 0.0, 0.0, 2.5, 1.0], [0.0, -9.0, 2.0, 0.0, 0.5]]
    for _ in range(steps):
        for a in bodies:
            for b in bodies:
                if a is not b:
                    dx, dy = b[0] - a[0], b[1] - a[1]
                    distance = sqrt(dx * dx + dy * dy + 0.01)
                    pull = 0.001 * b[4] / (distance * distance * distance)
                    a[2] += dx * pull
                    a[3] += dy * pull
        for body in bodies:
            body[0] += 0.001 * body[2]
            body[1] += 0.001 * body[3]
    return bodies[1][0]


def work():
    return mandelbrot(150, 50), bodies(20_000)


start = perf_counter()
result = work()
print(perf_counter() - start, result)
