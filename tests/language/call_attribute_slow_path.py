# A function in an attribute that is called without self, and needs the slow path, keeps its arguments.
class Namespace:
    pass


def rest(a, *more, key=0):
    return a, more, key


n = Namespace()
n.rest = rest
print(n.rest(1, 2, 3))  # expect: (1, (2, 3), 0)
print(n.rest("a"))  # expect: ('a', (), 0)
