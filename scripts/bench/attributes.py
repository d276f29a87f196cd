"""Attributes and methods: a small class hierarchy, properties, slots."""
from time import perf_counter


class Account:
    def __init__(self):
        self.balance = 0
        self.moves = 0

    def move(self, amount):
        self.balance += amount
        self.moves += 1

    @property
    def mean(self):
        return self.balance // self.moves


class Savings(Account):
    def move(self, amount):
        super().move(amount + 1)


class Point:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y


def work():
    plain, savings, point, total = Account(), Savings(), Point(1, 2), 0
    for i in range(400_000):
        plain.move(i)
        savings.move(i)
        point.x += point.y
        total += plain.mean
    return total + savings.balance + point.x


start = perf_counter()
result = work()
print(perf_counter() - start, result)
