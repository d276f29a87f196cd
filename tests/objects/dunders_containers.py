# needs: 3.14+
# Container protocols of script classes, with their fall-backs.
class Seq:
    def __getitem__(self, i):
        if i >= 3:
            raise IndexError
        return i * 10


s = Seq()
print(list(s), 20 in s, 5 in s, [*s], tuple(s))
# expect: [0, 10, 20] True False [0, 10, 20] (0, 10, 20)
print(max(s), sum(s), dict(zip("abc", s)))  # expect: 20 30 {'a': 0, 'b': 10, 'c': 20}
try:
    len(s)
except TypeError as e:
    print(e)  # expect: object of type 'Seq' has no len()
try:
    reversed(s)
except TypeError as e:
    print(e)  # expect: object of type 'Seq' has no len()


class Map:
    def __init__(self):
        self.d = {}

    def __getitem__(self, k):
        return self.d[k]

    def __setitem__(self, k, v):
        self.d[k] = v

    def __delitem__(self, k):
        del self.d[k]

    def __len__(self):
        return len(self.d)

    def __contains__(self, k):
        return k in self.d

    def __iter__(self):
        return iter(self.d)

    def __missing__(self, k):
        return "missing"

    def __reversed__(self):
        return "reversed"

    def keys(self):
        return self.d.keys()


m = Map()
m["a"] = 1
m["b"] = 2
print(m["a"], len(m), "a" in m, list(m), dict(m), {**m}, reversed(m))
# expect: 1 2 True ['a', 'b'] {'a': 1, 'b': 2} {'a': 1, 'b': 2} reversed
del m["a"]
print(list(m))  # expect: ['b']
print(s[1:2] if False else Map.__getitem__ is not None)  # expect: True


class D(dict):
    def __missing__(self, k):
        return k * 2


print(D()[4], D(a=1)["a"])  # expect: 8 1


class It:
    def __init__(self):
        self.n = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.n += 1
        if self.n > 3:
            raise StopIteration
        return self.n


print(list(It()), next(It()), next(iter([]), "end"))  # expect: [1, 2, 3] 1 end
it = iter(It().__next__, 3)
print(list(it))  # expect: [1, 2]


one = 1


class NotIterable:
    __iter__ = None
    __contains__ = None


for f in (lambda: iter(NotIterable()), lambda: 1 in NotIterable(), lambda: iter(1), lambda: 1 in 2,
          lambda: one[0], lambda: [].__getitem__(None), lambda: object()[0]):
    try:
        f()
    except TypeError as e:
        print(e)
# expect: 'NotIterable' object is not iterable
# expect: 'NotIterable' object is not a container
# expect: 'int' object is not iterable
# expect: argument of type 'int' is not a container or iterable
# expect: 'int' object is not subscriptable
# expect: list indices must be integers or slices, not NoneType
# expect: 'object' object is not subscriptable


class BadIter:
    def __iter__(self):
        return 1


try:
    iter(BadIter())
except TypeError as e:
    print(e)  # expect: iter() returned non-iterator of type 'int'


class Slicing:
    def __getitem__(self, k):
        return k


print(Slicing()[1:2], Slicing()[::3, ...], Slicing()[()])
# expect: slice(1, 2, None) (slice(None, None, 3), Ellipsis) ()
try:
    int[1]
except TypeError as e:
    print(e)  # expect: type 'int' is not subscriptable


class Hint:
    def __length_hint__(self):
        return 5

    def __iter__(self):
        return iter([1])


import operator
print(operator.length_hint(Hint()), list(Hint()))  # expect: 5 [1]


class Call:
    def __call__(self, *args, **kwargs):
        return args, kwargs


print(Call()(1, 2, x=3), callable(Call()), callable(1))  # expect: ((1, 2), {'x': 3}) True False
