print(eval("1 + 2"), eval("x * 2", {"x": 5}), eval("a + b", {"a": 1}, {"b": 2}))  # expect: 3 10 3
ns = {}
exec("y = 5\ndef f(): return y", ns)
print(ns["y"], ns["f"]())  # expect: 5 5
loc = {}
exec("z = 1\nw = z + 1", {}, loc)
print(loc)  # expect: {'z': 1, 'w': 2}
def f(a):
    b = 2
    exec("b = 50")
    return eval("a + b"), b
print(f(1))  # expect: (3, 2)
code = compile("q = 3", "<c>", "exec")
exec(code)
print(q)  # expect: 3
print(eval(compile("q + 1", "<c>", "eval")))  # expect: 4
exec(compile("q", "<c>", "single"))  # expect: 3
exec("global gg\ngg = 1", {}, loc)
print("gg" in loc)  # expect: False
exec("class C:\n  v = 5\n  def m(self): return C.v", ns)
print(ns["C"]().m())  # expect: 5
exec("for i in range(3): pass\nprint(i, [i for i in range(2)])", {}, loc)  # expect: 2 [0, 1]
g2, l2 = {}, {"k": 1}
exec("k = k + 1\nfn = lambda: k", g2, l2)
print(l2["k"])  # expect: 2
try: l2["fn"]()
except NameError as e: print(e)  # expect: name 'k' is not defined
for bad in ("1 +", "def f(:", "x = = 1", "return 5", "break", "a b"):
    try: exec(bad)
    except SyntaxError as e: print(type(e).__name__, e.msg, e.lineno, e.offset)
# expect: SyntaxError invalid syntax 1 4
# expect: SyntaxError invalid syntax 1 7
# expect: SyntaxError invalid syntax 1 5
# expect: SyntaxError 'return' outside function 1 1
# expect: SyntaxError 'break' outside loop 1 1
# expect: SyntaxError invalid syntax 1 3
class Map(dict):
    def __missing__(self, k): return "made " + k
exec("print(anything)", {"print": print}, Map())
# expect error: TypeError: 'str' object is not callable
print([eval("v") for v in (1, 2)])
def h():
    v = 5
    return [eval("v") for _ in range(1)], [eval("i") for i in range(2)]
print(h())
del ns["y"]
try: ns["f"]()
except NameError as e: print(e)
