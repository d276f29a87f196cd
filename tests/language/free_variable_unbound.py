def f():
    def g(): return x
    try:
        g()
    except NameError as e:
        print(e)
    x = 1
    return g()
print(f())
# expect: cannot access free variable 'x' where it is not associated with a value in enclosing scope
# expect: 1
def h():
    x = 1
    def g(): return x
    del x
    return g()
try:
    h()
except NameError as e:
    print(type(e).__name__, e)
# expect: NameError cannot access free variable 'x' where it is not associated with a value in enclosing scope
