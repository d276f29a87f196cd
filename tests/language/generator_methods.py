# needs: 3.14+
def echo():
    got = None
    while True:
        try:
            got = yield got
            print("got", got)
        except ValueError as e:
            print("caught", e)
            got = "error"
        finally:
            print("fin")
g = echo()
print(next(g)); print(g.send(5)); print(g.throw(ValueError("v")))
# expect: None
# expect: got 5
# expect: fin
# expect: 5
# expect: caught v
# expect: fin
# expect: error
g.close()  # expect: fin
try: g.send(1)
except StopIteration: print("closed")  # expect: closed
def stubborn():
    try: yield 1
    except GeneratorExit: yield 2
g = stubborn()
next(g)
try: g.close()
except RuntimeError as e: print(e)  # expect: generator ignored GeneratorExit
def f(): yield 1
g = f()
try: g.send(5)
except TypeError as e: print(e)  # expect: can't send non-None value to a just-started generator
g = f()
try: g.throw(KeyError("k"))
except KeyError as e: print("threw", e)  # expect: threw 'k'
print(list(g))  # expect: []
def running():
    try: next(me)
    except ValueError as e: yield str(e)
me = running()
print(next(me))  # expect: generator already executing
g = f()
print(g.gi_frame is not None, g.gi_running, g.gi_code.co_name, g.__name__)  # expect: True False f f
list(g)
print(g.gi_frame)  # expect: None
def ret():
    try: yield 1
    finally: return "fin"
g = ret()
next(g)
print(g.close())  # expect: fin
