def log(*a): print(*a)
def f():
    try:
        return "try"
    finally:
        log("fin")
print(f())
# expect: fin
# expect: try
def g(n):
    for i in range(n):
        try:
            try:
                if i == 0: continue
                if i == 1: raise ValueError(i)
                return i
            except ValueError:
                log("caught")
            finally:
                log("inner", i)
        finally:
            log("outer", i)
    return "end"
print(g(2))
# expect: inner 0
# expect: outer 0
# expect: caught
# expect: inner 1
# expect: outer 1
# expect: end
print(g(3))
# expect: inner 0
# expect: outer 0
# expect: caught
# expect: inner 1
# expect: outer 1
# expect: inner 2
# expect: outer 2
# expect: 2
def h(x):
    y = [x]
    try:
        return y
    finally:
        y.append("fin")
print(h(1))  # expect: [1, 'fin']
def v(x):
    try:
        return x
    finally:
        x = 99
print(v(1))  # expect: 1
def order():
    try:
        log("a")
        try:
            log("b")
            return log("c")
        finally:
            log("d")
    finally:
        log("e")
order()
# expect: a
# expect: b
# expect: c
# expect: d
# expect: e
def raising():
    try:
        raise ValueError("first")
    finally:
        log("cleanup")
try:
    raising()
except ValueError as e:
    log(e)
# expect: cleanup
# expect: first
def nested():
    try:
        try:
            return 1
        finally:
            raise KeyError("in finally")
    except KeyError:
        return 2
print(nested())  # expect: 2
def loop():
    while True:
        try:
            break
        finally:
            log("break")
    return "out"
print(loop())
# expect: break
# expect: out
