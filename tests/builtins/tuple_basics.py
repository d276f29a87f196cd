# needs: 3.14+
# Tuples.
def error(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as e:
        print(f"{type(e).__name__}: {e}")


print((), (1,), (1, 2), tuple("ab"), tuple([1]), tuple(), tuple(range(3)), tuple(x for x in "xy"))
# expect: () (1,) (1, 2) ('a', 'b') (1,) () (0, 1, 2) ('x', 'y')
t = (1, 2, 3, 2)
print(t[0], t[-1], t[1:], t[::-1], t[::2], len(t), 2 in t, t.count(2), t.index(2), t.index(2, 2))
# expect: 1 2 (2, 3, 2) (2, 3, 2, 1) (1, 3) 4 True 2 1 3
print(t + (4,), t * 2, 2 * (1,), () * 5, (1, 2) < (1, 3), (1,) < (1, 2), (1, 2) == (1.0, 2.0), (1,) == [1])
# expect: (1, 2, 3, 2, 4) (1, 2, 3, 2, 1, 2, 3, 2) (1, 1) () True True True False
print(hash(()), hash((1, 2, 3)), hash((1, (2, 3))), hash((1, 2)) == hash((1.0, 2.0)), hash((-1,)) == hash((-2,)))
# expect: 5740354900026072187 529344067295497451 7267574591690527098 True True
print(t is tuple(t), t[:] is t, () is tuple([]), (t + ()) is t)  # expect: True True True True
error(lambda: (1,)[1])  # expect: IndexError: tuple index out of range
error(lambda: (1,)["a"])  # expect: TypeError: tuple indices must be integers or slices, not str
error(lambda: (1,) + [1])  # expect: TypeError: can only concatenate tuple (not "list") to tuple
error(lambda: (1,) * "a")  # expect: TypeError: can't multiply sequence by non-int of type 'str'
error(lambda: (1,) < [1])  # expect: TypeError: '<' not supported between instances of 'tuple' and 'list'
error((1,).index, 5)  # expect: ValueError: tuple.index(x): x not in tuple
error(tuple, 5)  # expect: TypeError: 'int' object is not iterable
error(tuple, 1, 2)  # expect: TypeError: tuple expected at most 1 argument, got 2
error(tuple, x=1)  # expect: TypeError: tuple() takes no keyword arguments
error(hash, ([],))  # expect: TypeError: unhashable type: 'list'


def assign():
    t[0] = 1


def delete():
    del t[0]


error(assign)  # expect: TypeError: 'tuple' object does not support item assignment
error(delete)  # expect: TypeError: 'tuple' object doesn't support item deletion
x = ([],)
try:
    x[0] += [1]
except TypeError as e:
    print(e, x)  # expect: 'tuple' object does not support item assignment ([1],)
a, b = 1, 2
a, b = b, a
print(a, b)  # expect: 2 1
(c, *d), e = (1, 2, 3), 4
print(c, d, e)  # expect: 1 [2, 3] 4
loop = ([],)
loop[0].append(loop)
print(loop)  # expect: ([(...)],)


class P(tuple):
    def __new__(cls, *items):
        return super().__new__(cls, items)

    def total(self):
        return sum(self)


p = P(1, 2, 3)
p.note = "n"
print(p, p.total(), p.note, type(p[:]), type(p + (1,)), p == (1, 2, 3), hash(p) == hash((1, 2, 3)), {p: 1}[1, 2, 3])
# expect: (1, 2, 3) 6 n <class 'tuple'> <class 'tuple'> True True 1


class Fixed(tuple):
    __slots__ = ()


print(Fixed([1]), Fixed())  # expect: (1,) ()
error(lambda: setattr(Fixed(), "a", 1))
# expect: AttributeError: 'Fixed' object has no attribute 'a' and no __dict__ for setting new attributes
it = iter((1, 2))
print(next(it), it.__length_hint__(), list(it), list(it))  # expect: 1 1 [2] []
print((1, 2).__getnewargs__(), P(1).__getnewargs__())  # expect: ((1, 2),) ((1,),)
print(max((3, 1)), sum((1, 2)), sorted((2, 1)), any(()), (1, 2, 3)[1:][0], ((1, 2), 3) < ((1, 3), 0))
# expect: 3 3 [1, 2] False 2 True
match (1, (2, 3)):
    case (x, (y, *z)):
        print(x, y, z)  # expect: 1 2 [3]
