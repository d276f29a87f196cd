# needs: 3.14+
# eval, exec, compile, globals, locals.
def show(f, *args, **kw):
    try:
        print(repr(f(*args, **kw)))
    except Exception as e:
        print(type(e).__name__ + ":", e)


x = 10
print(eval("x + 1"), eval("  x"), eval("x", {"x": 5}), eval("x + y", {"x": 1}, {"y": 2}), eval(b"x * 2"))
# expect: 11 10 5 3 20
ns = {}
exec("a = 1\ndef f():\n    return a + 1\nb = f()", ns)
print(ns["a"], ns["b"], ns["f"](), "__builtins__" in ns)  # expect: 1 2 2 True
exec("y = x * 3")
print(y)  # expect: 30


def inside():
    local = 5
    exec("local = 6; extra = 7")
    return local, eval("local"), "extra" in locals(), eval("[local for _ in range(2)]")


print(inside())  # expect: (5, 5, False, [5, 5])
loc = {}
exec("p = x; q = [p for _ in range(2)] if False else 1", {"x": 3}, loc)
print(loc)  # expect: {'p': 3, 'q': 1}
code = compile("1 + 2", "<made>", "eval")
print(eval(code), code.co_filename, type(code).__name__)  # expect: 3 <made> code
exec(compile("z = 5", "m", "exec"))
print(z)  # expect: 5
exec(compile("z + 1", "m", "single"))  # expect: 6
show(eval, "1 +")  # expect: SyntaxError: invalid syntax (<string>, line 1)
show(eval, "x = 1")  # expect: SyntaxError: invalid syntax (<string>, line 1)
show(exec, "if x")  # expect: SyntaxError: expected ':' (<string>, line 1)
show(eval, 5)  # expect: TypeError: eval() arg 1 must be a string, bytes or code object
show(exec, 5)  # expect: TypeError: exec() arg 1 must be a string, bytes or code object
show(compile, "1", "f", "bogus")  # expect: ValueError: compile() mode must be 'exec', 'eval' or 'single'
show(compile, 5, "f", "exec")  # expect: TypeError: compile() arg 1 must be a string, bytes or AST object
show(eval, "x", 5)  # expect: TypeError: globals must be a dict
show(exec, "x", 5)  # expect: TypeError: exec() globals must be a dict, not int
show(eval, "x", {}, 5)  # expect: TypeError: locals must be a mapping
show(eval, "undefined_name")  # expect: NameError: name 'undefined_name' is not defined
show(compile, "a\0b", "f", "exec")  # expect: SyntaxError: source code string cannot contain null bytes
print(globals()["x"], globals() is globals(), locals() is globals(), sorted(k for k in ns if not k.startswith("__")))
# expect: 10 True True ['a', 'b', 'f']


class Map(dict):
    def __missing__(self, key):
        return key.upper()


print(eval("abc + d", {}, Map(d="D")))  # expect: ABCD


def counter():
    total = 0

    def add(n):
        nonlocal total
        total += n
        return sorted(locals().items())
    return add(2), add(3)


print(counter())  # expect: ([('n', 2), ('total', 2)], [('n', 3), ('total', 5)])
print(eval("__import__('math').floor(2.5)"), __import__("sys").__name__, eval("(lambda v: v * x)(2)"))
# expect: 2 sys 20
exec("class C:\n    v = x\n    def get(self): return self.v")
print(C().get(), C.__module__)  # expect: 10 __main__
