def f(flag):
    if flag:
        v = 1
    return v
print(f(True))  # expect: 1
def show(f, *a):
    try:
        print(f(*a))
    except UnboundLocalError as e:
        print(e)
show(f, False)  # expect: cannot access local variable 'v' where it is not associated with a value
def g():
    print(x)
    x = 1
show(g)  # expect: cannot access local variable 'x' where it is not associated with a value
def h():
    x += 1
show(h)  # expect: cannot access local variable 'x' where it is not associated with a value
def k(n):
    for i in range(n): pass
    return i
show(k, 0)  # expect: cannot access local variable 'i' where it is not associated with a value
show(k, 3)  # expect: 2
def loop():
    for i in range(2):
        if i: print(w)
        w = i
    del w
    return w
show(loop)
# expect: 0
# expect: cannot access local variable 'w' where it is not associated with a value
def attr(c):
    if c: a = []
    a.append(1)
    return a[0], -a[0], a == [1]
show(attr, 1)  # expect: (1, -1, True)
show(attr, 0)  # expect: cannot access local variable 'a' where it is not associated with a value
def args(c):
    if c: a = 1
    return max(a, 2)
show(args, 1)  # expect: 2
show(args, 0)  # expect: cannot access local variable 'a' where it is not associated with a value
def call(c):
    if c: fn = len
    return fn("abc")
show(call, 1)  # expect: 3
show(call, 0)  # expect: cannot access local variable 'fn' where it is not associated with a value
def item(c):
    if c: a = [1]
    a[0] = 2
    del a[0]
    return [a, a]
show(item, 1)  # expect: [[], []]
show(item, 0)  # expect: cannot access local variable 'a' where it is not associated with a value
def test(c):
    if c: a = 1
    return "y" if a else "n"
show(test, 1)  # expect: y
show(test, 0)  # expect: cannot access local variable 'a' where it is not associated with a value
def iterate(c):
    if c: a = "ab"
    x, y = a
    return x, [z for z in a]
show(iterate, 1)  # expect: ('a', ['a', 'b'])
show(iterate, 0)  # expect: cannot access local variable 'a' where it is not associated with a value
def compare(c):
    if c: a = 1
    return a is None, a < 2
show(compare, 1)  # expect: (False, True)
show(compare, 0)  # expect: cannot access local variable 'a' where it is not associated with a value
def fstring(c):
    if c: a = 1
    return f"{a}"
show(fstring, 1)  # expect: 1
show(fstring, 0)  # expect: cannot access local variable 'a' where it is not associated with a value
def ret(c):
    if c: a = 1
    b = a
    return b
show(ret, 0)  # expect: cannot access local variable 'a' where it is not associated with a value
def yields(c):
    if c: a = 1
    yield a
show(list, yields(1))  # expect: [1]
show(list, yields(0))  # expect: cannot access local variable 'a' where it is not associated with a value

# What stands to the left is looked at first, wherever the right operand lives.
def captured():
    def inner():
        return right
    return left + right
    left = right = 1
show(captured)  # expect: cannot access local variable 'left' where it is not associated with a value
def from_globals():
    return left < nowhere
    left = 1
show(from_globals)  # expect: cannot access local variable 'left' where it is not associated with a value
