if (n := len("hello")) > 3:
    print(n)  # expect: 5
def f(data):
    total = 0
    while chunk := data.pop() if data else None:
        total += chunk
    return total, chunk
print(f([1, 2, 3]))  # expect: (6, None)
print([y := 1, y ** 2, y + 1])  # expect: [1, 1, 2]
print([last := x for x in range(3)], last)  # expect: [0, 1, 2] 2
def g(x):
    return x + (x := 10) + x
print(g(1))  # expect: 21
def h(a, i):
    a[i] = (i := 2)
    return a, i
print(h([0, 0, 0], 1))  # expect: ([0, 0, 2], 2)
print(any((hit := v) > 2 for v in [1, 2, 3, 4]), hit)  # expect: True 3

# In an iterable of a comprehension it is refused, also inside of what the iterable contains.
def refused(text):
    try:
        compile(text, "<text>", "exec")
        print("accepted")
    except SyntaxError as error:
        print(error.msg)
refused("[x for x in (y := [1])]")  # expect: assignment expression cannot be used in a comprehension iterable expression
refused("[x for x in (lambda: (y := [1]))()]")  # expect: assignment expression cannot be used in a comprehension iterable expression
refused("[x for x in [(y := z) for z in a]]")  # expect: assignment expression cannot be used in a comprehension iterable expression
refused("[x for x in {(y := 1): z for z in a}]")  # expect: assignment expression cannot be used in a comprehension iterable expression
refused("[x for x in a if (lambda: (y := x))()]")  # expect: accepted
