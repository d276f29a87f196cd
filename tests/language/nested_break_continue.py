def f():
    out = []
    for i in range(4):
        for j in range(4):
            if j == i: continue
            if j > 2: break
            while True:
                if j: break
                out.append("z")
                break
            out.append((i, j))
        else:
            out.append("no break")
    return out
print(f())
# expect: [(0, 1), (0, 2), 'z', (1, 0), (1, 2), 'z', (2, 0), (2, 1), 'z', (3, 0), (3, 1), (3, 2), 'no break']
def g(n):
    for i in range(n):
        try:
            if i == 1: continue
            if i == 3: break
            print("body", i)
        finally:
            print("finally", i)
    else:
        print("else")
    return i
print(g(5))
# expect: body 0
# expect: finally 0
# expect: finally 1
# expect: body 2
# expect: finally 2
# expect: finally 3
# expect: 3
print(g(1))
# expect: body 0
# expect: finally 0
# expect: else
# expect: 0
