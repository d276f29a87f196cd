# bool: a kind of int with two values.
def show(f, *args, **kw):
    try:
        print(repr(f(*args, **kw)))
    except Exception as e:
        print(type(e).__name__ + ":", e)


print(True + True, True & 1, True & False, True | False, True ^ True, True ^ 3, True << 3, True / 2, True == 1)
# expect: 2 1 False True False 2 8 0.5 True
print(str(True), repr(False), f"{True}", f"{True:d}", f"{True:5}|", "%d" % True, int(True), float(True))
# expect: True False True 1     1| 1 1 1.0
print(isinstance(True, int), issubclass(bool, int), bool(), bool([]), bool("a"), bool(0.0), bool(-0.0))
# expect: True True False False True False False
print({True: "a", 1: "b"}, [10, 20][True], sum([True] * 3), hash(True), bool.from_bytes(b"\x00"))
# expect: {True: 'b'} 20 3 1 False
show(bool, 1, 2)  # expect: TypeError: bool expected at most 1 argument, got 2
show(bool, x=1)  # expect: TypeError: bool() takes no keyword arguments


class NoTruth:
    def __bool__(self):
        return 3


show(bool, NoTruth())  # expect: TypeError: __bool__ should return bool, returned int
try:
    class B(bool):
        pass
except TypeError as e:
    print(e)
# expect: type 'bool' is not an acceptable base type
print(True is (1 < 2), not True, True and 5, False or "x")  # expect: True False 5 x
