# needs: 3.14+
# ExceptionGroup: making, splitting, subgroups, derive.
g = ExceptionGroup("group", [ValueError(1), TypeError("t"), ExceptionGroup("inner", [KeyError("k"), ValueError(2)])])
print(g, repr(g), g.message, g.exceptions)
# expect: group (3 sub-exceptions) ExceptionGroup('group', [ValueError(1), TypeError('t'), ExceptionGroup('inner', [KeyError('k'), ValueError(2)])]) group (ValueError(1), TypeError('t'), ExceptionGroup('inner', [KeyError('k'), ValueError(2)]))
match, rest = g.split(ValueError)
print(repr(match), repr(rest))
# expect: ExceptionGroup('group', [ValueError(1), ExceptionGroup('inner', [ValueError(2)])]) ExceptionGroup('group', [TypeError('t'), ExceptionGroup('inner', [KeyError('k')])])
print(repr(g.subgroup(KeyError)), g.subgroup(OSError), g.split(OSError)[0])
# expect: ExceptionGroup('group', [ExceptionGroup('inner', [KeyError('k')])]) None None
print(repr(g.subgroup(lambda e: isinstance(e, TypeError))))
# expect: ExceptionGroup('group', [TypeError('t')])
print(repr(g.split((ValueError, KeyError))[1]))  # expect: ExceptionGroup('group', [TypeError('t')])
print(type(BaseExceptionGroup("b", [ValueError()])).__name__, type(BaseExceptionGroup("b", [KeyboardInterrupt()])).__name__)
# expect: ExceptionGroup BaseExceptionGroup
print(ExceptionGroup.__mro__)
# expect: (<class 'ExceptionGroup'>, <class 'BaseExceptionGroup'>, <class 'Exception'>, <class 'BaseException'>, <class 'object'>)
for code in ("ExceptionGroup('x', [])", "ExceptionGroup('x', [1])", "ExceptionGroup(1, [ValueError()])",
             "ExceptionGroup('x')", "ExceptionGroup('x', [KeyboardInterrupt()])", "ExceptionGroup('x', 5)",
             "ExceptionGroup('x', [ValueError()]).split(1)"):
    try:
        exec(code)
    except Exception as e:
        print(f"{type(e).__name__}: {e}")
# expect: ValueError: second argument (exceptions) must be a non-empty sequence
# expect: ValueError: Item 0 of second argument (exceptions) is not an exception
# expect: TypeError: BaseExceptionGroup.__new__() argument 1 must be str, not int
# expect: TypeError: BaseExceptionGroup.__new__() takes exactly 2 arguments (1 given)
# expect: TypeError: Cannot nest BaseExceptions in an ExceptionGroup
# expect: TypeError: second argument (exceptions) must be a sequence
# expect: TypeError: expected an exception type, a tuple of exception types, or a callable (other than a class)


class MyGroup(ExceptionGroup):
    def derive(self, excs):
        return MyGroup(self.message + "!", excs)


m = MyGroup("mine", [ValueError(1), TypeError(2)])
m.add_note("noted")
a, b = m.split(TypeError)
print(repr(a), repr(b), a.__notes__)
# expect: MyGroup('mine!', [TypeError(2)]) MyGroup('mine!', [ValueError(1)]) ['noted']
print(isinstance(g, Exception), issubclass(ExceptionGroup, Exception), issubclass(BaseExceptionGroup, Exception))
# expect: True True False
