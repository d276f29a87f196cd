# A tuple that was packed where much of the stack was left, and is unpacked or given up where little is.
# gilt only
# timeout: 60
import sys
from concurrent import interpreters

sys.setrecursionlimit(10**6)
queue = interpreters.create_queue()


def nested(depth):
    made = ()
    for _ in range(depth):
        made = (made,)
    return made


depth = 64
try:
    while depth < 1 << 20:
        queue.put(nested(depth * 2))
        queue.get()
        depth *= 2
except RecursionError:
    pass


class Deeper:
    """Compares itself, natively, until `level` is at [at_level], then calls [action]."""

    level = 0

    def __init__(self, at_level, action):
        self.at_level, self.action = at_level, action

    def __eq__(self, other):
        Deeper.level += 1
        if Deeper.level == self.at_level:
            self.action()
            return True
        return [Deeper(self.at_level, self.action)] == [Deeper(self.at_level, self.action)]


def run_at(level, action):
    Deeper.level = 0
    try:
        return [Deeper(level, action)] == [Deeper(level, action)]
    except RecursionError:
        return "too deep"


print(run_at(None, None))  # expect: too deep
deepest = Deeper.level
for above in 5, 50, 500:
    queue.put(nested(depth))
    outcome = run_at(deepest - above, queue.get)
    # How much stack a level of each takes differs from build to build: further up it may fit.
    print(outcome == "too deep" or above > 5 and outcome is True, queue.empty())
# expect: True True
# expect: True True
# expect: True True
