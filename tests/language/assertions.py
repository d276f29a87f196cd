def f(x):
    assert x, "message " + str(x)
    assert isinstance(x, int)
    return x
print(f(5))  # expect: 5
try: f(0)
except AssertionError as e: print(e)  # expect: message 0
try: f("s")
except AssertionError as e: print(repr(e))  # expect: AssertionError()
assert True, 1 / 0
try: assert False, (1, 2)
except AssertionError as e: print(e.args)  # expect: ((1, 2),)
def g(x):
    assert x > 0 and x < 10 or x == 100
    return "ok"
print(g(5), g(100))  # expect: ok ok
try: g(50)
except AssertionError: print("failed")  # expect: failed
print(__debug__)  # expect: True
