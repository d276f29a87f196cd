"""Object creation: instances that live shortly, and a tree of them."""
from time import perf_counter


class Vector:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)


class Node:
    def __init__(self, depth):
        self.left = Node(depth - 1) if depth else None
        self.right = Node(depth - 1) if depth else None

    def count(self):
        return 1 if self.left is None else 1 + self.left.count() + self.right.count()


def work():
    at, step = Vector(0, 0), Vector(1, 2)
    for _ in range(500_000):
        at = at + step
    return at.x + at.y + sum(Node(12).count() for _ in range(20))


start = perf_counter()
result = work()
print(perf_counter() - start, result)
