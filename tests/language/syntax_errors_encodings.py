# needs: 3.14+
# Sources whose encoding nobody knows, or that are not in it, and texts that end too soon.


def show(text, mode='exec'):
    try:
        compile(text, 'text', mode)
    except SyntaxError as e:
        print(e, e.args[1])


show(b'# coding: nonsuch\n1')
# expect: unknown encoding: nonsuch (text, line 0) ('text', 0, -1, None)
show(b'#!x\n# vim: set fileencoding=foo-bar :\n1')
# expect: unknown encoding: foo-bar (text, line 0) ('text', 0, -1, None)
show(b'# coding: latin-1\nx = "\xe9')
# expect: unterminated string literal (detected at line 2) (text, line 2) ('text', 2, 5, 'x = "é', 2, 5)
for mode in 'eval', 'exec', 'single':
    show('1 +', mode)
    show('x =', mode)
    show('(1 +', mode)
    show('a b', mode)
    show('1 +\n', mode)
# expect: invalid syntax (text, line 1) ('text', 1, 0, '1 +', 1, 0)
# expect: invalid syntax (text, line 1) ('text', 1, 3, 'x =', 1, 4)
# expect: '(' was never closed (text, line 1) ('text', 1, 1, '(1 +', 1, 0)
# expect: invalid syntax (text, line 1) ('text', 1, 3, 'a b', 1, 4)
# expect: invalid syntax (text, line 1) ('text', 1, 4, '1 +\n', 1, 5)
# expect: invalid syntax (text, line 1) ('text', 1, 4, '1 +\n', 1, 5)
# expect: invalid syntax (text, line 1) ('text', 1, 4, 'x =\n', 1, 5)
# expect: '(' was never closed (text, line 1) ('text', 1, 1, '(1 +\n', 1, 0)
# expect: invalid syntax (text, line 1) ('text', 1, 3, 'a b\n', 1, 4)
# expect: invalid syntax (text, line 1) ('text', 1, 4, '1 +\n', 1, 5)
# expect: invalid syntax (text, line 1) ('text', 1, 0, '1 +', 1, 0)
# expect: invalid syntax (text, line 1) ('text', 1, 0, 'x =', 1, 0)
# expect: '(' was never closed (text, line 1) ('text', 1, 1, '(1 +', 1, 0)
# expect: invalid syntax (text, line 1) ('text', 1, 3, 'a b', 1, 4)
# expect: invalid syntax (text, line 1) ('text', 1, 4, '1 +\n', 1, 5)
