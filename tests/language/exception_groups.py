# Exception groups: making, splitting, deriving, except*
# needs: 3.14+
eg = ExceptionGroup("top", [ValueError(1), TypeError("t"), ExceptionGroup("in", [ValueError(2), OSError(3)])])
print(eg, repr(eg), eg.message, len(eg.exceptions))
print(eg.subgroup(ValueError)); print(repr(eg.subgroup(ValueError))); print(eg.subgroup(KeyError))
m, r = eg.split(ValueError); print(repr(m), repr(r))
m, r = eg.split(lambda e: isinstance(e, OSError)); print(repr(m), repr(r))
m, r = eg.split((ValueError, OSError)); print(repr(r))
print(repr(eg.derive([KeyError(1)])))
class MyEG(ExceptionGroup):
    def __new__(cls, msg, excs, code=0):
        o = super().__new__(cls, msg, excs); o.code = code; return o
    def derive(self, excs): return MyEG(self.message, excs, self.code)
e = MyEG("m", [ValueError(1), KeyError(2)], 7); e.add_note("note")
s = e.subgroup(ValueError); print(type(s).__name__, s.code, s.__notes__, repr(s))
for bad in (lambda: ExceptionGroup("x", []), lambda: ExceptionGroup("x", [1]), lambda: ExceptionGroup(1, [ValueError()]), lambda: ExceptionGroup("x", ValueError()), lambda: ExceptionGroup("x", [KeyboardInterrupt()]), lambda: ExceptionGroup("x"), lambda: eg.split(1), lambda: eg.subgroup([ValueError])):
    try: bad()
    except (TypeError, ValueError) as x: print(type(x).__name__, x)
print(repr(BaseExceptionGroup("b", [ValueError()])), repr(BaseExceptionGroup("b", [KeyboardInterrupt()])))
try:
    try: raise eg
    except* ValueError as g: print("V", repr(g))
    except* TypeError as g: print("T", repr(g))
except ExceptionGroup as rest: print("rest", repr(rest))
try:
    try: raise ValueError("plain")
    except* ValueError as g: print(repr(g)); raise
except ExceptionGroup as rest: print("rest", repr(rest))
try:
    try: raise eg
    except* OSError as g: raise KeyError("new")
except BaseException as x: print(repr(x), repr(x.exceptions[0].__context__))
try:
    try: raise ExceptionGroup("a", [ValueError(1)])
    except* ExceptionGroup: pass
except TypeError as x: print(x)
try:
    try: 1/0
    except* 5: pass
except TypeError as x: print(x)
def f():
    for i in range(3):
        try: raise ExceptionGroup("l", [ValueError(i)])
        except* ValueError: x = i
    return x
print(f())
print(ExceptionGroup[int])
print(eg.exceptions[2].exceptions)
import traceback
try: raise eg
except* Exception as g: print("".join(traceback.format_exception(g)))
# expect: top (3 sub-exceptions) ExceptionGroup('top', [ValueError(1), TypeError('t'), ExceptionGroup('in', [ValueError(2), OSError(3)])]) top 3
# expect: top (2 sub-exceptions)
# expect: ExceptionGroup('top', [ValueError(1), ExceptionGroup('in', [ValueError(2)])])
# expect: None
# expect: ExceptionGroup('top', [ValueError(1), ExceptionGroup('in', [ValueError(2)])]) ExceptionGroup('top', [TypeError('t'), ExceptionGroup('in', [OSError(3)])])
# expect: ExceptionGroup('top', [ExceptionGroup('in', [OSError(3)])]) ExceptionGroup('top', [ValueError(1), TypeError('t'), ExceptionGroup('in', [ValueError(2)])])
# expect: ExceptionGroup('top', [TypeError('t')])
# expect: ExceptionGroup('top', [KeyError(1)])
# expect: MyEG 7 ['note'] MyEG('m', (ValueError(1),))
# expect: ValueError second argument (exceptions) must be a non-empty sequence
# expect: ValueError Item 0 of second argument (exceptions) is not an exception
# expect: TypeError BaseExceptionGroup.__new__() argument 1 must be str, not int
# expect: TypeError second argument (exceptions) must be a sequence
# expect: TypeError Cannot nest BaseExceptions in an ExceptionGroup
# expect: TypeError BaseExceptionGroup.__new__() takes exactly 2 arguments (1 given)
# expect: TypeError expected an exception type, a tuple of exception types, or a callable (other than a class)
# expect: TypeError expected an exception type, a tuple of exception types, or a callable (other than a class)
# expect: ExceptionGroup('b', [ValueError()]) BaseExceptionGroup('b', [KeyboardInterrupt()])
# expect: V ExceptionGroup('top', [ValueError(1), ExceptionGroup('in', [ValueError(2)])])
# expect: T ExceptionGroup('top', [TypeError('t')])
# expect: rest ExceptionGroup('top', [ExceptionGroup('in', [OSError(3)])])
# expect: ExceptionGroup('', (ValueError('plain'),))
# expect: rest ExceptionGroup('', (ValueError('plain'),))
# expect: ExceptionGroup('', [KeyError('new'), ExceptionGroup('top', [ValueError(1), TypeError('t'), ExceptionGroup('in', [ValueError(2)])])]) ExceptionGroup('top', [ExceptionGroup('in', [OSError(3)])])
# expect: catching ExceptionGroup with except* is not allowed. Use except instead.
# expect: catching classes that do not inherit from BaseException is not allowed
# expect: 2
# expect: ExceptionGroup[int]
# expect: (ValueError(2), OSError(3))
# expect:   + Exception Group Traceback (most recent call last):
# expect:   |   File "exception_groups.py", line 50, in <module>
# expect:   |     try: raise eg
# expect:   |          ^^^^^^^^
# expect:   |   File "exception_groups.py", line 30, in <module>
# expect:   |     try: raise eg
# expect:   |          ^^^^^^^^
# expect:   |   File "exception_groups.py", line 21, in <module>
# expect:   |     try: raise eg
# expect:   |          ^^^^^^^^
# expect:   | ExceptionGroup: top (3 sub-exceptions)
# expect:   +-+---------------- 1 ----------------
# expect:     | ValueError: 1
# expect:     +---------------- 2 ----------------
# expect:     | TypeError: t
# expect:     +---------------- 3 ----------------
# expect:     | ExceptionGroup: in (2 sub-exceptions)
# expect:     +-+---------------- 1 ----------------
# expect:       | ValueError: 2
# expect:       +---------------- 2 ----------------
# expect:       | OSError: 3
# expect:       +------------------------------------
# expect: 
