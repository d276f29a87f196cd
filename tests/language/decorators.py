def trace(label):
    print("make", label)
    def deco(f):
        print("apply", label, f.__name__)
        def wrapper(*a):
            print("call", label)
            return f(*a)
        return wrapper
    return deco
@trace("a")
@trace("b")
def f(x): return x * 2
# expect: make a
# expect: make b
# expect: apply b f
# expect: apply a wrapper
print(f(4))
# expect: call a
# expect: call b
# expect: 8
def mark(c):
    c.marked = True
    return c
@mark
class C: pass
print(C.marked)  # expect: True
@lambda f: f()
def value(): return 42
print(value)  # expect: 42
class Reg:
    handlers = {}
    def on(self, name):
        def add(f):
            self.handlers[name] = f
            return f
        return add
r = Reg()
@r.on("x")
def handler(): return "handled"
print(r.handlers["x"]())  # expect: handled


# As many as one likes.
def grow(made):
    return made + 1 if isinstance(made, int) else 1


exec("@grow\n" * 20_000 + "def many(): pass\n@grow\n" + "@grow\n" * 99 + "class Many: pass")
print(many, Many)  # expect: 20000 100


def note(number):
    order.append(number)
    return lambda made: order.append(-number) or made


order = []
exec("".join(f"@note({i})\n" for i in range(1, 41)) + "def many(): pass")
print(order == [*range(1, 41), *range(-40, 0)], many.__name__)  # expect: True many


def refuse(made):
    raise ValueError("no")


try:
    exec("@note(1)\n" * 50 + "@refuse\ndef many(): pass")
except ValueError as e:
    print(e)  # expect: no
