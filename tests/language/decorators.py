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
