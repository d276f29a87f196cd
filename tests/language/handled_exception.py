import sys
print(sys.exception())  # expect: None
def name(): return type(sys.exception()).__name__
try:
    1 / 0
except ZeroDivisionError:
    print(name())
    try:
        [][1]
    except IndexError:
        print(name())
    print(name())
    try:
        try: raise KeyError
        finally: print(name())
    except KeyError:
        print(name())
    print(name())
# expect: ZeroDivisionError
# expect: IndexError
# expect: ZeroDivisionError
# expect: KeyError
# expect: KeyError
# expect: ZeroDivisionError
print(name())  # expect: NoneType
def f():
    try: raise ValueError
    except ValueError:
        return name()
print(f(), name())  # expect: ValueError NoneType
def gen():
    try: raise ValueError
    except ValueError:
        yield name()
        yield name()
    yield name()
g = gen()
print(next(g), name())  # expect: ValueError NoneType
try: raise KeyError
except KeyError: print(next(g), name(), next(g))  # expect: ValueError KeyError KeyError
def loop():
    for i in range(2):
        try: raise ValueError
        except ValueError: continue
    return name()
print(loop())  # expect: NoneType
class M:
    def __enter__(self): pass
    def __exit__(self, *a):
        print("exit", name())
        return True
with M(): raise LookupError  # expect: exit LookupError
print(name())  # expect: NoneType
def escape():
    try:
        try: raise ValueError
        except ValueError: raise KeyError
    except KeyError: pass
    return name()
print(escape())  # expect: NoneType
