def sign(n): return "neg" if n < 0 else "zero" if n == 0 else "pos"
print(sign(-1), sign(0), sign(1))  # expect: neg zero pos
x = 1 if [] else 2
print(x)  # expect: 2
print((1 if x > 1 else 2) + (3 if not x else 4))  # expect: 5
f = (lambda: "a") if x else (lambda: "b")
print(f())  # expect: a
print([i if i % 2 else -i for i in range(4)])  # expect: [0, 1, -2, 3]
