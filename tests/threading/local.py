# threading.local: each thread has attributes of its own, set up by __init__ in each.
import threading

data = threading.local()
data.x = 1
seen = []


def other():
    seen.append(hasattr(data, "x"))
    data.x = 2
    seen.append(data.x)


t = threading.Thread(target=other)
t.start()
t.join()
print(seen, data.x)  # expect: [False, 2] 1


class Numbered(threading.local):
    count = 0

    def __init__(self, start):
        self.value = start

    def double(self):
        return self.value * 2


n = Numbered(21)
n.value += 1
results = []
t = threading.Thread(target=lambda: results.append((n.value, n.double())))
t.start()
t.join()
print(results, n.value)  # expect: [(21, 42)] 22
try:
    data.missing
except AttributeError as e:
    print(e)  # expect: '_thread._local' object has no attribute 'missing'
del data.x
print(hasattr(data, "x"))  # expect: False
