x = 1
del x
try:
    x
except NameError as e:
    print(e)  # expect: name 'x' is not defined
items = [1, 2, 3, 4, 5]
del items[0], items[-1]
print(items)  # expect: [2, 3, 4]
del items[:2]
print(items)  # expect: [4]
d = {"a": 1, "b": 2}
del d["a"]
print(d)  # expect: {'b': 2}
class C: pass
c = C()
c.x = 1
del c.x
print(hasattr(c, "x"))  # expect: False
def f():
    a, b = 1, 2
    del (a, b)
    try:
        return a
    except UnboundLocalError as e:
        return str(e)
print(f())  # expect: cannot access local variable 'a' where it is not associated with a value
def g():
    x = 1
    del x
    x = 2
    return x
print(g())  # expect: 2
try:
    del nothing
except NameError as e:
    print(e)  # expect: name 'nothing' is not defined
def h():
    for i in range(2):
        v = i
        del v
    try:
        del v
    except UnboundLocalError as e:
        return str(e)
print(h())  # expect: cannot access local variable 'v' where it is not associated with a value
