import builtins
x = "global"
def f():
    return x
print(f())  # expect: global
len_saved = len
def shadow():
    len = lambda s: "shadowed"
    return len("abc")
print(shadow(), len("abc"))  # expect: shadowed 3
len = lambda s: "global len"
print(len("abc"), builtins.len("abc"))  # expect: global len 3
del len
print(len("abc"))  # expect: 3
def g(): return later
try: g()
except NameError as e: print(e, e.name)  # expect: name 'later' is not defined later
later = "now"
print(g())  # expect: now
builtins.extra = "from builtins"
print(extra)  # expect: from builtins
extra = "own"
print(extra)  # expect: own
del extra
print(extra)  # expect: from builtins
del builtins.extra
try: extra
except NameError as e: print(e)  # expect: name 'extra' is not defined
def h():
    global made
    made = 1
    return made
print(h(), made)  # expect: 1 1
globals()["dynamic"] = 5
print(dynamic)  # expect: 5
def use(): return dynamic
print(use())  # expect: 5
globals()["dynamic"] = 6
print(use())  # expect: 6
del globals()["dynamic"]
try: use()
except NameError as e: print(e)  # expect: name 'dynamic' is not defined
for i in range(3):
    try: print(cond)
    except NameError: cond = i
# expect: 0
# expect: 0
print(sorted(k for k in globals() if k in ("cond", "made", "later", "x")))
# expect: ['cond', 'later', 'made', 'x']
