# Modules: attributes, PEP 562 hooks, classes of their own.
import types
m = types.ModuleType("mod", "about it")
print(m, m.__name__, m.__doc__, m.__package__, m.__spec__)
# expect: <module 'mod'> mod about it None None
m.x = 1
print(m.x, m.__dict__["x"], sorted(k for k in dir(m) if not k.startswith("__")))
# expect: 1 1 ['x']
del m.x
try:
    m.x
except AttributeError as e:
    print(e, e.name)  # expect: module 'mod' has no attribute 'x' x
m.__getattr__ = lambda name: name * 2
print(m.ab)  # expect: abab
m.__dir__ = lambda: ["one"]
print(dir(m))  # expect: ['one']


class Sub(types.ModuleType):
    @property
    def prop(self):
        return "computed"

    def __call__(self):
        return "called"


s = Sub("s")
print(s.prop, s())  # expect: computed called
m.__class__ = Sub
print(m.prop, m())  # expect: computed called
try:
    m.__dict__ = {}
except AttributeError as e:
    print(e)  # expect: readonly attribute
try:
    types.ModuleType()
except TypeError as e:
    print(e)  # expect: module() missing required argument 'name' (pos 1)
try:
    types.ModuleType(1)
except TypeError as e:
    print(e)  # expect: module() argument 'name' must be str, not int
import sys
print(sys.__name__, type(sys), isinstance(m, types.ModuleType))  # expect: sys <class 'module'> True
