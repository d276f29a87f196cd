# needs: 3.14+
# What a FrameSummary knows of its source lines: all of them, whichever were asked for.
import traceback


def f(a):
    return (a +
            1 +
            undefined)


def g(a):
    return f(
        a
    )


def show(s):
    print(s.lineno, s.end_lineno, repr(s.line), repr(s._original_lines), repr(s._dedented_lines))


try:
    g(1)
except NameError as e:
    for s in traceback.extract_tb(e.__traceback__)[1:]:
        show(s)
# expect: 13 15 'return f(' '    return f(\n        a\n    )\n' 'return f(\n    a\n)\n'
# expect: 9 9 'undefined)' '            undefined)\n' 'undefined)\n'
show(traceback.FrameSummary('nowhere.py', 5, 'f'))  # expect: 5 5 '' '\n' '\n'
show(traceback.FrameSummary('x.py', 5, 'f', line='  some line '))  # expect: 5 5 'some line' '  some line ' 'some line '
show(traceback.FrameSummary(__file__, 7, 'f', end_lineno=8))
# expect: 7 8 'return (a +' '    return (a +\n            1 +\n' 'return (a +\n        1 +\n'
show(traceback.FrameSummary(__file__, None, 'f'))  # expect: None None None None None
late = traceback.FrameSummary(__file__, 7, 'f', lookup_line=False)
print(late._lines, late._lines_dedented)  # expect: None None
print(late.line, repr(late._lines), late._lines_dedented)  # expect: return (a + '    return (a +\n' None
print(traceback.format_list([traceback.FrameSummary('x.py', 5, 'f', line='  a\n    b\n')]))
# expect: ['  File "x.py", line 5, in f\n    a\n']
