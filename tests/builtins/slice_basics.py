# needs: 3.14+
# slice objects.
def error(function, *args, **kwargs):
    try:
        print(function(*args, **kwargs))
    except Exception as e:
        print(f"{type(e).__name__}: {e}")



s = slice(1, 10, 2)
print(s, slice(5), slice(1, None), slice("a", [], {}), s.start, s.stop, s.step)
# expect: slice(1, 10, 2) slice(None, 5, None) slice(1, None, None) slice('a', [], {}) 1 10 2
print(s.indices(5), slice(None).indices(3), slice(None, None, -1).indices(3), slice(-2, None).indices(10), slice(-100, 100).indices(5))
# expect: (1, 5, 2) (0, 3, 1) (2, -1, -1) (8, 10, 1) (0, 5, 1)
print(slice(10, -100, -3).indices(8), slice(5, 1).indices(9), slice(0, 10**30, 10**20).indices(10**25), slice(-(10**30), None).indices(10**25))
# expect: (7, -1, -3) (5, 1, 1) (0, 10000000000000000000000000, 100000000000000000000) (0, 10000000000000000000000000, 1)
print(s == slice(1, 10, 2), s != slice(1), slice(1) < slice(2), slice(1, 2) <= slice(1, 2), slice(None) == slice(None))
# expect: True True True True True
print(hash(slice(1, 2, 3)), hash(slice(1)) == hash(slice(None, 1)), {slice(1): "v"}[slice(1)])
# expect: -2340833382717974474 True v


class Shows:
    def __getitem__(self, key):
        return key


x = Shows()
print(x[1:2], x[:], x[::3], x[1:2, 3], x[...], x[1:2, ::], x["a":"b"])
# expect: slice(1, 2, None) slice(None, None, None) slice(None, None, 3) (slice(1, 2, None), 3) Ellipsis (slice(1, 2, None), slice(None, None, None)) slice('a', 'b', None)
error(slice)  # expect: TypeError: slice expected at least 1 argument, got 0
error(slice, 1, 2, 3, 4)  # expect: TypeError: slice expected at most 3 arguments, got 4
error(slice, x=1)  # expect: TypeError: slice() takes no keyword arguments
error(slice(1).indices, -1)  # expect: ValueError: length should not be negative
error(slice(1).indices, "a")  # expect: TypeError: 'str' object cannot be interpreted as an integer
error(slice(1, 2, 0).indices, 3)  # expect: ValueError: slice step cannot be zero
error(slice("a").indices, 3)
# expect: TypeError: slice indices must be integers or None or have an __index__ method
error(hash, slice([], 1))  # expect: TypeError: unhashable type: 'list'
error(lambda: slice(1, []) < slice(1, 2))
# expect: TypeError: '<' not supported between instances of 'list' and 'int'
error(lambda: setattr(slice(1), "start", 2))  # expect: AttributeError: readonly attribute
print("hello"[slice(1, 3)], [1, 2, 3][slice(None, None, -1)], (1, 2)[slice(1)], s.__reduce__())
# expect: el [3, 2, 1] (1,) (<class 'slice'>, (1, 10, 2))
