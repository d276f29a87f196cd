def f(items, wanted):
    for index, item in enumerate(items):
        if item == wanted:
            break
    else:
        index = -1
    return index
print(f("abc", "b"), f("abc", "z"), f([], 1))  # expect: 1 -1 -1
def g():
    i = "before"
    for i in []: pass
    return i
print(g())  # expect: before
def h():
    for i in range(3):
        i = i * 10
    return i
print(h())  # expect: 20
def k(n):
    result = []
    while n:
        n -= 1
        for j in range(n):
            if j == 2: break
            result.append((n, j))
        else:
            result.append("all")
            if n == 1: break
    else:
        result.append("while else")
    return result
print(k(4), k(0))  # expect: [(3, 0), (3, 1), (2, 0), (2, 1), 'all', (1, 0), 'all'] ['while else']
def modify():
    items = [1, 2, 3]
    for x in items:
        if len(items) < 6: items.append(x * 10)
    return items
print(modify())  # expect: [1, 2, 3, 10, 20, 30]
def nested_functions():
    fs = []
    for i in range(2):
        def f(): return i
        fs.append(f)
    return [f() for f in fs]
print(nested_functions())  # expect: [1, 1]
def unpacked():
    for a, (b, *c), d in [(1, (2, 3, 4), 5)]: pass
    return a, b, c, d
print(unpacked())  # expect: (1, 2, [3, 4], 5)
def iterator_released():
    class It:
        def __iter__(self): return self
        def __next__(self): return 1
        def __del__(self): print("released")
    for x in It(): break
    print("after")
    for x in It(): return "returned"
print(iterator_released())
# expect: released
# expect: after
# expect: released
# expect: returned
