# A thread runs its target with its arguments; join waits for it.
import threading

seen = []


def work(a, b=0, *rest, key=None):
    seen.append((a, b, rest, key))


t = threading.Thread(target=work, args=(1, 2, 3), kwargs={"key": "k"})
print(t.is_alive(), t.ident)  # expect: False None
t.start()
t.join()
print(seen)  # expect: [(1, 2, (3,), 'k')]
print(t.is_alive(), t.ident is not None)  # expect: False True


class Sub(threading.Thread):
    def __init__(self):
        super().__init__(name="sub")
        self.result = None

    def run(self):
        self.result = threading.current_thread().name


s = Sub()
s.start()
s.join()
print(s.result)  # expect: sub
print(threading.current_thread() is threading.main_thread())  # expect: True
print(threading.main_thread().name)  # expect: MainThread
print(threading.active_count())  # expect: 1
print(threading.enumerate() == [threading.main_thread()])  # expect: True
