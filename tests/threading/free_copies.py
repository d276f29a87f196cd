"""Objects are copied in one thread while another asks for their __dict__, which moves their attributes: the copies
have them all."""

import copy

from _together import together

COUNT = 15000


class Point:
    pass


class Trouble(Exception):
    pass


points, errors, place = [], [], [0]
for number in range(COUNT):
    point, error = Point(), Trouble(number)
    point.x = error.x = point.y = error.y = number
    points.append(point)
    errors.append(error)


stop = []


def copies():
    try:
        for n in range(COUNT):
            place[0] = n
            assert vars(copy.copy(points[n])) == {"x": n, "y": n}
            state = errors[n].__reduce__()[2]
            assert (state["x"], state["y"]) == (n, n)
    finally:
        stop.append(True)


def look():
    while not stop:
        n = place[0]
        vars(points[n])
        vars(errors[n])


together(copies, look, look)
print("copied")  # expect: copied
