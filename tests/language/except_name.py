def f():
    try:
        raise ValueError("x")
    except ValueError as e:
        pass
    try:
        e
    except UnboundLocalError as err:
        return str(err)
print(f())  # expect: cannot access local variable 'e' where it is not associated with a value
try: 1 / 0
except ZeroDivisionError as e: pass
print("e" in globals())  # expect: False
def g():
    e = "kept"
    try: 1 / 0
    except ZeroDivisionError as e: del e
    return "fine"
print(g())  # expect: fine
def h():
    for i in range(2):
        try:
            try:
                raise ValueError(i)
            except ValueError as e:
                if i: raise KeyError(i)
                continue
        except KeyError:
            try: return e
            except UnboundLocalError: return "unbound"
print(h())  # expect: unbound
def closure():
    try: raise ValueError("c")
    except ValueError as e:
        f = lambda: e
        r = str(f())
    try: f()
    except NameError as n: return r, str(n)
print(closure())
# expect: ('c', "cannot access free variable 'e' where it is not associated with a value in enclosing scope")
def ret():
    try: raise ValueError("r")
    except ValueError as e: return e
print(repr(ret()))  # expect: ValueError('r')
