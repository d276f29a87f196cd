# An object of the program's own class comes back as what it was
# gilt only
from concurrent import interpreters

class Point:
    def __init__(self, x): self.x = x
    def moved(self): return Point(self.x + 1)

if __name__ == "__main__":
    interp = interpreters.create()
    point = interp.call(Point(1).moved)
    print(type(point) is Point, point.x)
    # expect: True 2
    interp.close()
