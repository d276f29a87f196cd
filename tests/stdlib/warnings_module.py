# needs: 3.14+
# warnings: filters, actions, catch_warnings, warn_explicit, deprecated, skip_file_prefixes.
import sys
import warnings


def attempt(function, *args, **keywords):
    try:
        print(function(*args, **keywords))
    except BaseException as error:
        print(f'{type(error).__name__}: {error}')


class Out:
    def write(self, text): sys.stdout.write(text)
    def flush(self): pass


sys.stderr = Out()
print(warnings.warn('first'))
# expect: warnings_module.py:20: UserWarning: first
# expect:   print(warnings.warn('first'))
# expect: None
for i in range(3):
    warnings.warn('once for a place')
# expect: warnings_module.py:25: UserWarning: once for a place
# expect:   warnings.warn('once for a place')
warnings.warn('of a kind', DeprecationWarning)
# expect: warnings_module.py:28: DeprecationWarning: of a kind
# expect:   warnings.warn('of a kind', DeprecationWarning)
warnings.warn(UserWarning('an instance'))
# expect: warnings_module.py:31: UserWarning: an instance
# expect:   warnings.warn(UserWarning('an instance'))
warnings.warn('pending', PendingDeprecationWarning)
warnings.warn('import', ImportWarning)
warnings.warn('two\nlines', RuntimeWarning)
# expect: warnings_module.py:36: RuntimeWarning: two
# expect: lines
# expect:   warnings.warn('two\nlines', RuntimeWarning)
attempt(warnings.warn, 'bad', int)  # expect: TypeError: category must be a Warning subclass, not 'type'
attempt(warnings.warn, 'bad', 'text')  # expect: TypeError: category must be a Warning subclass, not 'str'
attempt(warnings.warn, 'x', stacklevel='a')  # expect: TypeError: 'str' object cannot be interpreted as an integer


def helper(level):
    warnings.warn('level', stacklevel=level)


helper(1)
# expect: warnings_module.py:46: UserWarning: level
# expect:   warnings.warn('level', stacklevel=level)
helper(2)
# expect: warnings_module.py:52: UserWarning: level
# expect:   helper(2)
helper(99)  # expect: <sys>:0: UserWarning: level

# filters
with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter('always')
    for i in range(2):
        warnings.warn('a')
    warnings.warn('b', SyntaxWarning)
print([(str(w.message), w.category.__name__, w.lineno > 0, w.filename, w.line, w.source, w.file) for w in log])
# expect: [('a', 'UserWarning', True, 'warnings_module.py', None, None, None), ('a', 'UserWarning', True, 'warnings_module.py', None, None, None), ('b', 'SyntaxWarning', True, 'warnings_module.py', None, None, None)]
print(str(log[0]).replace(str(log[0].lineno), 'N'))
# expect: {message : UserWarning('a'), category : 'UserWarning', filename : 'warnings_module.py', lineno : N, line : None}
with warnings.catch_warnings():
    warnings.simplefilter('error')
    attempt(warnings.warn, 'raised')
    attempt(warnings.warn, 'raised', BytesWarning)
# expect: UserWarning: raised
# expect: BytesWarning: raised
with warnings.catch_warnings():
    warnings.simplefilter('ignore')
    warnings.warn('silent')
with warnings.catch_warnings(record=True) as log:
    warnings.resetwarnings()
    warnings.filterwarnings('error', message='.*danger', category=UserWarning)
    warnings.filterwarnings('ignore', message='quiet')
    warnings.filterwarnings('always', module='nope')
    warnings.warn('quiet please')
    warnings.warn('no match')
    attempt(warnings.warn, 'a DANGER')
    warnings.warn('danger in deprecation', DeprecationWarning)
    print(len(warnings.filters), warnings.filters[0][0], warnings.filters[-1][2].__name__)
# expect: UserWarning: a DANGER
# expect: 3 always UserWarning
print([str(w.message) for w in log])  # expect: ['no match', 'danger in deprecation']
with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter('once')
    for i in range(2):
        warnings.warn('once')
        warnings.warn('once')
print(len(log))  # expect: 1
with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter('module')
    warnings.warn('module')
    warnings.warn('module')
    warnings.warn('other')
print(len(log))  # expect: 2
with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter('default')
    for i in range(2):
        warnings.warn('default')
    warnings.warn('default')
print(len(log))  # expect: 2
with warnings.catch_warnings(record=True, action='always', category=FutureWarning) as log:
    warnings.warn('future', FutureWarning)
    warnings.warn('future', FutureWarning)
print(len(log), log[0].category)  # expect: 2 <class 'FutureWarning'>
warnings.simplefilter('ignore', append=True)
print(warnings.filters[-1])  # expect: ('ignore', None, <class 'Warning'>, None, 0)
warnings.filters.pop()
attempt(warnings.simplefilter, 'wrong')  # expect: ValueError: invalid action: 'wrong'
attempt(warnings.filterwarnings, 'wrong')  # expect: ValueError: invalid action: 'wrong'
attempt(warnings.filterwarnings, 'error', 5)  # expect: TypeError: message must be a string
attempt(warnings.filterwarnings, 'error', category=int)  # expect: TypeError: category must be a Warning subclass
attempt(warnings.filterwarnings, 'error', lineno=-1)  # expect: ValueError: lineno must be an int >= 0
attempt(warnings.filterwarnings, 'error', lineno='x')  # expect: TypeError: lineno must be an int
attempt(warnings.simplefilter, 'error', lineno=-1)  # expect: ValueError: lineno must be an int >= 0
manager = warnings.catch_warnings()
attempt(manager.__exit__)  # expect: RuntimeError: Cannot exit catch_warnings() without entering first
with manager:
    attempt(manager.__enter__)  # expect: RuntimeError: Cannot enter catch_warnings() twice
print(repr(warnings.catch_warnings()), repr(warnings.catch_warnings(record=True)))
# expect: catch_warnings() catch_warnings(record=True)

# explicit
warnings.warn_explicit('explicit', UserWarning, 'file.py', 12)  # expect: file.py:12: UserWarning: explicit
warnings.warn_explicit('explicit', UserWarning, 'file.py', 13, 'mod')  # expect: file.py:13: UserWarning: explicit
registry = {}
for i in range(2):
    warnings.warn_explicit('registered', UserWarning, 'file.py', 14, registry=registry)
# expect: file.py:14: UserWarning: registered
print(sorted(map(str, registry))[0])  # expect: ('registered', <class 'UserWarning'>, 14)
attempt(warnings.warn_explicit, 'x', 5, 'f', 1)  # expect: TypeError: 'int' object is not callable
print(repr(warnings.formatwarning('message', UserWarning, 'f.py', 3, 'the line')))
# expect: 'f.py:3: UserWarning: message\n  the line\n'
print(repr(warnings.formatwarning('message', UserWarning, 'f.py', 3)))  # expect: 'f.py:3: UserWarning: message\n'
warnings.showwarning('shown', UserWarning, 'f.py', 3, sys.stdout, 'line')
# expect: f.py:3: UserWarning: shown
# expect:   line
original = warnings.showwarning
warnings.showwarning = lambda *args, **keywords: print('my show', args[0], args[1].__name__, args[2])
warnings.warn('through mine')  # expect: my show through mine UserWarning warnings_module.py
warnings.showwarning = original
original = warnings.formatwarning
warnings.formatwarning = lambda *args, **keywords: f'FORMAT {args[0]}\n'
warnings.warn('formatted')  # expect: FORMAT formatted
warnings.formatwarning = original


# deprecated
@warnings.deprecated('use new')
def old(x):
    """Doc."""
    return x


with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter('always')
    print(old(3), old.__deprecated__, old.__name__, old.__doc__)

    @warnings.deprecated('old class', category=FutureWarning)
    class Old:
        def __init__(self, a): self.a = a

    Old(1)

    class Child(Old): pass

    Child(2)

    class Holder:
        @warnings.deprecated('old method')
        def method(self): return 1

        @classmethod
        @warnings.deprecated('class method')
        def cm(cls): return 2

        @property
        @warnings.deprecated('prop')
        def p(self): return 3

    h = Holder()
    print(h.method(), h.cm(), h.p)

    @warnings.deprecated('silent', category=None)
    def silent(): return 4

    print(silent(), silent.__deprecated__)
# expect: 3 use new old Doc.
# expect: 1 2 3
# expect: 4 silent
print([(str(w.message), w.category.__name__) for w in log])
# expect: [('use new', 'DeprecationWarning'), ('old class', 'FutureWarning'), ('old class', 'FutureWarning'), ('old method', 'DeprecationWarning'), ('class method', 'DeprecationWarning'), ('prop', 'DeprecationWarning')]
attempt(warnings.deprecated, 5)  # expect: TypeError: Expected an object of type str for 'message', not 'int'
attempt(warnings.deprecated)
# expect: TypeError: deprecated.__init__() missing 1 required positional argument: 'message'
attempt(warnings.deprecated('x'), 5)
# expect: TypeError: @deprecated decorator with non-None category must be applied to a class or callable, not 5

# what the interpreter itself warns of
with warnings.catch_warnings(record=True) as log:
    warnings.simplefilter('always')
    print(eval('~True'), eval('~False'))
    b = True
    print(~b)
    eval(r'"\d"')
    eval('1 is 1')
    eval('1or 2')
    exec('assert (1, 2)')
    exec('"x"()' if False else 'pass')
    exec('def f():\n  try: pass\n  finally: return 1')
    exec('(1)(2)' if False else 'pass')
    try: eval('"a"(1)')
    except TypeError as e: print(e)
    try: eval('[1][1, 2]')
    except TypeError as e: print(e)
    try: eval('(1)[0]')
    except TypeError as e: print(e)
    eval('() is ()')
    eval('0x1for x in []') if False else None
# expect: -2 -1
# expect: -2
# expect: 'str' object is not callable
# expect: list indices must be integers or slices, not tuple
# expect: 'int' object is not subscriptable
for w in log:
    print(w.category.__name__, w.message, w.filename)
# expect: DeprecationWarning Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This returns the bitwise inversion of the underlying int object and is usually not what you expect from negating a bool. Use the 'not' operator for boolean negation or ~int(x) if you really want the bitwise inversion of the underlying int. <string>
# expect: DeprecationWarning Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This returns the bitwise inversion of the underlying int object and is usually not what you expect from negating a bool. Use the 'not' operator for boolean negation or ~int(x) if you really want the bitwise inversion of the underlying int. <string>
# expect: DeprecationWarning Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This returns the bitwise inversion of the underlying int object and is usually not what you expect from negating a bool. Use the 'not' operator for boolean negation or ~int(x) if you really want the bitwise inversion of the underlying int. warnings_module.py
# expect: SyntaxWarning "\d" is an invalid escape sequence. Such sequences will not work in the future. Did you mean "\\d"? A raw string is also an option. <string>
# expect: SyntaxWarning "is" with 'int' literal. Did you mean "=="? <string>
# expect: SyntaxWarning invalid decimal literal <string>
# expect: SyntaxWarning assertion is always true, perhaps remove parentheses? <string>
# expect: SyntaxWarning 'return' in a 'finally' block <string>
# expect: SyntaxWarning 'str' object is not callable; perhaps you missed a comma? <string>
# expect: SyntaxWarning list indices must be integers or slices, not tuple; perhaps you missed a comma? <string>
# expect: SyntaxWarning 'int' object is not subscriptable; perhaps you missed a comma? <string>
# expect: SyntaxWarning "is" with 'tuple' literal. Did you mean "=="? <string>
with warnings.catch_warnings():
    warnings.simplefilter('error')
    attempt(eval, r'"\d"')
    attempt(eval, '1 is 1')
    attempt(eval, '~True')
    attempt(compile, 'assert (1, 2)', 'file', 'exec')
# expect: SyntaxError: "\d" is an invalid escape sequence. Did you mean "\\d"? A raw string is also an option. (<string>, line 1)
# expect: SyntaxError: "is" with 'int' literal. Did you mean "=="? (<string>, line 1)
# expect: DeprecationWarning: Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This returns the bitwise inversion of the underlying int object and is usually not what you expect from negating a bool. Use the 'not' operator for boolean negation or ~int(x) if you really want the bitwise inversion of the underlying int.
# expect: SyntaxError: assertion is always true, perhaps remove parentheses? (file, line 1)
print(sorted(warnings.__all__))
# expect: ['catch_warnings', 'deprecated', 'filterwarnings', 'formatwarning', 'resetwarnings', 'showwarning', 'simplefilter', 'warn', 'warn_explicit']
