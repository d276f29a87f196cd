# needs: 3.14+
# How builtin functions complain about their arguments.
def attempt(code):
    try:
        exec(code, {})
    except Exception as e:
        print(f"{type(e).__name__}: {e}")
    else:
        print("no error")


for code in ("[].append()", "[].append(1, 2)", "[].append(x=1)", "[].clear(1)", "[].clear(x=1)",
             "[].pop(1, 2)", "[].insert(1)", "[].index()", "[].sort(1)", "[].sort(k=1)",
             "len()", "len(1, 2)", "len(x=1)", "getattr(1)", "getattr(1, 2, 3, 4)", "isinstance(1)",
             "'a'.split(1, 2, 3)", "'a'.split(sep=',', x=2)", "'a'.split(',', sep=',')",
             "(1).to_bytes(1, 'big', True)", "int.from_bytes()", "sum()", "sum(1, 2, 3)",
             "round()", "pow(1)", "list.append()", "list.append(1)", "int.__add__()",
             "int.__add__('a', 1)", "int.__add__(1)", "{}.get()", "{}.get(k=1)",
             "globals(1)", "(1).bit_length(1)", "''.join()", "''.replace('a')",
             "''.expandtabs(1, 2)", "bool(1, 2)", "bool(x=1)", "list(x=1)", "range()", "super(1)",
             "classmethod()", "iter()", "next()", "abs(1, 2)", "BaseException(x=1)",
             "object().__reduce__(1)", "''.isalpha(1)", "Exception().add_note(1)",
             "len.x = 1", "del len.__name__", "[].append.__self__ = 1"):
    attempt(code)
# expect: TypeError: list.append() takes exactly one argument (0 given)
# expect: TypeError: list.append() takes exactly one argument (2 given)
# expect: TypeError: list.append() takes no keyword arguments
# expect: TypeError: list.clear() takes no arguments (1 given)
# expect: TypeError: list.clear() takes no keyword arguments
# expect: TypeError: pop expected at most 1 argument, got 2
# expect: TypeError: insert expected 2 arguments, got 1
# expect: TypeError: index expected at least 1 argument, got 0
# expect: TypeError: sort() takes no positional arguments
# expect: TypeError: sort() got an unexpected keyword argument 'k'
# expect: TypeError: len() takes exactly one argument (0 given)
# expect: TypeError: len() takes exactly one argument (2 given)
# expect: TypeError: len() takes no keyword arguments
# expect: TypeError: getattr expected at least 2 arguments, got 1
# expect: TypeError: getattr expected at most 3 arguments, got 4
# expect: TypeError: isinstance expected 2 arguments, got 1
# expect: TypeError: split() takes at most 2 arguments (3 given)
# expect: TypeError: split() got an unexpected keyword argument 'x'
# expect: TypeError: argument for split() given by name ('sep') and position (1)
# expect: TypeError: to_bytes() takes at most 2 positional arguments (3 given)
# expect: TypeError: from_bytes() missing required argument 'bytes' (pos 1)
# expect: TypeError: sum() takes at least 1 positional argument (0 given)
# expect: TypeError: sum() takes at most 2 arguments (3 given)
# expect: TypeError: round() missing required argument 'number' (pos 1)
# expect: TypeError: pow() missing required argument 'exp' (pos 2)
# expect: TypeError: unbound method list.append() needs an argument
# expect: TypeError: descriptor 'append' for 'list' objects doesn't apply to a 'int' object
# expect: TypeError: descriptor '__add__' of 'int' object needs an argument
# expect: TypeError: descriptor '__add__' requires a 'int' object but received a 'str'
# expect: TypeError: expected 1 argument, got 0
# expect: TypeError: get expected at least 1 argument, got 0
# expect: TypeError: dict.get() takes no keyword arguments
# expect: TypeError: globals() takes no arguments (1 given)
# expect: TypeError: int.bit_length() takes no arguments (1 given)
# expect: TypeError: str.join() takes exactly one argument (0 given)
# expect: TypeError: replace() takes at least 2 positional arguments (1 given)
# expect: TypeError: expandtabs() takes at most 1 argument (2 given)
# expect: TypeError: bool expected at most 1 argument, got 2
# expect: TypeError: bool() takes no keyword arguments
# expect: TypeError: list() takes no keyword arguments
# expect: TypeError: range expected at least 1 argument, got 0
# expect: TypeError: super() argument 1 must be a type, not int
# expect: TypeError: classmethod expected 1 argument, got 0
# expect: TypeError: iter expected at least 1 argument, got 0
# expect: TypeError: next expected at least 1 argument, got 0
# expect: TypeError: abs() takes exactly one argument (2 given)
# expect: TypeError: BaseException() takes no keyword arguments
# expect: TypeError: object.__reduce__() takes no arguments (1 given)
# expect: TypeError: str.isalpha() takes no arguments (1 given)
# expect: TypeError: add_note() argument must be str, not int
# expect: AttributeError: 'builtin_function_or_method' object has no attribute 'x' and no __dict__ for setting new attributes
# expect: AttributeError: attribute '__name__' of 'builtin_function_or_method' objects is not writable
# expect: AttributeError: attribute '__self__' of 'builtin_function_or_method' objects is not writable
print(len.__text_signature__, [].append.__text_signature__, len.__name__, len.__module__)
# expect: ($module, obj, /) ($self, object, /) len builtins
print(len, print.__qualname__, str.upper.__qualname__, len.__self__)
# expect: <built-in function len> print str.upper <module 'builtins' (built-in)>
