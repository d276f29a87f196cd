# needs: 3.14+
# Exception objects: args, text, attributes, notes, causes and contexts.
e = ValueError("a", 1)
print(e.args, str(e), repr(e), str(ValueError()), str(ValueError("x")), repr(ValueError("x")))
# expect: ('a', 1) ('a', 1) ValueError('a', 1)  x ValueError('x')
print(str(KeyError("k")), str(KeyError()), str(KeyError(1, 2)))  # expect: 'k'  (1, 2)
e.args = [1, 2]
print(e.args)  # expect: (1, 2)
e.note = "attribute"
print(e.note, e.__dict__)  # expect: attribute {'note': 'attribute'}
e.add_note("first")
e.add_note("second")
print(e.__notes__)  # expect: ['first', 'second']
try:
    e.add_note(1)
except TypeError as err:
    print(err)  # expect: add_note() argument must be str, not int
print(e.__cause__, e.__context__, e.__suppress_context__, e.__traceback__)
# expect: None None False None
try:
    try:
        1 / 0
    except ZeroDivisionError as inner:
        raise ValueError("outer") from inner
except ValueError as err:
    print(repr(err.__cause__), repr(err.__context__), err.__suppress_context__)
# expect: ZeroDivisionError('division by zero') ZeroDivisionError('division by zero') True
try:
    try:
        1 / 0
    except ZeroDivisionError:
        {}["k"]
except KeyError as err:
    print(repr(err.__cause__), repr(err.__context__), err.__suppress_context__)
# expect: None ZeroDivisionError('division by zero') False
for bad in ("e.__cause__ = 1", "e.__context__ = 1", "e.__traceback__ = 1", "del e.args", "del e.__cause__"):
    try:
        exec(bad)
    except TypeError as err:
        print(err)
# expect: exception cause must be None or derive from BaseException
# expect: exception context must be None or derive from BaseException
# expect: __traceback__ must be a traceback or None
# expect: args may not be deleted
# expect: __cause__ may not be deleted
e.__cause__ = KeyError("c")
print(e.__suppress_context__)  # expect: True
e.__cause__ = None
print(e.__suppress_context__)  # expect: True
print(ValueError.__mro__)
# expect: (<class 'ValueError'>, <class 'Exception'>, <class 'BaseException'>, <class 'object'>)
print(StopIteration().value, StopIteration(1).value, StopIteration(1, 2).value)  # expect: None 1 1
print(SystemExit().code, SystemExit(3).code, SystemExit(1, 2).code)  # expect: None 3 (1, 2)
i = ImportError("msg", name="n", path="p")
print(i.msg, i.name, i.path, str(i), ImportError("a", "b").msg)  # expect: msg n p msg None
print(AttributeError("m", name="n", obj=1).obj, NameError("m", name="n").name)  # expect: 1 n
for bad in ("ValueError(x=1)", "ImportError(x=1)", "AttributeError(x=1)", "raise 1", "raise int", "raise ValueError from 1"):
    try:
        exec(bad)
    except TypeError as err:
        print(err)
# expect: ValueError() takes no keyword arguments
# expect: ImportError() got an unexpected keyword argument 'x'
# expect: AttributeError() got an unexpected keyword argument 'x'
# expect: exceptions must derive from BaseException
# expect: exceptions must derive from BaseException
# expect: exception causes must derive from BaseException


class Mine(Exception):
    def __init__(self, code, text):
        super().__init__(text)
        self.code = code

    def __str__(self):
        return f"{self.code}: {super().__str__()}"


m = Mine(5, "text")
print(m, repr(m), m.args, m.code, m.__dict__)
# expect: 5: text Mine('text') ('text',) 5 {'code': 5}
try:
    raise m
except Exception as err:
    print(err is m, err.__traceback__ is not None)  # expect: True True


class NoInit(Exception):
    pass


n = NoInit(1, 2)
n.extra = 3
print(n.args, n.extra, repr(n))  # expect: (1, 2) 3 NoInit(1, 2)


class Slotted(Exception):
    __slots__ = ("s",)


s = Slotted("m")
s.s = 1
s.t = 2
print(s.s, s.t, s)  # expect: 1 2 m
u = UnicodeDecodeError("utf-8", b"a\xff", 1, 2, "bad byte")
print(u, u.encoding, u.object, u.start, u.end, u.reason)
# expect: 'utf-8' codec can't decode byte 0xff in position 1: bad byte utf-8 b'a\xff' 1 2 bad byte
print(UnicodeEncodeError("ascii", "a\u20ac", 1, 2, "no"), UnicodeEncodeError("ascii", "\xe9\xe9", 0, 2, "no"))
# expect: 'ascii' codec can't encode character '\u20ac' in position 1: no 'ascii' codec can't encode characters in position 0-1: no
print(UnicodeTranslateError("\xe9", 0, 1, "no"))
# expect: can't translate character '\xe9' in position 0: no
x = SyntaxError("bad", ("/dir/f.py", 3, 4, "text", 3, 5))
print(x, x.filename, x.lineno, x.offset, x.text, x.end_lineno, x.msg)
# expect: bad (f.py, line 3) /dir/f.py 3 4 text 3 bad
print(IndentationError.__mro__[1].__name__, issubclass(TabError, SyntaxError), SyntaxError("m"))
# expect: SyntaxError True m
tb = None
try:
    1 / 0
except ZeroDivisionError as err:
    tb = err.__traceback__
print(ValueError("x").with_traceback(tb).__traceback__ is tb)  # expect: True
print(isinstance(ConnectionError(), OSError), EnvironmentError is OSError, IOError is OSError)
# expect: True True True
import copy
c = copy.copy(Mine(1, "t")) if False else copy.copy(ValueError("v", 2))
print(repr(c))  # expect: ValueError('v', 2)
