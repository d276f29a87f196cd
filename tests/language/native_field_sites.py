# Sites that read what builtin types compute (e.args, f.__name__) when classes change under them.


class Refused(Exception):
    pass


def args_of(e):
    return e.args


first, second = Refused(1), Refused(2, 3)
for e in (first, second, KeyError("k"), first):
    print(args_of(e))
# expect: (1,)
# expect: (2, 3)
# expect: ('k',)
# expect: (1,)
first.args = [4]
print(args_of(first))  # expect: (4,)
Refused.args = property(lambda self: "property")
print(args_of(first))  # expect: property
Refused.args = 5
print(args_of(first))  # expect: 5
del Refused.args
print(args_of(first))  # expect: (4,)
Refused.args = OSError.errno
try:
    args_of(first)
except TypeError as error:
    print(error)
# expect: descriptor 'errno' for 'OSError' objects doesn't apply to a 'Refused' object
del Refused.args
first.__dict__["args"] = "own"
print(args_of(first))  # expect: (4,)
Refused.__getattribute__ = lambda self, name: "all"
print(args_of(first), args_of(KeyError(6)))  # expect: all (6,)
del Refused.__getattribute__
print(args_of(first))  # expect: (4,)


def cause_of(e):
    return e.__cause__, e.__context__, e.__suppress_context__


print(cause_of(first))  # expect: (None, None, False)
first.__cause__ = second
print(cause_of(first) == (second, None, True))  # expect: True


def parts(number):
    return number.real, number.imag


for number in (1, True, 2.5, 1 + 2j, 10**30):
    print(parts(number))
# expect: (1, 0)
# expect: (1, 0)
# expect: (2.5, 0.0)
# expect: (1.0, 2.0)
# expect: (1000000000000000000000000000000, 0)
