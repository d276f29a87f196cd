# Threads change and read one list: nothing is lost, torn or seen outside of it.
import sys

from _together import numbered, together

sys.setswitchinterval(1e-5)
N = 3000


def at_once(*functions):
    together(*numbered(functions))


# -- appends --
shared = []


def append_own(number):
    for i in range(N):
        shared.append((number, i))


at_once(*[append_own] * 4)
print(len(shared), len(set(shared)))
# expect: 12000 12000
print(all([i for who, i in shared if who == n] == list(range(N)) for n in range(4)))
# expect: True

# -- pops, from both ends and the middle: each item comes out once --
taken = [[] for _ in range(4)]


def pop_own(number):
    place = (-1, 0, -1, 5)[number]
    while True:
        try:
            taken[number].append(shared.pop(place))
        except IndexError:
            if not shared or place != 5:
                return
            place = -1


at_once(*[pop_own] * 4)
print(len(shared), sum(map(len, taken)), len(set().union(*taken)))
# expect: 0 12000 12000

# -- insert and remove --
shared = list(range(100))


def insert_and_remove(number):
    for i in range(400):
        item = 1000 * (number + 1) + i
        shared.insert(i % 50, item)
        shared.remove(item)


at_once(*[insert_and_remove] * 4)
print(shared == list(range(100)))
# expect: True

# -- the same value removed by all: each removal takes one away --
shared = [7] * 2000
misses = [0] * 4


def remove_sevens(number):
    while True:
        try:
            shared.remove(7)
        except ValueError:
            misses[number] += 1
            return


at_once(*[remove_sevens] * 4)
print(shared, misses)
# expect: [] [1, 1, 1, 1]

# -- readers while the list grows, shrinks, is emptied and replaced --
shared = [("item", i) for i in range(50)]
done = False


def is_item(x):
    return type(x) is tuple and x[0] == "item" and type(x[1]) is int


def change(number):
    global done, shared
    try:
        for round in range(300):
            shared.extend([("item", i) for i in range(200)])
            del shared[10:150]
            shared[5:8] = [("item", -1)] * 40
            shared.reverse()
            shared.sort()
            shared[::2] = [("item", -2)] * len(shared[::2])
            del shared[::3]
            shared.pop()
            if round % 10 == 0:
                shared.clear()
                shared.append(("item", 0))
            shared += [("item", 3)] * 5
            shared *= 2
            del shared[100:]
            shared[-1] = ("item", round)
    finally:
        done = True


def read_items(number):
    wrong = 0
    while not done:
        for i in range(60):
            try:
                if not is_item(shared[i]) or not is_item(shared[-i - 1]):
                    wrong += 1
            except IndexError:
                pass
    if wrong:
        print("wrong items", wrong)


def read_by_loop(number):
    while not done:
        for item in shared:
            if not is_item(item):
                print("wrong item", item)
                return
        for item in reversed(shared):
            if not is_item(item):
                print("wrong item", item)
                return


def read_whole(number):
    while not done:
        for copy in (shared[:], shared.copy(), list(shared), tuple(shared), shared + [], shared[1:5],
                     sorted(shared), shared[::2], [*shared], shared * 2):
            if not all(map(is_item, copy)):
                print("wrong copy", copy)
                return
        ("item", 0) in shared, shared.count(("item", 1)), shared == [1], repr(shared), len(shared)
        first, *rest = shared + [("item", 0)]
        try:
            shared.index(("item", 3))
        except ValueError:
            pass


at_once(change, read_items, read_by_loop, read_whole)
print(all(map(is_item, shared)))
# expect: True

# -- items set by many; the end of what was there --
class Counted:
    alive = 0

    def __init__(self, n):
        self.n = n


shared = [Counted(i) for i in range(16)]


def set_items(number):
    for i in range(N):
        shared[i % 16] = Counted(i)
        shared[(i + 3) % 16] = i


at_once(*[set_items] * 4)
print(len(shared), all(type(x) in (int, Counted) for x in shared))
# expect: 16 True

# -- disjoint places: nobody's writes are lost, whatever else happens at the end --
shared = [0] * 8


def count_up(number):
    for i in range(N):
        shared[number] += 1
        if number == 3:
            shared.append(i)


at_once(*[count_up] * 4)
print(shared[:8], len(shared) - 8)
# expect: [3000, 3000, 3000, 3000, 0, 0, 0, 0] 3000

# -- extend from a list that changes; both directions at once --
left, right = [1] * 10, [2] * 10


def left_to_right(number):
    for i in range(200):
        right.extend(left)
        del right[10:]


def right_to_left(number):
    for i in range(200):
        left.extend(right)
        del left[10:]


at_once(left_to_right, right_to_left, left_to_right, right_to_left)
print(set(left) <= {1, 2}, set(right) <= {1, 2})
# expect: True True

# -- sorting: one at a time, and what is appended meanwhile is found out --
shared = list(range(500, 0, -1))
refused = 0


def sort_it(number):
    global refused
    for i in range(40):
        try:
            shared.sort(key=lambda x: -x if number % 2 else x)
        except ValueError:
            refused += 1


at_once(*[sort_it] * 3)
print(sorted(shared) == list(range(1, 501)))
# expect: True

# -- a list becomes shared while it is being sorted --
where = []


def publish_it(values):
    def key(x):
        if x == 5:
            where.append(values)
        return x

    try:
        values.sort(key=key)
    except ValueError:
        pass
    return values


def sort_own(number):
    for i in range(100):
        values = publish_it(list(range(10, 0, -1)))
        if values != list(range(1, 11)):
            print("unsorted", values)


def disturb(number):
    for i in range(3000):
        try:
            where[-1].append(1)
            where[-1].remove(1)
        except (IndexError, ValueError):
            pass


at_once(sort_own, sort_own)
print(len(where))
# expect: 200
where.clear()
at_once(disturb, lambda number: [publish_it(list(range(10, 0, -1))) for i in range(100)])
print(len(where))
# expect: 100
