x = 1
def f():
    global x, y
    x = 2
    y = 3
f()
print(x, y)  # expect: 2 3
def g():
    x = 10
    def h():
        global x
        x = 20
    h()
    return x
print(g(), x)  # expect: 10 20
class C:
    global z
    z = 5
print(z, hasattr(C, "z"))  # expect: 5 False
def d():
    global y
    del y
d()
print("y" in globals())  # expect: False
