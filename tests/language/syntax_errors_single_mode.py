# needs: 3.14+
# What compile(..., 'single') refuses. It adds no newline to the last line, so that places at its end
# are one to the left of those in a file.


def show(source):
    try:
        compile(source, 'text', 'single')
    except SyntaxError as e:
        print(e.msg, e.args[1])
    else:
        print('is fine')


show('x = 1; y = 2\nz=3')
# expect: multiple statements found while compiling a single statement ('text', 1, 13, 'x = 1; y = 2\n', 1, 14)
show('\n\nx=1\n  y')
# expect: multiple statements found while compiling a single statement ('text', 3, 4, 'x=1\n', 3, 5)
show('# c\nx=1\n\n\n# d\ny\n')
# expect: multiple statements found while compiling a single statement ('text', 2, 4, 'x=1\n', 2, 5)
show('def f(): pass\nx=1\n')
# expect: invalid syntax ('text', 2, 1, 'x=1\n', 2, 2)
show('def f():')
# expect: expected an indented block after function definition on line 1 ('text', 1, 8, 'def f():', 1, -1)
show('def f():\n  # c')
# expect: expected an indented block after function definition on line 1 ('text', 2, 5, '  # c', 2, -1)
show('if x:\n    pass\n  y')
# expect: unindent does not match any outer indentation level ('text', 3, 3, '  y', 3, -1)
show('try:\n  pass')
# expect: expected 'except' or 'finally' block ('text', 2, 6, '  pass', 2, -1)
show('for x in y')
# expect: expected ':' ('text', 1, 10, 'for x in y', 1, -1)
show('for x in y\n')
# expect: expected ':' ('text', 1, 11, 'for x in y\n', 1, 12)
show('x = \\')
# expect: unexpected character after line continuation character ('text', 1, 5, 'x = \\', 1, 0)
show('x = \\\n')
# expect: unexpected EOF while parsing ('text', 1, 6, 'x = \\\n', 1, -1)
