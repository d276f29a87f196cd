n = 3
while n:
    print(n)
    n -= 1
else:
    print("end")
# expect: 3
# expect: 2
# expect: 1
# expect: end
while True:
    n += 1
    if n < 3: continue
    break
print(n)  # expect: 3
while False:
    pass
else:
    print("else")  # expect: else
def find(items, x):
    i = 0
    while i < len(items):
        if items[i] == x: return i
        i += 1
    else:
        return "no"
    return "broken"
print(find([1, 2, 3], 2), find([1], 5))  # expect: 1 no
def collatz(n):
    steps = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    return steps
print(collatz(27))  # expect: 111
i = 0
while not i >= 3: i += 1
print(i)  # expect: 3
while (i := i - 1) and i > 0: print("w", i)
# expect: w 2
# expect: w 1
