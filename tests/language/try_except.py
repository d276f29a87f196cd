def f(x):
    try:
        return 10 // x
    except ZeroDivisionError:
        return "zero"
    except (TypeError, ValueError) as e:
        return type(e).__name__
    else:
        return "never"
print(f(2), f(0), f("a"))  # expect: 5 zero TypeError
def g(x):
    try:
        y = int(x)
    except ValueError:
        print("bad")
    else:
        print("good", y)
    finally:
        print("finally")
g("5"); g("x")
# expect: good 5
# expect: finally
# expect: bad
# expect: finally
try:
    try:
        raise KeyError("k")
    except IndexError:
        print("no")
except KeyError as e:
    print("outer", e)  # expect: outer 'k'
try:
    raise ValueError
except Exception as e:
    print(repr(e), e.args)  # expect: ValueError() ()
try:
    [][0]
except:
    print("bare")  # expect: bare
def h():
    try: pass
    except: pass
    else: return "else"
print(h())  # expect: else
try:
    try:
        1 / 0
    except 5:
        pass
except TypeError as e:
    print(e)  # expect: catching classes that do not inherit from BaseException is not allowed
class E(Exception): pass
class F(E): pass
for exc in (F, E):
    try: raise exc("x")
    except F: print("F")
    except E: print("E")
# expect: F
# expect: E
