# __getattribute__, __getattr__, __setattr__, __delattr__, __dir__.
class Spy:
    def __init__(self):
        object.__setattr__(self, "log", [])

    def __getattribute__(self, name):
        if not name.startswith("__") and name != "log":
            object.__getattribute__(self, "log").append(("get", name))
        return super().__getattribute__(name)

    def __getattr__(self, name):
        return f"no {name}"

    def __setattr__(self, name, value):
        self.log.append(("set", name, value))
        super().__setattr__(name, value)

    def __delattr__(self, name):
        self.log.append(("del", name))
        super().__delattr__(name)

    def method(self):
        return "method"


s = Spy()
s.a = 1
print(s.a, s.b, s.method())  # expect: 1 no b method
del s.a
print(s.log)
# expect: [('set', 'a', 1), ('get', 'a'), ('get', 'b'), ('get', 'method'), ('del', 'a')]


class Lazy:
    def __getattr__(self, name):
        value = len(name)
        setattr(self, name, value)
        return value


l = Lazy()
print(l.abc, l.__dict__, l.abc)  # expect: 3 {'abc': 3} 3


class Frozen:
    def __setattr__(self, name, value):
        raise AttributeError(f"cannot set {name}")


try:
    Frozen().x = 1
except AttributeError as e:
    print(e)  # expect: cannot set x


class Dir:
    def __dir__(self):
        return ["z", "a"]


print(dir(Dir()))  # expect: ['a', 'z']


class Recursive:
    def __getattr__(self, name):
        return self.other


try:
    Recursive().x
except RecursionError as e:
    print(type(e).__name__)  # expect: RecursionError


class WithProperty:
    @property
    def broken(self):
        return self.missing

    def __getattr__(self, name):
        return f"fallback for {name}"


print(WithProperty().broken)  # expect: fallback for missing
try:
    object.__getattribute__(WithProperty(), "nope")
except AttributeError as e:
    print(e)  # expect: 'WithProperty' object has no attribute 'nope'
try:
    object.__setattr__(int, "x", 1)
except TypeError as e:
    print(e)  # expect: can't apply this __setattr__ to type object
