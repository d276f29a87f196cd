def f(x):
    match x:
        case 1: return "one"
        case 2 | 3: return "two or three"
        case "text": return "text"
        case -5: return "minus five"
        case 1.5: return "float"
        case 3 + 4j: return "complex"
        case b"b": return "bytes"
        case None: return "none"
        case True: return "true"
        case False: return "false"
        case _: return "other"
print([f(x) for x in (1, 2, 3, "text", -5, 1.5, 3 + 4j, b"b", None, True, False, [], 1.0)])
# expect: ['one', 'two or three', 'two or three', 'text', 'minus five', 'float', 'complex', 'bytes', 'none', 'one', 'false', 'other', 'one']
import enum
class Color:
    RED = 1
    GREEN = 2
class N:
    c = Color
def g(x):
    match x:
        case Color.RED: return "red"
        case N.c.GREEN: return "green"
        case y if y > 10: return "big", y
        case y: return "any", y
print(g(1), g(2), g(11), g(5))  # expect: red green ('big', 11) ('any', 5)
def no_match(x):
    match x:
        case 1: return "one"
    return "fell through"
print(no_match(2))  # expect: fell through
match 5:
    case x if x > 10: print("no")
    case x: print("x", x)  # expect: x 5
match (1, 2):
    case a, b: print(a, b)  # expect: 1 2
match 1,:
    case [a]: print("one", a)  # expect: one 1
def guard(x):
    match x:
        case [a, b] if a == b: return "equal", a
        case [a, b] if (c := a + b) > 5: return "sum", c
        case [a, _]: return "first", a
print(guard([1, 1]), guard([2, 4]), guard([1, 2]))  # expect: ('equal', 1) ('sum', 6) ('first', 1)
