# needs: 3.14+
# Mistakes in programs of several lines: which line is told.
from _syntax_error import show

show('x = 1 +\ny = 2')
# expect: 'x = 1 +\ny = 2'
# expect: SyntaxError invalid syntax 1 8 1 9 'x = 1 +\n'
# expect:   File "<text>", line 1
# expect:     x = 1 +
# expect:            ^
# expect: SyntaxError: invalid syntax
show('def f(\n  a\n  b):\n  pass')
# expect: 'def f(\n  a\n  b):\n  pass'
# expect: SyntaxError invalid syntax 3 3 3 4 '  b):\n'
# expect:   File "<text>", line 3
# expect:     b):
# expect:     ^
# expect: SyntaxError: invalid syntax
show('foo(a,\n  b c)\n')
# expect: 'foo(a,\n  b c)\n'
# expect: SyntaxError invalid syntax. Perhaps you forgot a comma? 2 3 2 6 '  b c)\n'
# expect:   File "<text>", line 2
# expect:     b c)
# expect:     ^^^
# expect: SyntaxError: invalid syntax. Perhaps you forgot a comma?
show('x = [1,\n2\n3]')
# expect: 'x = [1,\n2\n3]'
# expect: SyntaxError invalid syntax. Perhaps you forgot a comma? 2 1 3 2 '2'
# expect:   File "<text>", line 2
# expect:     2
# expect:     ^
# expect: SyntaxError: invalid syntax. Perhaps you forgot a comma?
show("d = {'a': 1\n'b': 2}")
# expect: "d = {'a': 1\n'b': 2}"
# expect: SyntaxError invalid syntax. Perhaps you forgot a comma? 1 11 2 4 "d = {'a': 1"
# expect:   File "<text>", line 1
# expect:     d = {'a': 1
# expect:               ^
# expect: SyntaxError: invalid syntax. Perhaps you forgot a comma?
show("print('a' 'b' c)")
# expect: "print('a' 'b' c)"
# expect: SyntaxError invalid syntax. Perhaps you forgot a comma? 1 7 1 16 "print('a' 'b' c)\n"
# expect:   File "<text>", line 1
# expect:     print('a' 'b' c)
# expect:           ^^^^^^^^^
# expect: SyntaxError: invalid syntax. Perhaps you forgot a comma?
show('x = 1;;')
# expect: 'x = 1;;'
# expect: SyntaxError invalid syntax 1 7 1 8 'x = 1;;\n'
# expect:   File "<text>", line 1
# expect:     x = 1;;
# expect:           ^
# expect: SyntaxError: invalid syntax
show('if True:\n    x = 1\n     y = 2')
# expect: 'if True:\n    x = 1\n     y = 2'
# expect: IndentationError unexpected indent 3 5 3 -1 '     y = 2\n'
# expect:   File "<text>", line 3
# expect:     y = 2
# expect: IndentationError: unexpected indent
show('elif x: pass')
# expect: 'elif x: pass'
# expect: SyntaxError invalid syntax 1 1 1 5 'elif x: pass\n'
# expect:   File "<text>", line 1
# expect:     elif x: pass
# expect:     ^^^^
# expect: SyntaxError: invalid syntax
show('if x:\n    pass\n  else:\n    pass')
# expect: 'if x:\n    pass\n  else:\n    pass'
# expect: IndentationError unindent does not match any outer indentation level 3 8 3 -1 '  else:\n'
# expect:   File "<text>", line 3
# expect:     else:
# expect:          ^
# expect: IndentationError: unindent does not match any outer indentation level
show('x = (1 +\n 2\n 3)\n')
# expect: 'x = (1 +\n 2\n 3)\n'
# expect: SyntaxError invalid syntax. Perhaps you forgot a comma? 1 6 3 3 'x = (1 +'
# expect:   File "<text>", line 1
# expect:     x = (1 +
# expect:          ^^^
# expect: SyntaxError: invalid syntax. Perhaps you forgot a comma?
show('def f(a,\n  b=1,\n  c):\n  pass\n')
# expect: 'def f(a,\n  b=1,\n  c):\n  pass\n'
# expect: SyntaxError parameter without a default follows parameter with a default 3 3 3 4 '  c):\n'
# expect:   File "<text>", line 3
# expect:     c):
# expect:     ^
# expect: SyntaxError: parameter without a default follows parameter with a default
show('f(\n a=1,\n 2)\n')
# expect: 'f(\n a=1,\n 2)\n'
# expect: SyntaxError positional argument follows keyword argument 3 3 3 4 ' 2)\n'
# expect:   File "<text>", line 3
# expect:     2)
# expect:      ^
# expect: SyntaxError: positional argument follows keyword argument
show('if x:\n  y = 1\n  z = (1, 2\nfoo()\n')
# expect: 'if x:\n  y = 1\n  z = (1, 2\nfoo()\n'
# expect: SyntaxError '(' was never closed 3 7 3 0 '  z = (1, 2'
# expect:   File "<text>", line 3
# expect:     z = (1, 2
# expect:         ^
# expect: SyntaxError: '(' was never closed
show('class A:\n  def f(self):\n    return 1\n  x = = 1\n')
# expect: 'class A:\n  def f(self):\n    return 1\n  x = = 1\n'
# expect: SyntaxError invalid syntax 4 7 4 8 '  x = = 1\n'
# expect:   File "<text>", line 4
# expect:     x = = 1
# expect:         ^
# expect: SyntaxError: invalid syntax
show('x = {\n "a": 1,\n "b" 2,\n}\n')
# expect: 'x = {\n "a": 1,\n "b" 2,\n}\n'
# expect: SyntaxError ':' expected after dictionary key 3 4 3 0 ' "b" 2,\n'
# expect:   File "<text>", line 3
# expect:     "b" 2,
# expect:       ^
# expect: SyntaxError: ':' expected after dictionary key
show('x = [\n 1,\n 2\n 3,\n]\ny = 2\n')
# expect: 'x = [\n 1,\n 2\n 3,\n]\ny = 2\n'
# expect: SyntaxError invalid syntax. Perhaps you forgot a comma? 3 2 4 3 ' 2'
# expect:   File "<text>", line 3
# expect:     2
# expect:     ^
# expect: SyntaxError: invalid syntax. Perhaps you forgot a comma?
show('f(**k,\n *a)\n')
# expect: 'f(**k,\n *a)\n'
# expect: SyntaxError iterable argument unpacking follows keyword argument unpacking 1 6 2 4 'f(**k,'
# expect:   File "<text>", line 1
# expect:     f(**k,
# expect:          ^
# expect: SyntaxError: iterable argument unpacking follows keyword argument unpacking
show('(a,\n b) = 1 = c\n(a,\n 1) = 2\n')
# expect: '(a,\n b) = 1 = c\n(a,\n 1) = 2\n'
# expect: SyntaxError cannot assign to literal 2 7 2 8 ' b) = 1 = c\n'
# expect:   File "<text>", line 2
# expect:     b) = 1 = c
# expect:          ^
# expect: SyntaxError: cannot assign to literal
show('for x in range(3):\npass\n')
# expect: 'for x in range(3):\npass\n'
# expect: IndentationError expected an indented block after 'for' statement on line 1 2 1 2 5 'pass\n'
# expect:   File "<text>", line 2
# expect:     pass
# expect:     ^^^^
# expect: IndentationError: expected an indented block after 'for' statement on line 1
show('try:\n  pass\nx = 1\n')
# expect: 'try:\n  pass\nx = 1\n'
# expect: SyntaxError expected 'except' or 'finally' block 3 1 3 2 'x = 1\n'
# expect:   File "<text>", line 3
# expect:     x = 1
# expect:     ^
# expect: SyntaxError: expected 'except' or 'finally' block
show('while True\n  pass\n')
# expect: 'while True\n  pass\n'
# expect: SyntaxError expected ':' 1 11 1 12 'while True\n'
# expect:   File "<text>", line 1
# expect:     while True
# expect:               ^
# expect: SyntaxError: expected ':'
show('import a.b as\nx\n')
# expect: 'import a.b as\nx\n'
# expect: SyntaxError invalid syntax 1 14 1 15 'import a.b as\n'
# expect:   File "<text>", line 1
# expect:     import a.b as
# expect:                  ^
# expect: SyntaxError: invalid syntax
show('with open(x) as f, \\\n  open(y) as 1:\n  pass\n')
# expect: 'with open(x) as f, \\\n  open(y) as 1:\n  pass\n'
# expect: SyntaxError cannot assign to literal 2 14 2 15 '  open(y) as 1:\n'
# expect:   File "<text>", line 2
# expect:     open(y) as 1:
# expect:                ^
# expect: SyntaxError: cannot assign to literal
show('lambda x,\ny: 1')
# expect: 'lambda x,\ny: 1'
# expect: SyntaxError invalid syntax 1 10 1 11 'lambda x,\n'
# expect:   File "<text>", line 1
# expect:     lambda x,
# expect:              ^
# expect: SyntaxError: invalid syntax
show('print(f"{a\nb c}")')
# expect: 'print(f"{a\nb c}")'
# expect: SyntaxError invalid syntax. Perhaps you forgot a comma? 1 10 2 2 'print(f"{a'
# expect:   File "<text>", line 1
# expect:     print(f"{a
# expect:     ^^^^^
# expect: SyntaxError: invalid syntax. Did you mean 'not'?
show('del (a,\n f())')
# expect: 'del (a,\n f())'
# expect: SyntaxError cannot delete function call 2 2 2 5 ' f())\n'
# expect:   File "<text>", line 2
# expect:     f())
# expect:     ^^^
# expect: SyntaxError: cannot delete function call
show('f(a.b=1,\n c=2)')
# expect: 'f(a.b=1,\n c=2)'
# expect: SyntaxError expression cannot contain assignment, perhaps you meant "=="? 1 3 1 7 'f(a.b=1,\n'
# expect:   File "<text>", line 1
# expect:     f(a.b=1,
# expect:       ^^^^
# expect: SyntaxError: expression cannot contain assignment, perhaps you meant "=="?
show('x = """abc\ndef')
# expect: 'x = """abc\ndef'
# expect: SyntaxError unterminated triple-quoted string literal (detected at line 2) 1 5 1 5 'x = """abc'
# expect:   File "<text>", line 1
# expect:     x = """abc
# expect:         ^
# expect: SyntaxError: unterminated triple-quoted string literal (detected at line 2)
show('f(1,\n"abc\n')
# expect: 'f(1,\n"abc\n'
# expect: SyntaxError unterminated string literal (detected at line 2) 2 1 2 1 '"abc'
# expect:   File "<text>", line 2
# expect:     "abc
# expect:     ^
# expect: SyntaxError: unterminated string literal (detected at line 2)
show('x = 0777\ny = 2\n')
# expect: 'x = 0777\ny = 2\n'
# expect: SyntaxError leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers 1 5 1 6 'x = 0777'
# expect:   File "<text>", line 1
# expect:     x = 0777
# expect:         ^
# expect: SyntaxError: leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers
show('x = "abc\ny = 2\n')
# expect: 'x = "abc\ny = 2\n'
# expect: SyntaxError unterminated string literal (detected at line 1) 1 5 1 5 'x = "abc'
# expect:   File "<text>", line 1
# expect:     x = "abc
# expect:         ^
# expect: SyntaxError: unterminated string literal (detected at line 1)
show('a = )\nb\n')
# expect: 'a = )\nb\n'
# expect: SyntaxError unmatched ')' 1 5 1 5 'a = )'
# expect:   File "<text>", line 1
# expect:     a = )
# expect:         ^
# expect: SyntaxError: unmatched ')'
show('x = 1_\ny\n')
# expect: 'x = 1_\ny\n'
# expect: SyntaxError invalid decimal literal 1 6 1 6 'x = 1_'
# expect:   File "<text>", line 1
# expect:     x = 1_
# expect:          ^
# expect: SyntaxError: invalid decimal literal
show('def f():\n    x\n  y\nz\n')
# expect: 'def f():\n    x\n  y\nz\n'
# expect: IndentationError unindent does not match any outer indentation level 3 4 3 -1 '  y\n'
# expect:   File "<text>", line 3
# expect:     y
# expect:      ^
# expect: IndentationError: unindent does not match any outer indentation level
show('if 1:\n    x\n        y\nz\n')
# expect: 'if 1:\n    x\n        y\nz\n'
# expect: IndentationError unexpected indent 3 8 3 -1 '        y\n'
# expect:   File "<text>", line 3
# expect:     y
# expect: IndentationError: unexpected indent
show('a\\ b\nc\n')
# expect: 'a\\ b\nc\n'
# expect: SyntaxError unexpected character after line continuation character 1 3 1 0 'a\\ b\n'
# expect:   File "<text>", line 1
# expect:     a\ b
# expect:       ^
# expect: SyntaxError: unexpected character after line continuation character
show('a ? b\nc')
# expect: 'a ? b\nc'
# expect: SyntaxError invalid syntax 1 3 1 4 'a ? b\n'
# expect:   File "<text>", line 1
# expect:     a ? b
# expect:       ^
# expect: SyntaxError: invalid syntax
show('a é€ b\nc\n')
# expect: 'a é€ b\nc\n'
# expect: SyntaxError invalid character '€' (U+20AC) 1 4 1 4 'a é€ b'
# expect:   File "<text>", line 1
# expect:     a é€ b
# expect:        ^
# expect: SyntaxError: invalid character '€' (U+20AC)
