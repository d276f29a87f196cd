# gilt only
# env: GILT_THREADS=3
import threading
import time

import gilt

# -- as a context manager: times are added up --
with gilt.region("outer") as outer:
    for _ in range(3):
        with gilt.region("inner"):
            time.sleep(0.002)
print(outer, outer.name)  # expect: gilt.region('outer') outer
regions = gilt.stats()["regions"]
print(list(regions))  # expect: ['outer', 'inner']
print(regions["inner"]["count"], regions["outer"]["count"])  # expect: 3 1
print(regions["outer"]["wall"] >= regions["inner"]["wall"] >= 0.006)  # expect: True
print(regions["inner"]["longest"] <= regions["inner"]["wall"])  # expect: True
print(regions["inner"]["cpu"] < regions["inner"]["wall"])  # expect: True


# -- as a decorator --
@gilt.region("decorated")
def double(x, *, times=2):
    "Doubles."
    return x * times


print(double(4), double(4, times=3), double.__name__, double.__doc__)  # expect: 8 12 double Doubles.


class Account:
    @gilt.region("method")
    def balance(self):
        return 7


print(Account().balance())  # expect: 7
print(gilt.stats()["regions"]["decorated"]["count"])  # expect: 2

# -- exceptions pass through, and the time counts --
try:
    with gilt.region("fails"):
        1 / 0
except ZeroDivisionError:
    print(gilt.stats()["regions"]["fails"]["count"])  # expect: 1

# -- one object, many threads, and the same thread again --
shared = gilt.region("shared")
inside = threading.Barrier(4)


def work():
    with shared:
        inside.wait()
        with shared:
            pass


threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(gilt.stats()["regions"]["shared"]["count"])  # expect: 8

# -- mistakes --
for wrong in (
    lambda: gilt.region(),
    lambda: gilt.region(3),
    lambda: gilt.region("x").__exit__(None, None, None),
    lambda: gilt.region("x")(5),
    lambda: gilt.region("x")(),
):
    try:
        wrong()
    except (TypeError, RuntimeError) as error:
        print(f"{type(error).__name__}: {error}")
# expect: TypeError: region() takes exactly one argument (0 given)
# expect: TypeError: region() argument 1 must be str, not int
# expect: RuntimeError: this thread has not entered the region
# expect: TypeError: 5 is not callable
# expect: TypeError: a region decorates one function (0 given)
print("x" in gilt.stats()["regions"])  # expect: False

# -- how many threads --
print(gilt.thread_count(), gilt.thread_count(7))  # expect: 3 3
import os
os.unsetenv("GILT_THREADS")
print(gilt.thread_count(7), gilt.thread_count() >= 1)  # expect: 7 True

# -- stats has what switch_statistics has, and more --
print(set(gilt.stats()) - set(gilt.switch_statistics()))  # expect: {'regions'}
print(gilt.stats()["lock_waits"] >= 0, gilt.stats()["lock_waited"] >= 0.0)  # expect: True True
