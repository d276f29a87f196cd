def f(v):
    match v:
        case [a, b] | (a, b, _): return a, b
        case {"a": a} | [a]: return a
        case (1 as x) | (2 as x): return x
        case [(a, 1) | (1, a), *r] as w: return a, r, w
print(f([1, 2]), f((1, 2, 3)), f({"a": 5}), f([6]), f(2), f([(7, 1), 0, 0, 0]), f([(1, 8), 0, 0, 0]))
# expect: (1, 2) (1, 2) 5 6 2 (7, [0, 0, 0], [(7, 1), 0, 0, 0]) (8, [0, 0, 0], [(1, 8), 0, 0, 0])
def kept(v):
    a = "old"
    match v:
        case [a, 5]: return "matched", a
        case [_, 6]: return "kept", a
print(kept([1, 5]), kept([1, 6]))  # expect: ('matched', 1) ('kept', 'old')
def subject(x):
    match x:
        case [x, 0]: return "first", x
        case [_, x]: return "second", x
print(subject([1, 0]), subject([1, 2]))  # expect: ('first', 1) ('second', 2)
def guard_binds(v):
    match v:
        case [n] if n > 5: return "big"
        case _:
            try: return n
            except UnboundLocalError: return "unbound"
print(guard_binds([9]), guard_binds([1]), guard_binds(3))  # expect: big 1 unbound
def closure(v):
    match v:
        case [x, *y]: return (lambda: (x, y))()
print(closure([1, 2, 3]))  # expect: (1, [2, 3])
def loop(items):
    out = []
    for item in items:
        match item:
            case 0: continue
            case "stop": break
            case int(n): out.append(n)
            case [*xs]: out += xs
    else:
        out.append("end")
    return out
print(loop([1, 0, [2, 3], "x"]), loop([1, "stop", 2]))  # expect: [1, 2, 3, 'end'] [1]
match = 5
case = match + 1
print(match, case)  # expect: 5 6
match [1, 2]:
    case [gx, gy]: pass
print(gx, gy)  # expect: 1 2
