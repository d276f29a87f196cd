# needs: 3.14+
# traceback: format_exc, StackSummary, FrameSummary, TracebackException, walk_tb, extract_stack.
import io
import sys
import traceback


def attempt(function, *args, **keywords):
    try:
        print(function(*args, **keywords))
    except BaseException as error:
        print(f'{type(error).__name__}: {error}')


def inner(x):
    local = x + 1
    return local / 0


def outer(x):
    return inner(x)


def caught(function, *args):
    try:
        function(*args)
    except BaseException as error:
        return error


try:
    outer(3)
except ZeroDivisionError as error:
    e = error
    print(traceback.format_exc(), end='')
    traceback.print_exc(file=sys.stdout)
    print(traceback.format_exc(limit=1), end='')
    print(traceback.format_exc(limit=-1), end='')
    print(traceback.format_exc(limit=0), end='')
# expect: Traceback (most recent call last):
# expect:   File "traceback_module.py", line 32, in <module>
# expect:     outer(3)
# expect:     ~~~~~^^^
# expect:   File "traceback_module.py", line 21, in outer
# expect:     return inner(x)
# expect:   File "traceback_module.py", line 17, in inner
# expect:     return local / 0
# expect:            ~~~~~~^~~
# expect: ZeroDivisionError: division by zero
# expect: Traceback (most recent call last):
# expect:   File "traceback_module.py", line 32, in <module>
# expect:     outer(3)
# expect:     ~~~~~^^^
# expect:   File "traceback_module.py", line 21, in outer
# expect:     return inner(x)
# expect:   File "traceback_module.py", line 17, in inner
# expect:     return local / 0
# expect:            ~~~~~~^~~
# expect: ZeroDivisionError: division by zero
# expect: Traceback (most recent call last):
# expect:   File "traceback_module.py", line 32, in <module>
# expect:     outer(3)
# expect:     ~~~~~^^^
# expect: ZeroDivisionError: division by zero
# expect: Traceback (most recent call last):
# expect:   File "traceback_module.py", line 17, in inner
# expect:     return local / 0
# expect:            ~~~~~~^~~
# expect: ZeroDivisionError: division by zero
# expect: ZeroDivisionError: division by zero
print(traceback.format_exc(), end='')  # expect: NoneType: None
traceback.print_exception(e, file=sys.stdout)
# expect: Traceback (most recent call last):
# expect:   File "traceback_module.py", line 32, in <module>
# expect:     outer(3)
# expect:     ~~~~~^^^
# expect:   File "traceback_module.py", line 21, in outer
# expect:     return inner(x)
# expect:   File "traceback_module.py", line 17, in inner
# expect:     return local / 0
# expect:            ~~~~~~^~~
# expect: ZeroDivisionError: division by zero
traceback.print_exception(type(e), e, e.__traceback__, file=sys.stdout)
# expect: Traceback (most recent call last):
# expect:   File "traceback_module.py", line 32, in <module>
# expect:     outer(3)
# expect:     ~~~~~^^^
# expect:   File "traceback_module.py", line 21, in outer
# expect:     return inner(x)
# expect:   File "traceback_module.py", line 17, in inner
# expect:     return local / 0
# expect:            ~~~~~~^~~
# expect: ZeroDivisionError: division by zero
traceback.print_tb(e.__traceback__, file=sys.stdout)
# expect:   File "traceback_module.py", line 32, in <module>
# expect:     outer(3)
# expect:     ~~~~~^^^
# expect:   File "traceback_module.py", line 21, in outer
# expect:     return inner(x)
# expect:   File "traceback_module.py", line 17, in inner
# expect:     return local / 0
# expect:            ~~~~~~^~~
print(traceback.format_tb(e.__traceback__))
# expect: ['  File "traceback_module.py", line 32, in <module>\n    outer(3)\n    ~~~~~^^^\n', '  File "traceback_module.py", line 21, in outer\n    return inner(x)\n', '  File "traceback_module.py", line 17, in inner\n    return local / 0\n           ~~~~~~^~~\n']
print(traceback.format_tb(e.__traceback__, limit=2)[1:])
# expect: ['  File "traceback_module.py", line 21, in outer\n    return inner(x)\n']
print(traceback.format_exception_only(e), traceback.format_exception_only(ValueError, ValueError("v")))
# expect: ['ZeroDivisionError: division by zero\n'] ['ValueError: v\n']
print(traceback.format_exception(e)[0], len(traceback.format_exception(e)))
# expect: Traceback (most recent call last):
# expect:  5
attempt(traceback.format_exception, 3)  # expect: TypeError: Exception expected for value, int found
attempt(traceback.format_exception, ValueError, ValueError(1))
# expect: ValueError: Both or neither of value and tb must be given
attempt(traceback.format_exception, None)  # expect: ['NoneType: None\n']
attempt(traceback.print_tb, None)  # expect: None

summary = traceback.extract_tb(e.__traceback__)
print(type(summary).__name__, len(summary), summary[0].name, summary[1].line, summary[2].lineno > 0, summary[2].name)
# expect: StackSummary 3 <module> return inner(x) True inner
print(summary[1])  # expect: <FrameSummary file traceback_module.py, line 21 in outer>
f = summary[2]
print(f.filename, f.name, f.line, f.locals, f.end_lineno - f.lineno, f.colno, f.end_colno, len(f), f[0], f[2], f[3])
# expect: traceback_module.py inner return local / 0 None 0 11 20 4 traceback_module.py inner return local / 0
filename, lineno, name, line = f
print(filename, name, line)  # expect: traceback_module.py inner return local / 0
print(f == traceback.FrameSummary(f.filename, f.lineno, f.name), f == (f.filename, f.lineno, f.name, f.line), f != 3)
# expect: True True True
print(''.join(summary.format()), end='')
# expect:   File "traceback_module.py", line 32, in <module>
# expect:     outer(3)
# expect:     ~~~~~^^^
# expect:   File "traceback_module.py", line 21, in outer
# expect:     return inner(x)
# expect:   File "traceback_module.py", line 17, in inner
# expect:     return local / 0
# expect:            ~~~~~~^~~
print(summary.format_frame_summary(summary[0]))
# expect:   File "traceback_module.py", line 32, in <module>
# expect:     outer(3)
# expect:     ~~~~~^^^
# expect:
print(traceback.format_list([('spam.py', 3, '<module>', 'spam.eggs()'), ('eggs.py', 42, 'eggs', 'return "bacon"')]))
# expect: ['  File "spam.py", line 3, in <module>\n    spam.eggs()\n', '  File "eggs.py", line 42, in eggs\n    return "bacon"\n']
print(traceback.StackSummary.from_list([('a.py', 1, 'f', 'x = 1')]).format())
# expect: ['  File "a.py", line 1, in f\n    x = 1\n']
print(traceback.FrameSummary('f.py', 2, 'name', line='  the line  ', lookup_line=False), repr(traceback.FrameSummary('f.py', 2, 'n', line='  a ').line))
# expect: <FrameSummary file f.py, line 2 in name> 'a'
print(traceback.StackSummary.extract(traceback.walk_tb(e.__traceback__), limit=1)[0].name)  # expect: <module>
print([(frame.f_code.co_name, number > 0) for frame, number in traceback.walk_tb(e.__traceback__)])
# expect: [('<module>', True), ('outer', True), ('inner', True)]
captured = traceback.StackSummary.extract(traceback.walk_tb(e.__traceback__), capture_locals=True)
print(captured[2].locals)  # expect: {'x': '3', 'local': '4'}
print(''.join(captured[1:].format() if hasattr(captured[1:], 'format') else traceback.StackSummary.from_list(captured[1:]).format()), end='')
# expect:   File "traceback_module.py", line 21, in outer
# expect:     return inner(x)
# expect:     x = 3
# expect:   File "traceback_module.py", line 17, in inner
# expect:     return local / 0
# expect:     local = 4
# expect:     x = 3


def where():
    return [s.name for s in traceback.extract_stack()][-2:], traceback.format_stack()[-1], [f.f_code.co_name for f, _ in traceback.walk_stack(None)][:2]


print(where())
# expect: (['<module>', 'where'], '  File "traceback_module.py", line 165, in where\n    return [s.name for s in traceback.extract_stack()][-2:], traceback.format_stack()[-1], [f.f_code.co_name for f, _ in traceback.walk_stack(None)][:2]\n', ['where', '<module>'])


def show_stack():
    traceback.print_stack(file=sys.stdout, limit=1)
    traceback.print_list(traceback.extract_stack(limit=1), file=sys.stdout)


show_stack()
# expect:   File "traceback_module.py", line 173, in show_stack
# expect:     traceback.print_stack(file=sys.stdout, limit=1)
# expect:   File "traceback_module.py", line 174, in show_stack
# expect:     traceback.print_list(traceback.extract_stack(limit=1), file=sys.stdout)

# TracebackException
te = traceback.TracebackException.from_exception(e)
print(te, te.exc_type_str, te.stack[0].name, te.__cause__, te.__context__, te.__suppress_context__, te.__notes__)
# expect: division by zero ZeroDivisionError <module> None None False None
print(''.join(te.format()), end='')
# expect: Traceback (most recent call last):
# expect:   File "traceback_module.py", line 32, in <module>
# expect:     outer(3)
# expect:     ~~~~~^^^
# expect:   File "traceback_module.py", line 21, in outer
# expect:     return inner(x)
# expect:   File "traceback_module.py", line 17, in inner
# expect:     return local / 0
# expect:            ~~~~~~^~~
# expect: ZeroDivisionError: division by zero
print(list(te.format_exception_only()))  # expect: ['ZeroDivisionError: division by zero\n']
print(te == traceback.TracebackException.from_exception(e), te == traceback.TracebackException.from_exception(caught(outer, 4)))
# expect: True False
te.print(file=sys.stdout)
# expect: Traceback (most recent call last):
# expect:   File "traceback_module.py", line 32, in <module>
# expect:     outer(3)
# expect:     ~~~~~^^^
# expect:   File "traceback_module.py", line 21, in outer
# expect:     return inner(x)
# expect:   File "traceback_module.py", line 17, in inner
# expect:     return local / 0
# expect:            ~~~~~~^~~
# expect: ZeroDivisionError: division by zero
te2 = traceback.TracebackException(type(e), e, e.__traceback__, limit=1, capture_locals=False)
print(len(te2.stack), te2.stack[0].name)  # expect: 1 <module>


def chained():
    try:
        inner(1)
    except ZeroDivisionError as error:
        raise KeyError('second') from error


def context():
    try:
        inner(1)
    except ZeroDivisionError:
        raise ValueError('while handling')


def hidden():
    try:
        inner(1)
    except ZeroDivisionError:
        raise ValueError('hidden') from None


for function in (chained, context, hidden):
    print(''.join(traceback.format_exception(caught(function))), end='')
# expect: Traceback (most recent call last):
# expect:   File "traceback_module.py", line 218, in chained
# expect:     inner(1)
# expect:     ~~~~~^^^
# expect:   File "traceback_module.py", line 17, in inner
# expect:     return local / 0
# expect:            ~~~~~~^~~
# expect: ZeroDivisionError: division by zero
# expect:
# expect: The above exception was the direct cause of the following exception:
# expect:
# expect: Traceback (most recent call last):
# expect:   File "traceback_module.py", line 26, in caught
# expect:     function(*args)
# expect:     ~~~~~~~~^^^^^^^
# expect:   File "traceback_module.py", line 220, in chained
# expect:     raise KeyError('second') from error
# expect: KeyError: 'second'
# expect: Traceback (most recent call last):
# expect:   File "traceback_module.py", line 225, in context
# expect:     inner(1)
# expect:     ~~~~~^^^
# expect:   File "traceback_module.py", line 17, in inner
# expect:     return local / 0
# expect:            ~~~~~~^~~
# expect: ZeroDivisionError: division by zero
# expect:
# expect: During handling of the above exception, another exception occurred:
# expect:
# expect: Traceback (most recent call last):
# expect:   File "traceback_module.py", line 26, in caught
# expect:     function(*args)
# expect:     ~~~~~~~~^^^^^^^
# expect:   File "traceback_module.py", line 227, in context
# expect:     raise ValueError('while handling')
# expect: ValueError: while handling
# expect: Traceback (most recent call last):
# expect:   File "traceback_module.py", line 26, in caught
# expect:     function(*args)
# expect:     ~~~~~~~~^^^^^^^
# expect:   File "traceback_module.py", line 234, in hidden
# expect:     raise ValueError('hidden') from None
# expect: ValueError: hidden
print(''.join(traceback.format_exception(caught(chained), chain=False)), end='')
# expect: Traceback (most recent call last):
# expect:   File "traceback_module.py", line 26, in caught
# expect:     function(*args)
# expect:     ~~~~~~~~^^^^^^^
# expect:   File "traceback_module.py", line 220, in chained
# expect:     raise KeyError('second') from error
# expect: KeyError: 'second'
te = traceback.TracebackException.from_exception(caught(chained))
print(te.__cause__.exc_type_str, te.__context__ is None or te.__context__.exc_type_str)  # expect: ZeroDivisionError True

# notes, groups, syntax errors, odd exceptions
note = ValueError('noted')
note.add_note('first note\nsecond line')
note.add_note('another')
print(''.join(traceback.format_exception_only(note)), end='')
# expect: ValueError: noted
# expect: first note
# expect: second line
# expect: another
note.__notes__ = 'not a list'
print(''.join(traceback.format_exception_only(note)), end='')
# expect: ValueError: noted
# expect: 'not a list'
note.__notes__ = [1, None]
print(''.join(traceback.format_exception_only(note)), end='')
# expect: ValueError: noted
# expect: 1
# expect: None


def group():
    raise ExceptionGroup('outer', [ValueError(1), ExceptionGroup('inner', [TypeError('t'), caught(inner, 1)])])


print(''.join(traceback.format_exception(caught(group))), end='')
# expect:   + Exception Group Traceback (most recent call last):
# expect:   |   File "traceback_module.py", line 26, in caught
# expect:   |     function(*args)
# expect:   |     ~~~~~~~~^^^^^^^
# expect:   |   File "traceback_module.py", line 314, in group
# expect:   |     raise ExceptionGroup('outer', [ValueError(1), ExceptionGroup('inner', [TypeError('t'), caught(inner, 1)])])
# expect:   | ExceptionGroup: outer (2 sub-exceptions)
# expect:   +-+---------------- 1 ----------------
# expect:     | ValueError: 1
# expect:     +---------------- 2 ----------------
# expect:     | ExceptionGroup: inner (2 sub-exceptions)
# expect:     +-+---------------- 1 ----------------
# expect:       | TypeError: t
# expect:       +---------------- 2 ----------------
# expect:       | Traceback (most recent call last):
# expect:       |   File "traceback_module.py", line 26, in caught
# expect:       |     function(*args)
# expect:       |     ~~~~~~~~^^^^^^^
# expect:       |   File "traceback_module.py", line 17, in inner
# expect:       |     return local / 0
# expect:       |            ~~~~~~^~~
# expect:       | ZeroDivisionError: division by zero
# expect:       +------------------------------------
print(''.join(traceback.format_exception_only(caught(group))), end='')
# expect: ExceptionGroup: outer (2 sub-exceptions)
print(''.join(traceback.format_exception_only(caught(group), show_group=True)), end='')
# expect: ExceptionGroup: outer (2 sub-exceptions)
# expect:    ValueError: 1
# expect:    ExceptionGroup: inner (2 sub-exceptions)
# expect:       TypeError: t
# expect:       ZeroDivisionError: division by zero
te = traceback.TracebackException.from_exception(ExceptionGroup('many', [ValueError(i) for i in range(20)]), max_group_width=2)
print(''.join(te.format()), end='')
# expect:   | ExceptionGroup: many (20 sub-exceptions)
# expect:   +-+---------------- 1 ----------------
# expect:     | ValueError: 0
# expect:     +---------------- 2 ----------------
# expect:     | ValueError: 1
# expect:     +---------------- ... ----------------
# expect:     | and 18 more exceptions
# expect:     +------------------------------------
deep = ValueError('deepest')
for i in range(4):
    deep = ExceptionGroup(f'level {i}', [deep])
print(''.join(traceback.TracebackException.from_exception(deep, max_group_depth=2).format()), end='')
# expect:   | ExceptionGroup: level 3 (1 sub-exception)
# expect:   +-+---------------- 1 ----------------
# expect:     | ExceptionGroup: level 2 (1 sub-exception)
# expect:     +-+---------------- 1 ----------------
# expect:       | ... (max_group_depth is 2)
# expect:       +------------------------------------
for text in ('1 +', 'def f(:', 'x = = 1', 'if x\n  pass', '  indented', 'print "a"', 'f(a for a in b, c)', '"unterminated', 'a b'):
    error = caught(compile, text, '<text>', 'exec')
    print(''.join(traceback.format_exception_only(error)), end='')
# expect:   File "<text>", line 1
# expect:     1 +
# expect:        ^
# expect: SyntaxError: invalid syntax
# expect:   File "<text>", line 1
# expect:     def f(:
# expect:           ^
# expect: SyntaxError: invalid syntax
# expect:   File "<text>", line 1
# expect:     x = = 1
# expect:         ^
# expect: SyntaxError: invalid syntax
# expect:   File "<text>", line 1
# expect:     if x
# expect:         ^
# expect: SyntaxError: expected ':'
# expect:   File "<text>", line 1
# expect:     indented
# expect: IndentationError: unexpected indent
# expect:   File "<text>", line 1
# expect:     print "a"
# expect:     ^^^^^^^^^
# expect: SyntaxError: Missing parentheses in call to 'print'. Did you mean print(...)?
# expect:   File "<text>", line 1
# expect:     f(a for a in b, c)
# expect:       ^^^^^^^^^^^^
# expect: SyntaxError: Generator expression must be parenthesized
# expect:   File "<text>", line 1
# expect:     "unterminated
# expect:     ^
# expect: SyntaxError: unterminated string literal (detected at line 1)
# expect:   File "<text>", line 1
# expect:     a b
# expect:       ^
# expect: SyntaxError: invalid syntax
print(''.join(traceback.format_exception_only(SyntaxError('plain'))), ''.join(traceback.format_exception_only(SyntaxError('msg', ('f', 3, 2, 'abc')))), end='')
# expect: SyntaxError: plain
# expect:    File "f", line 3
# expect:     abc
# expect:      ^^
# expect: SyntaxError: msg
print(''.join(traceback.format_exception_only(SyntaxError('msg', ('f', 3, 2, 'abcdef', 3, 5)))), end='')
# expect:   File "f", line 3
# expect:     abcdef
# expect:      ^^^
# expect: SyntaxError: msg


class Unprintable(Exception):
    def __str__(self): raise RuntimeError


class Inner:
    class Nested(Exception): pass


for odd in (Unprintable(), Inner.Nested('n'), KeyError('k'), OSError(2, 'No such'), Exception(), Exception(''), Exception('two\nlines'), SystemExit(3), StopIteration()):
    print(''.join(traceback.format_exception_only(odd)), end='')
# expect: Unprintable: <exception str() failed>
# expect: Inner.Nested: n
# expect: KeyError: 'k'
# expect: FileNotFoundError: [Errno 2] No such
# expect: Exception
# expect: Exception
# expect: Exception: two
# expect: lines
# expect: SystemExit: 3
# expect: StopIteration


# recursion is folded
def recurse(n):
    if n == 0:
        raise RuntimeError('bottom')
    recurse(n - 1)


print(''.join(traceback.format_exception(caught(recurse, 10))), end='')
# expect: Traceback (most recent call last):
# expect:   File "traceback_module.py", line 26, in caught
# expect:     function(*args)
# expect:     ~~~~~~~~^^^^^^^
# expect:   File "traceback_module.py", line 446, in recurse
# expect:     recurse(n - 1)
# expect:     ~~~~~~~^^^^^^^
# expect:   File "traceback_module.py", line 446, in recurse
# expect:     recurse(n - 1)
# expect:     ~~~~~~~^^^^^^^
# expect:   File "traceback_module.py", line 446, in recurse
# expect:     recurse(n - 1)
# expect:     ~~~~~~~^^^^^^^
# expect:   [Previous line repeated 7 more times]
# expect:   File "traceback_module.py", line 445, in recurse
# expect:     raise RuntimeError('bottom')
# expect: RuntimeError: bottom
traceback.clear_frames(e.__traceback__)


# suggestions
class Thing:
    apple = 1


def nearly():
    return Thing.aple


def unknown():
    return lenght


def imports():
    from math import sinn


for function in (nearly, unknown, imports):
    print(''.join(traceback.format_exception_only(caught(function))), end='')
# expect: AttributeError: type object 'Thing' has no attribute 'aple'. Did you mean: 'apple'?
# expect: NameError: name 'lenght' is not defined
# expect: ImportError: cannot import name 'sinn' from 'math' (unknown location). Did you mean: 'sin'?
print(sorted(traceback.__all__))
# expect: ['FrameSummary', 'StackSummary', 'TracebackException', 'clear_frames', 'extract_stack', 'extract_tb', 'format_exc', 'format_exception', 'format_exception_only', 'format_list', 'format_stack', 'format_tb', 'print_exc', 'print_exception', 'print_last', 'print_list', 'print_stack', 'print_tb', 'walk_stack', 'walk_tb']
