# needs: 3.14+
# Methods that change a list, and items and slices assigned and deleted.
def error(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as e:
        print(f"{type(e).__name__}: {e}")


a = [1, 2, 3]
a.append(4)
a.extend([5, 6])
a.extend("x")
a.extend(range(2))
a.extend(i * i for i in range(3))
a.insert(0, "first")
a.insert(-1, "before last")
a.insert(100, "end")
a.insert(-100, "start")
print(a)  # expect: ['start', 'first', 1, 2, 3, 4, 5, 6, 'x', 0, 1, 0, 1, 'before last', 4, 'end']
print(a.pop(), a.pop(0), a.pop(-2), a.pop(1))  # expect: end start before last 1
a.remove("x")
a.reverse()
print(a)  # expect: [4, 1, 0, 1, 0, 6, 5, 4, 3, 2, 'first']
b = a.copy()
a.clear()
print(a, b)  # expect: [] [4, 1, 0, 1, 0, 6, 5, 4, 3, 2, 'first']
b.extend(b)
print(b)  # expect: [4, 1, 0, 1, 0, 6, 5, 4, 3, 2, 'first', 4, 1, 0, 1, 0, 6, 5, 4, 3, 2, 'first']
error([].pop)  # expect: IndexError: pop from empty list
error([1].pop, 5)  # expect: IndexError: pop index out of range
error([1].pop, "a")  # expect: TypeError: 'str' object cannot be interpreted as an integer
error([1].remove, 2)  # expect: ValueError: list.remove(x): x not in list
error([1].index, 2)  # expect: ValueError: list.index(x): x not in list
error([1, 2].index, 1, 1)  # expect: ValueError: list.index(x): x not in list
error([1, 2, 1].index, 1, 1)  # expect: 2
error([1, 2, 1].index, 1, -2, -1)  # expect: ValueError: list.index(x): x not in list
error([1].insert, "a", 1)  # expect: TypeError: 'str' object cannot be interpreted as an integer
error([1].extend, 5)  # expect: TypeError: 'int' object is not iterable
error([].append)  # expect: TypeError: list.append() takes exactly one argument (0 given)
error([].append, 1, 2)  # expect: TypeError: list.append() takes exactly one argument (2 given)
a = list(range(10))
a[0] = "a"
a[-1] = "z"
del a[1], a[-2]
print(a)  # expect: ['a', 2, 3, 4, 5, 6, 7, 'z']
a[1:3] = ["x", "y", "w"]
print(a)  # expect: ['a', 'x', 'y', 'w', 4, 5, 6, 7, 'z']
a[2:2] = [100, 200]
a[5:] = []
print(a)  # expect: ['a', 'x', 100, 200, 'y']
a[:] = range(8)
a[::2] = "abcd"
print(a)  # expect: ['a', 1, 'b', 3, 'c', 5, 'd', 7]
del a[::3]
print(a)  # expect: [1, 'b', 'c', 5, 7]
a[:] = range(8)
del a[::-2]
print(a)  # expect: [0, 2, 4, 6]
a[1:1] = a
print(a)  # expect: [0, 0, 2, 4, 6, 2, 4, 6]
a[:] = (i for i in range(3))
print(a)  # expect: [0, 1, 2]
a[5:2] = [9]
print(a)  # expect: [0, 1, 2, 9]
a[2:1] = [7]
print(a)  # expect: [0, 1, 7, 2, 9]
del a[10:]
del a[2:1]
print(a)  # expect: [0, 1, 7, 2, 9]
a[::-1] = [1, 2, 3, 4, 5]
print(a)  # expect: [5, 4, 3, 2, 1]


def assign(target, key, value):
    target[key] = value


def delete(target, key):
    del target[key]


error(assign, [1], 5, 1)  # expect: IndexError: list assignment index out of range
error(assign, [1], "a", 1)  # expect: TypeError: list indices must be integers or slices, not str
error(delete, [1], 5)  # expect: IndexError: list assignment index out of range
error(delete, [1], "a")  # expect: TypeError: list indices must be integers or slices, not str
error(assign, [1, 2, 3], slice(None, None, 2), [1])
# expect: ValueError: attempt to assign sequence of size 1 to extended slice of size 2
error(assign, [1, 2, 3], slice(1, 2), 5)  # expect: TypeError: must assign iterable to extended slice
error(assign, [1, 2, 3], slice(None, None, 2), 5)  # expect: TypeError: must assign iterable to extended slice
error(assign, [1, 2, 3], slice(None, None, 0), [])  # expect: ValueError: slice step cannot be zero
error(lambda: [1, 2][::0])  # expect: ValueError: slice step cannot be zero
error(lambda: [1, 2]["a":])
# expect: TypeError: slice indices must be integers or None or have an __index__ method
print([1, 2, 3, 4][1:3], [1, 2, 3][::-1], [1, 2, 3][-100:100], [1, 2, 3][5:], [1, 2, 3][2:0:-1], [1, 2, 3][::2**100])
# expect: [2, 3] [3, 2, 1] [1, 2, 3] [] [3, 2] [1]
a = [1, 2, 3]
for x in a:
    if len(a) < 6:
        a.append(x * 10)
print(a)  # expect: [1, 2, 3, 10, 20, 30]
a = [1, 2, 3, 4]
for x in a:
    a.remove(x)
print(a)  # expect: [2, 4]
it = iter(a)
print(next(it), next(it), next(it, "end"))  # expect: 2 4 end
a.append(5)
print(next(it, "still the end"))  # expect: still the end
it = iter([1, 2, 3])
print(it.__length_hint__(), next(it), it.__length_hint__(), list(it), it.__length_hint__())
# expect: 3 1 2 [2, 3] 0
r = reversed([1, 2, 3])
print(next(r), r.__length_hint__(), list(r), list(r))  # expect: 3 2 [2, 1] []


class Evil:
    def __eq__(self, other):
        del victims[:]
        return False


victims = [Evil(), Evil(), Evil()]
print(5 in victims, victims)  # expect: False []
victims = [Evil(), Evil()]
error(victims.remove, 5)  # expect: ValueError: list.remove(x): x not in list
victims = [Evil(), Evil()]
print(victims == [1, 2], victims)  # expect: False []


class Bad:
    def __iter__(self):
        yield 1
        raise KeyError("in the middle")


a = [0]
error(a.extend, Bad())  # expect: KeyError: 'in the middle'
print(a)  # expect: [0, 1]
