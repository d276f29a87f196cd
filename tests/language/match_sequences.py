def f(x):
    match x:
        case []: return "empty"
        case [a]: return "one", a
        case [a, b]: return "two", a, b
        case [1, *rest]: return "starts with 1", rest
        case [*init, 9]: return "ends with 9", init
        case [first, *_, last]: return "ends", first, last
        case _: return "no"
for v in ([], [1], (1, 2), [1, 2, 3], [5, 6, 9], range(4), "abc", b"abc", {1: 2}, 5, iter([])):
    print(f(v))
# expect: empty
# expect: ('one', 1)
# expect: ('two', 1, 2)
# expect: ('starts with 1', [2, 3])
# expect: ('ends with 9', [5, 6])
# expect: ('ends', 0, 3)
# expect: no
# expect: no
# expect: no
# expect: no
# expect: no
def g(x):
    match x:
        case [[a, b], [c, *d]]: return a, b, c, d
        case [(1 | 2) as n, [_, [z]]]: return n, z
        case [_, _, _, *_] as whole: return whole
        case [*all]: return all
print(g([[1, 2], [3, 4, 5]]), g([2, [0, [7]]]), g([1, 2, 3, 4]), g((1,)))
# expect: (1, 2, 3, [4, 5]) (2, 7) [1, 2, 3, 4] [1]
def h(x):
    match x:
        case [_, "b", *_, y, "z"]: return y
        case [*_, 3, _]: return "3 before last"
        case [*_]: return "any"
print(h(["a", "b", "c", "y", "z"]), h([3, 1]), h([1]))  # expect: y 3 before last any
