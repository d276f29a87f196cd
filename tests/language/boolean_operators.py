print(1 and 2, 0 and 2, 1 or 2, 0 or 2, None or [] or 0)  # expect: 2 0 1 2 0
print(1 and 0 or 3, not (1 and 0), not 1 or 2)  # expect: 3 True 2
def t(x):
    print("t", x)
    return x
print(t(0) or t(1) or t(2))
# expect: t 0
# expect: t 1
# expect: 1
print(t(1) and t(0) and t(2))
# expect: t 1
# expect: t 0
# expect: 0
a = t(1) and t(2)
# expect: t 1
# expect: t 2
b = t(0) and t(2)  # expect: t 0
print(a, b)  # expect: 2 0
a = a or t(9)
print(a)  # expect: 2
class Falsy:
    def __bool__(self): return False
class Empty:
    def __len__(self): return 0
print(bool(Falsy()), bool(Empty()), not Falsy(), (Falsy() or 5))  # expect: False False True 5
if t(1) and not t(0) or t(5):
    print("in")
# expect: t 1
# expect: t 0
# expect: in
x = None
y = x and x.attr
print(y)  # expect: None
