"""What several of this package's kinds of objects have in common."""

import time


class Namespace:
    """Any attributes."""

    def __init__(self, /, **kwds):
        self.__dict__.update(kwds)

    def __repr__(self):
        items = sorted('%s=%r' % item for item in self.__dict__.items() if not item[0].startswith('_'))
        return '%s(%s)' % (type(self).__name__, ', '.join(items))


def wait_for(self, predicate, timeout=None):
    """Waits until predicate() is true, and returns what it says: a method of conditions."""
    result = predicate()
    end = None if timeout is None else time.monotonic() + timeout
    while not result:
        rest = None if end is None else end - time.monotonic()
        if rest is not None and rest <= 0:
            break
        self.wait(rest)
        result = predicate()
    return result
