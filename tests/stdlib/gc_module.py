# gc: cycles are found, finalisers run, the collector can be asked and switched.
import gc


class Node:
    alive = 0

    def __init__(self):
        Node.alive += 1

    def __del__(self):
        Node.alive -= 1


a = Node()
a.self = a
del a
print(Node.alive)  # expect: 1
gc.collect()
print(Node.alive)  # expect: 0
print(gc.isenabled())  # expect: True
gc.disable()
print(gc.isenabled())  # expect: False
gc.enable()
x = [1]
y = [x]
print(any(r is y for r in gc.get_referrers(x)), gc.get_referents(y) == [x])  # expect: True True
print(gc.is_tracked([]), gc.is_tracked(5), len(gc.get_threshold()), len(gc.get_count()), gc.garbage)
# expect: True False 3 3 []
gc.set_threshold(500, 5, 5)
print(gc.get_threshold())  # expect: (500, 5, 5)
for i in range(3):
    pair = [Node(), Node()]
    pair[0].other, pair[1].other = pair[1], pair[0]
del pair
print(gc.collect() > 0, Node.alive)  # expect: True 0
try:
    gc.collect(7)
except ValueError as e:
    print(e)
# expect: invalid generation
