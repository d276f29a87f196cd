# What counts as a mapping on the right of %, and what `*` takes.
def attempt(operation):
    try:
        print(operation())
    except (TypeError, OverflowError) as error:
        print(type(error).__name__, error)


attempt(lambda: b"a" % b"b")  # expect: TypeError not all arguments converted during bytes formatting
attempt(lambda: b"a" % bytearray(b"b"))  # expect: TypeError not all arguments converted during bytes formatting
attempt(lambda: bytearray(b"a") % b"b")  # expect: TypeError not all arguments converted during bytes formatting
attempt(lambda: b"a" % {})  # expect: b'a'
attempt(lambda: b"a" % [1])  # expect: b'a'
attempt(lambda: "a" % b"b")  # expect: a
attempt(lambda: b"%(a)s" % bytearray(b"b"))  # expect: TypeError format requires a mapping
attempt(lambda: "%(a)s" % b"b")  # expect: TypeError byte indices must be integers or slices, not str
attempt(lambda: "%(a)*d" % {"a": 5})  # expect: TypeError not enough arguments for format string
attempt(lambda: "%(a)*d" % {"a": "x"})  # expect: TypeError * wants int
attempt(lambda: "%.*f" % (10 ** 20, 1))  # expect: OverflowError Python int too large to convert to C int
attempt(lambda: "%.*f" % (2 ** 31, 1))  # expect: OverflowError Python int too large to convert to C int
attempt(lambda: "%*d" % (10 ** 20, 1))  # expect: OverflowError Python int too large to convert to C ssize_t
attempt(lambda: "%*.*f|" % (-8, 2, 1.5))  # expect: 1.50    |
