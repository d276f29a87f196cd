# needs: 3.14+
# Texts that are no programs: all fields of the SyntaxError, and how it is shown.
import traceback


def show(text):
    print(repr(text))
    try:
        compile(text, '<text>', 'exec')
    except SyntaxError as e:
        print(type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset, repr(e.text))
        print(''.join(traceback.format_exception_only(e)), end='')
    else:
        print('is fine')


show('whille True:\n  pass')
# expect: 'whille True:\n  pass'
# expect: SyntaxError invalid syntax 1 8 1 12 'whille True:\n'
# expect:   File "<text>", line 1
# expect:     whille True:
# expect:     ^^^^^^
# expect: SyntaxError: invalid syntax. Did you mean 'while'?
show('fro x in y: pass')
# expect: 'fro x in y: pass'
# expect: SyntaxError invalid syntax 1 5 1 6 'fro x in y: pass\n'
# expect:   File "<text>", line 1
# expect:     fro x in y: pass
# expect:     ^^^
# expect: SyntaxError: invalid syntax. Did you mean 'for'?
show('improt os')
# expect: 'improt os'
# expect: SyntaxError invalid syntax 1 8 1 10 'improt os\n'
# expect:   File "<text>", line 1
# expect:     improt os
# expect:     ^^^^^^
# expect: SyntaxError: invalid syntax. Did you mean 'import'?
show('form x import y')
# expect: 'form x import y'
# expect: SyntaxError invalid syntax 1 6 1 7 'form x import y\n'
# expect:   File "<text>", line 1
# expect:     form x import y
# expect:     ^^^^
# expect: SyntaxError: invalid syntax. Did you mean 'from'?
show('clas A: pass')
# expect: 'clas A: pass'
# expect: SyntaxError invalid syntax 1 6 1 7 'clas A: pass\n'
# expect:   File "<text>", line 1
# expect:     clas A: pass
# expect:     ^^^^
# expect: SyntaxError: invalid syntax. Did you mean 'class'?
show('deff f(): pass')
# expect: 'deff f(): pass'
# expect: SyntaxError invalid syntax 1 6 1 7 'deff f(): pass\n'
# expect:   File "<text>", line 1
# expect:     deff f(): pass
# expect:     ^^^^
# expect: SyntaxError: invalid syntax. Did you mean 'def'?
show('retrun 5')
# expect: 'retrun 5'
# expect: SyntaxError invalid syntax 1 8 1 9 'retrun 5\n'
# expect:   File "<text>", line 1
# expect:     retrun 5
# expect:            ^
# expect: SyntaxError: invalid syntax
show('if x:\n  pass\nesle:\n  pass')
# expect: 'if x:\n  pass\nesle:\n  pass'
# expect: SyntaxError invalid syntax 3 6 3 7 'esle:\n'
# expect:   File "<text>", line 3
# expect:     esle:
# expect:     ^^^^
# expect: SyntaxError: invalid syntax. Did you mean 'else'?
show('if x:\n pass\nelfi y:\n pass')
# expect: 'if x:\n pass\nelfi y:\n pass'
# expect: SyntaxError invalid syntax 3 6 3 7 'elfi y:\n'
# expect:   File "<text>", line 3
# expect:     elfi y:
# expect:     ^^^^
# expect: SyntaxError: invalid syntax. Did you mean 'elif'?
show('tyr:\n pass\nexcept: pass')
# expect: 'tyr:\n pass\nexcept: pass'
# expect: SyntaxError invalid syntax 1 5 1 6 'tyr:\n'
# expect:   File "<text>", line 1
# expect:     tyr:
# expect:     ^^^
# expect: SyntaxError: invalid syntax. Did you mean 'try'?
show('try:\n pass\nexecpt: pass')
# expect: 'try:\n pass\nexecpt: pass'
# expect: SyntaxError expected 'except' or 'finally' block 3 1 3 7 'execpt: pass\n'
# expect:   File "<text>", line 3
# expect:     execpt: pass
# expect:     ^^^^^^
# expect: SyntaxError: expected 'except' or 'finally' block
show('whit open() as f: pass')
# expect: 'whit open() as f: pass'
# expect: SyntaxError invalid syntax 1 6 1 10 'whit open() as f: pass\n'
# expect:   File "<text>", line 1
# expect:     whit open() as f: pass
# expect:     ^^^^
# expect: SyntaxError: invalid syntax. Did you mean 'with'?
show('a nd b')
# expect: 'a nd b'
# expect: SyntaxError invalid syntax 1 3 1 5 'a nd b\n'
# expect:   File "<text>", line 1
# expect:     a nd b
# expect:       ^^
# expect: SyntaxError: invalid syntax. Did you mean 'and'?
show('x = a nott b')
# expect: 'x = a nott b'
# expect: SyntaxError invalid syntax 1 7 1 11 'x = a nott b\n'
# expect:   File "<text>", line 1
# expect:     x = a nott b
# expect:           ^^^^
# expect: SyntaxError: invalid syntax
show('for x im y: pass')
# expect: 'for x im y: pass'
# expect: SyntaxError invalid syntax 1 7 1 9 'for x im y: pass\n'
# expect:   File "<text>", line 1
# expect:     for x im y: pass
# expect:           ^^
# expect: SyntaxError: invalid syntax. Did you mean 'in'?
show('lamda x: x')
# expect: 'lamda x: x'
# expect: SyntaxError invalid syntax 1 7 1 8 'lamda x: x\n'
# expect:   File "<text>", line 1
# expect:     lamda x: x
# expect:     ^^^^^
# expect: SyntaxError: invalid syntax. Did you mean 'lambda'?
show('assrt x')
# expect: 'assrt x'
# expect: SyntaxError invalid syntax 1 7 1 8 'assrt x\n'
# expect:   File "<text>", line 1
# expect:     assrt x
# expect:     ^^^^^
# expect: SyntaxError: invalid syntax. Did you mean 'assert'?
show('rasie X')
# expect: 'rasie X'
# expect: SyntaxError invalid syntax 1 7 1 8 'rasie X\n'
# expect:   File "<text>", line 1
# expect:     rasie X
# expect:     ^^^^^
# expect: SyntaxError: invalid syntax. Did you mean 'raise'?
show('x = 1 iff y else 2')
# expect: 'x = 1 iff y else 2'
# expect: SyntaxError invalid syntax 1 7 1 10 'x = 1 iff y else 2\n'
# expect:   File "<text>", line 1
# expect:     x = 1 iff y else 2
# expect:           ^^^
# expect: SyntaxError: invalid syntax. Did you mean 'if'?
show('brek')
# expect: 'brek'
# expect: is fine
show('def f():\n  yeild 5')
# expect: 'def f():\n  yeild 5'
# expect: SyntaxError invalid syntax 2 9 2 10 '  yeild 5\n'
# expect:   File "<text>", line 2
# expect:     yeild 5
# expect:     ^^^^^
# expect: SyntaxError: invalid syntax. Did you mean 'yield'?
show('awiat x')
# expect: 'awiat x'
# expect: SyntaxError invalid syntax 1 7 1 8 'awiat x\n'
# expect:   File "<text>", line 1
# expect:     awiat x
# expect:           ^
# expect: SyntaxError: invalid syntax
show('import a as')
# expect: 'import a as'
# expect: SyntaxError invalid syntax 1 12 1 13 'import a as\n'
# expect:   File "<text>", line 1
# expect:     import a as
# expect:                ^
# expect: SyntaxError: invalid syntax
show('print x')
# expect: 'print x'
# expect: SyntaxError Missing parentheses in call to 'print'. Did you mean print(...)? 1 1 1 8 'print x\n'
# expect:   File "<text>", line 1
# expect:     print x
# expect:     ^^^^^^^
# expect: SyntaxError: Missing parentheses in call to 'print'. Did you mean print(...)?
show('pasx')
# expect: 'pasx'
# expect: is fine
show('a b')
# expect: 'a b'
# expect: SyntaxError invalid syntax 1 3 1 4 'a b\n'
# expect:   File "<text>", line 1
# expect:     a b
# expect:       ^
# expect: SyntaxError: invalid syntax
show('asynch def f(): pass')
# expect: 'asynch def f(): pass'
# expect: SyntaxError invalid syntax 1 8 1 11 'asynch def f(): pass\n'
# expect:   File "<text>", line 1
# expect:     asynch def f(): pass
# expect:     ^^^^^^
# expect: SyntaxError: invalid syntax. Did you mean 'async'?
show('for i in range(3)\n  pass')
# expect: 'for i in range(3)\n  pass'
# expect: SyntaxError expected ':' 1 18 1 19 'for i in range(3)\n'
# expect:   File "<text>", line 1
# expect:     for i in range(3)
# expect:                      ^
# expect: SyntaxError: expected ':'
show('x =')
# expect: 'x ='
# expect: SyntaxError invalid syntax 1 4 1 5 'x =\n'
# expect:   File "<text>", line 1
# expect:     x =
# expect:        ^
# expect: SyntaxError: invalid syntax
show('x = (1,')
# expect: 'x = (1,'
# expect: SyntaxError '(' was never closed 1 5 1 0 'x = (1,\n'
# expect:   File "<text>", line 1
# expect:     x = (1,
# expect:         ^
# expect: SyntaxError: '(' was never closed
show('f(')
# expect: 'f('
# expect: SyntaxError '(' was never closed 1 2 1 0 'f(\n'
# expect:   File "<text>", line 1
# expect:     f(
# expect:      ^
# expect: SyntaxError: '(' was never closed
show('[1, 2')
# expect: '[1, 2'
# expect: SyntaxError '[' was never closed 1 1 1 0 '[1, 2\n'
# expect:   File "<text>", line 1
# expect:     [1, 2
# expect:     ^
# expect: SyntaxError: '[' was never closed
show('{1: 2')
# expect: '{1: 2'
# expect: SyntaxError '{' was never closed 1 1 1 0 '{1: 2\n'
# expect:   File "<text>", line 1
# expect:     {1: 2
# expect:     ^
# expect: SyntaxError: '{' was never closed
show('x = )')
# expect: 'x = )'
# expect: SyntaxError unmatched ')' 1 5 1 5 'x = )'
# expect:   File "<text>", line 1
# expect:     x = )
# expect:         ^
# expect: SyntaxError: unmatched ')'
show('x = (]')
# expect: 'x = (]'
# expect: SyntaxError closing parenthesis ']' does not match opening parenthesis '(' 1 6 1 6 'x = (]'
# expect:   File "<text>", line 1
# expect:     x = (]
# expect:          ^
# expect: SyntaxError: closing parenthesis ']' does not match opening parenthesis '('
show('"abc')
# expect: '"abc'
# expect: SyntaxError unterminated string literal (detected at line 1) 1 1 1 1 '"abc'
# expect:   File "<text>", line 1
# expect:     "abc
# expect:     ^
# expect: SyntaxError: unterminated string literal (detected at line 1)
show("'''abc")
# expect: "'''abc"
# expect: SyntaxError unterminated triple-quoted string literal (detected at line 1) 1 1 1 1 "'''abc"
# expect:   File "<text>", line 1
# expect:     '''abc
# expect:     ^
# expect: SyntaxError: unterminated triple-quoted string literal (detected at line 1)
show('f"{x')
# expect: 'f"{x'
# expect: SyntaxError '{' was never closed 1 3 1 0 'f"{x\n'
# expect:   File "<text>", line 1
# expect:     f"{x
# expect:       ^
# expect: SyntaxError: '{' was never closed
show('f"{}"')
# expect: 'f"{}"'
# expect: SyntaxError f-string: valid expression required before '}' 1 4 1 5 'f"{}"\n'
# expect:   File "<text>", line 1
# expect:     f"{}"
# expect:        ^
# expect: SyntaxError: f-string: valid expression required before '}'
show('f"{x!z}"')
# expect: 'f"{x!z}"'
# expect: SyntaxError f-string: invalid conversion character 'z': expected 's', 'r', or 'a' 1 6 1 7 'f"{x!z}"\n'
# expect:   File "<text>", line 1
# expect:     f"{x!z}"
# expect:          ^
# expect: SyntaxError: f-string: invalid conversion character 'z': expected 's', 'r', or 'a'
show('f"{a b}"')
# expect: 'f"{a b}"'
# expect: SyntaxError invalid syntax. Perhaps you forgot a comma? 1 4 1 7 'f"{a b}"\n'
# expect:   File "<text>", line 1
# expect:     f"{a b}"
# expect:        ^^^
# expect: SyntaxError: invalid syntax. Perhaps you forgot a comma?
show('f"{x:{y}"')
# expect: 'f"{x:{y}"'
# expect: SyntaxError f-string: expecting '}', or format specs 1 9 1 10 'f"{x:{y}"\n'
# expect:   File "<text>", line 1
# expect:     f"{x:{y}"
# expect:             ^
# expect: SyntaxError: f-string: expecting '}', or format specs
show('\tx\n        y')
# expect: '\tx\n        y'
# expect: IndentationError unexpected indent 1 1 1 -1 '\tx\n'
# expect:   File "<text>", line 1
# expect:     	x
# expect:     ^
# expect: IndentationError: unexpected indent
show('if 1:\n    x\n  y')
# expect: 'if 1:\n    x\n  y'
# expect: IndentationError unindent does not match any outer indentation level 3 4 3 -1 '  y\n'
# expect:   File "<text>", line 3
# expect:     y
# expect:      ^
# expect: IndentationError: unindent does not match any outer indentation level
show('if 1:\nx')
# expect: 'if 1:\nx'
# expect: IndentationError expected an indented block after 'if' statement on line 1 2 1 2 2 'x\n'
# expect:   File "<text>", line 2
# expect:     x
# expect:     ^
# expect: IndentationError: expected an indented block after 'if' statement on line 1
show('  x')
# expect: '  x'
# expect: IndentationError unexpected indent 1 2 1 -1 '  x\n'
# expect:   File "<text>", line 1
# expect:     x
# expect: IndentationError: unexpected indent
show('x = 5 = y')
# expect: 'x = 5 = y'
# expect: SyntaxError cannot assign to literal 1 5 1 6 'x = 5 = y\n'
# expect:   File "<text>", line 1
# expect:     x = 5 = y
# expect:         ^
# expect: SyntaxError: cannot assign to literal
show('1 = x')
# expect: '1 = x'
# expect: SyntaxError cannot assign to literal here. Maybe you meant '==' instead of '='? 1 1 1 2 '1 = x\n'
# expect:   File "<text>", line 1
# expect:     1 = x
# expect:     ^
# expect: SyntaxError: cannot assign to literal here. Maybe you meant '==' instead of '='?
show('f() = 1')
# expect: 'f() = 1'
# expect: SyntaxError cannot assign to function call here. Maybe you meant '==' instead of '='? 1 1 1 4 'f() = 1\n'
# expect:   File "<text>", line 1
# expect:     f() = 1
# expect:     ^^^
# expect: SyntaxError: cannot assign to function call here. Maybe you meant '==' instead of '='?
show('x + 1 = 2')
# expect: 'x + 1 = 2'
# expect: SyntaxError cannot assign to expression here. Maybe you meant '==' instead of '='? 1 1 1 6 'x + 1 = 2\n'
# expect:   File "<text>", line 1
# expect:     x + 1 = 2
# expect:     ^^^^^
# expect: SyntaxError: cannot assign to expression here. Maybe you meant '==' instead of '='?
show('None = 1')
# expect: 'None = 1'
# expect: SyntaxError cannot assign to None 1 1 1 5 'None = 1\n'
# expect:   File "<text>", line 1
# expect:     None = 1
# expect:     ^^^^
# expect: SyntaxError: cannot assign to None
show('def f(x, x): pass')
# expect: 'def f(x, x): pass'
# expect: SyntaxError duplicate argument 'x' in function definition 1 10 1 11 None
# expect:   File "<text>", line 1
# expect: SyntaxError: duplicate argument 'x' in function definition
show('def f(a=1, b): pass')
# expect: 'def f(a=1, b): pass'
# expect: SyntaxError parameter without a default follows parameter with a default 1 12 1 13 'def f(a=1, b): pass\n'
# expect:   File "<text>", line 1
# expect:     def f(a=1, b): pass
# expect:                ^
# expect: SyntaxError: parameter without a default follows parameter with a default
show('f(a=1, 2)')
# expect: 'f(a=1, 2)'
# expect: SyntaxError positional argument follows keyword argument 1 9 1 10 'f(a=1, 2)\n'
# expect:   File "<text>", line 1
# expect:     f(a=1, 2)
# expect:             ^
# expect: SyntaxError: positional argument follows keyword argument
show('f(**k, *a)')
# expect: 'f(**k, *a)'
# expect: SyntaxError iterable argument unpacking follows keyword argument unpacking 1 6 1 10 'f(**k, *a)\n'
# expect:   File "<text>", line 1
# expect:     f(**k, *a)
# expect:          ^^^^
# expect: SyntaxError: iterable argument unpacking follows keyword argument unpacking
show('f(x for x in y, 1)')
# expect: 'f(x for x in y, 1)'
# expect: SyntaxError Generator expression must be parenthesized 1 3 1 15 'f(x for x in y, 1)\n'
# expect:   File "<text>", line 1
# expect:     f(x for x in y, 1)
# expect:       ^^^^^^^^^^^^
# expect: SyntaxError: Generator expression must be parenthesized
show('class A\n  pass')
# expect: 'class A\n  pass'
# expect: SyntaxError expected ':' 1 8 1 9 'class A\n'
# expect:   File "<text>", line 1
# expect:     class A
# expect:            ^
# expect: SyntaxError: expected ':'
show('return 1')
# expect: 'return 1'
# expect: SyntaxError 'return' outside function 1 1 1 9 None
# expect:   File "<text>", line 1
# expect: SyntaxError: 'return' outside function
show('yield 1')
# expect: 'yield 1'
# expect: SyntaxError 'yield' outside function 1 1 1 8 None
# expect:   File "<text>", line 1
# expect: SyntaxError: 'yield' outside function
show('break')
# expect: 'break'
# expect: SyntaxError 'break' outside loop 1 1 1 6 None
# expect:   File "<text>", line 1
# expect: SyntaxError: 'break' outside loop
show('continue')
# expect: 'continue'
# expect: SyntaxError 'continue' not properly in loop 1 1 1 9 None
# expect:   File "<text>", line 1
# expect: SyntaxError: 'continue' not properly in loop
show('nonlocal x')
# expect: 'nonlocal x'
# expect: SyntaxError nonlocal declaration not allowed at module level 1 1 1 11 None
# expect:   File "<text>", line 1
# expect: SyntaxError: nonlocal declaration not allowed at module level
show('global x; x = 1')
# expect: 'global x; x = 1'
# expect: is fine
show('x = 1\ndef f():\n  print(x)\n  global x')
# expect: 'x = 1\ndef f():\n  print(x)\n  global x'
# expect: SyntaxError name 'x' is used prior to global declaration 4 3 4 11 None
# expect:   File "<text>", line 4
# expect: SyntaxError: name 'x' is used prior to global declaration
show('import *')
# expect: 'import *'
# expect: SyntaxError invalid syntax 1 8 1 9 'import *\n'
# expect:   File "<text>", line 1
# expect:     import *
# expect:            ^
# expect: SyntaxError: invalid syntax
show('from x import *, y')
# expect: 'from x import *, y'
# expect: SyntaxError invalid syntax 1 16 1 17 'from x import *, y\n'
# expect:   File "<text>", line 1
# expect:     from x import *, y
# expect:                    ^
# expect: SyntaxError: invalid syntax
show('del f()')
# expect: 'del f()'
# expect: SyntaxError cannot delete function call 1 5 1 8 'del f()\n'
# expect:   File "<text>", line 1
# expect:     del f()
# expect:         ^^^
# expect: SyntaxError: cannot delete function call
show('del 1')
# expect: 'del 1'
# expect: SyntaxError cannot delete literal 1 5 1 6 'del 1\n'
# expect:   File "<text>", line 1
# expect:     del 1
# expect:         ^
# expect: SyntaxError: cannot delete literal
show('x: int: str')
# expect: 'x: int: str'
# expect: SyntaxError invalid syntax 1 7 1 8 'x: int: str\n'
# expect:   File "<text>", line 1
# expect:     x: int: str
# expect:           ^
# expect: SyntaxError: invalid syntax
show('lambda: (yield)')
# expect: 'lambda: (yield)'
# expect: is fine
show('0777')
# expect: '0777'
# expect: SyntaxError leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers 1 1 1 2 '0777'
# expect:   File "<text>", line 1
# expect:     0777
# expect:     ^
# expect: SyntaxError: leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers
show('0x')
# expect: '0x'
# expect: SyntaxError invalid hexadecimal literal 1 2 1 2 '0x'
# expect:   File "<text>", line 1
# expect:     0x
# expect:      ^
# expect: SyntaxError: invalid hexadecimal literal
show('1_')
# expect: '1_'
# expect: SyntaxError invalid decimal literal 1 2 1 2 '1_'
# expect:   File "<text>", line 1
# expect:     1_
# expect:      ^
# expect: SyntaxError: invalid decimal literal
show('1__0')
# expect: '1__0'
# expect: SyntaxError invalid decimal literal 1 2 1 2 '1__0'
# expect:   File "<text>", line 1
# expect:     1__0
# expect:      ^
# expect: SyntaxError: invalid decimal literal
show('0b12')
# expect: '0b12'
# expect: SyntaxError invalid digit '2' in binary literal 1 4 1 4 '0b12'
# expect:   File "<text>", line 1
# expect:     0b12
# expect:        ^
# expect: SyntaxError: invalid digit '2' in binary literal
show('1e')
# expect: '1e'
# expect: SyntaxError invalid decimal literal 1 1 1 1 '1e'
# expect:   File "<text>", line 1
# expect:     1e
# expect:     ^
# expect: SyntaxError: invalid decimal literal
show('1.2.3')
# expect: '1.2.3'
# expect: SyntaxError invalid syntax 1 4 1 6 '1.2.3\n'
# expect:   File "<text>", line 1
# expect:     1.2.3
# expect:        ^^
# expect: SyntaxError: invalid syntax
show('5x')
# expect: '5x'
# expect: SyntaxError invalid decimal literal 1 1 1 1 '5x'
# expect:   File "<text>", line 1
# expect:     5x
# expect:     ^
# expect: SyntaxError: invalid decimal literal
show('$')
# expect: '$'
# expect: SyntaxError invalid syntax 1 1 1 2 '$\n'
# expect:   File "<text>", line 1
# expect:     $
# expect:     ^
# expect: SyntaxError: invalid syntax
show('?')
# expect: '?'
# expect: SyntaxError invalid syntax 1 1 1 2 '?\n'
# expect:   File "<text>", line 1
# expect:     ?
# expect:     ^
# expect: SyntaxError: invalid syntax
show('a ? b')
# expect: 'a ? b'
# expect: SyntaxError invalid syntax 1 3 1 4 'a ? b\n'
# expect:   File "<text>", line 1
# expect:     a ? b
# expect:       ^
# expect: SyntaxError: invalid syntax
show('x = é€')
# expect: 'x = é€'
# expect: SyntaxError invalid character '€' (U+20AC) 1 6 1 6 'x = é€'
# expect:   File "<text>", line 1
# expect:     x = é€
# expect:          ^
# expect: SyntaxError: invalid character '€' (U+20AC)
show('x “y”')
# expect: 'x “y”'
# expect: SyntaxError invalid character '“' (U+201C) 1 3 1 3 'x “y”'
# expect:   File "<text>", line 1
# expect:     x “y”
# expect:       ^
# expect: SyntaxError: invalid character '“' (U+201C)
show('a\\ b')
# expect: 'a\\ b'
# expect: SyntaxError unexpected character after line continuation character 1 3 1 0 'a\\ b\n'
# expect:   File "<text>", line 1
# expect:     a\ b
# expect:       ^
# expect: SyntaxError: unexpected character after line continuation character
show('\\')
# expect: '\\'
# expect: SyntaxError unexpected EOF while parsing 1 2 1 -1 '\\\n'
# expect:   File "<text>", line 1
# expect:     \
# expect:      ^
# expect: SyntaxError: unexpected EOF while parsing
show('with x as 1: pass')
# expect: 'with x as 1: pass'
# expect: SyntaxError cannot assign to literal 1 11 1 12 'with x as 1: pass\n'
# expect:   File "<text>", line 1
# expect:     with x as 1: pass
# expect:               ^
# expect: SyntaxError: cannot assign to literal
show('try: pass')
# expect: 'try: pass'
# expect: SyntaxError expected 'except' or 'finally' block 1 10 1 -1 'try: pass\n'
# expect:   File "<text>", line 1
# expect:     try: pass
# expect:              ^
# expect: SyntaxError: expected 'except' or 'finally' block
show('try:\n pass\nfinally')
# expect: 'try:\n pass\nfinally'
# expect: SyntaxError expected ':' 3 8 3 9 'finally\n'
# expect:   File "<text>", line 3
# expect:     finally
# expect:            ^
# expect: SyntaxError: expected ':'
show('match x:\n case 1: pass\n case a: pass\n case b: pass')
# expect: 'match x:\n case 1: pass\n case a: pass\n case b: pass'
# expect: SyntaxError name capture 'a' makes remaining patterns unreachable 3 7 3 8 None
# expect:   File "<text>", line 3
# expect: SyntaxError: name capture 'a' makes remaining patterns unreachable
show('match x:\n case {**rest, 1: 2}: pass')
# expect: 'match x:\n case {**rest, 1: 2}: pass'
# expect: SyntaxError invalid syntax 2 16 2 17 ' case {**rest, 1: 2}: pass\n'
# expect:   File "<text>", line 2
# expect:     case {**rest, 1: 2}: pass
# expect:                   ^
# expect: SyntaxError: invalid syntax
show('x if y')
# expect: 'x if y'
# expect: SyntaxError expected 'else' after 'if' expression 1 1 1 7 'x if y\n'
# expect:   File "<text>", line 1
# expect:     x if y
# expect:     ^^^^^^
# expect: SyntaxError: expected 'else' after 'if' expression
show('x if y else')
# expect: 'x if y else'
# expect: SyntaxError expected expression after 'else', but statement is given 1 12 1 13 'x if y else\n'
# expect:   File "<text>", line 1
# expect:     x if y else
# expect:                ^
# expect: SyntaxError: expected expression after 'else', but statement is given
show('not')
# expect: 'not'
# expect: SyntaxError invalid syntax 1 4 1 5 'not\n'
# expect:   File "<text>", line 1
# expect:     not
# expect:        ^
# expect: SyntaxError: invalid syntax
show('a not b')
# expect: 'a not b'
# expect: SyntaxError invalid syntax 1 7 1 8 'a not b\n'
# expect:   File "<text>", line 1
# expect:     a not b
# expect:           ^
# expect: SyntaxError: invalid syntax
show('{1, 2: 3}')
# expect: '{1, 2: 3}'
# expect: SyntaxError invalid syntax 1 6 1 7 '{1, 2: 3}\n'
# expect:   File "<text>", line 1
# expect:     {1, 2: 3}
# expect:          ^
# expect: SyntaxError: invalid syntax
show('{1:2, 3}')
# expect: '{1:2, 3}'
# expect: SyntaxError ':' expected after dictionary key 1 7 1 0 '{1:2, 3}\n'
# expect:   File "<text>", line 1
# expect:     {1:2, 3}
# expect:           ^
# expect: SyntaxError: ':' expected after dictionary key
show('{1: *a}')
# expect: '{1: *a}'
# expect: SyntaxError cannot use a starred expression in a dictionary value 1 5 1 7 '{1: *a}\n'
# expect:   File "<text>", line 1
# expect:     {1: *a}
# expect:         ^^
# expect: SyntaxError: cannot use a starred expression in a dictionary value
show('[*a for a in b]')
# expect: '[*a for a in b]'
# expect: SyntaxError iterable unpacking cannot be used in comprehension 1 2 1 4 '[*a for a in b]\n'
# expect:   File "<text>", line 1
# expect:     [*a for a in b]
# expect:      ^^
# expect: SyntaxError: iterable unpacking cannot be used in comprehension
show('(a, b) += 1')
# expect: '(a, b) += 1'
# expect: SyntaxError 'tuple' is an illegal expression for augmented assignment 1 1 1 7 '(a, b) += 1\n'
# expect:   File "<text>", line 1
# expect:     (a, b) += 1
# expect:     ^^^^^^
# expect: SyntaxError: 'tuple' is an illegal expression for augmented assignment
show('a := 1')
# expect: 'a := 1'
# expect: SyntaxError invalid syntax 1 3 1 5 'a := 1\n'
# expect:   File "<text>", line 1
# expect:     a := 1
# expect:       ^^
# expect: SyntaxError: invalid syntax
show('(a.b := 1)')
# expect: '(a.b := 1)'
# expect: SyntaxError cannot use assignment expressions with attribute 1 2 1 5 '(a.b := 1)\n'
# expect:   File "<text>", line 1
# expect:     (a.b := 1)
# expect:      ^^^
# expect: SyntaxError: cannot use assignment expressions with attribute
show('f(a.b=1)')
# expect: 'f(a.b=1)'
# expect: SyntaxError expression cannot contain assignment, perhaps you meant "=="? 1 3 1 7 'f(a.b=1)\n'
# expect:   File "<text>", line 1
# expect:     f(a.b=1)
# expect:       ^^^^
# expect: SyntaxError: expression cannot contain assignment, perhaps you meant "=="?
show('f(True=1)')
# expect: 'f(True=1)'
# expect: SyntaxError cannot assign to True 1 3 1 8 'f(True=1)\n'
# expect:   File "<text>", line 1
# expect:     f(True=1)
# expect:       ^^^^^
# expect: SyntaxError: cannot assign to True
show('async x')
# expect: 'async x'
# expect: SyntaxError invalid syntax 1 7 1 8 'async x\n'
# expect:   File "<text>", line 1
# expect:     async x
# expect:           ^
# expect: SyntaxError: invalid syntax
show('def f(*): pass')
# expect: 'def f(*): pass'
# expect: SyntaxError named arguments must follow bare * 1 7 1 8 'def f(*): pass\n'
# expect:   File "<text>", line 1
# expect:     def f(*): pass
# expect:           ^
# expect: SyntaxError: named arguments must follow bare *
show('def f(*, **k): pass')
# expect: 'def f(*, **k): pass'
# expect: SyntaxError named arguments must follow bare * 1 7 1 8 'def f(*, **k): pass\n'
# expect:   File "<text>", line 1
# expect:     def f(*, **k): pass
# expect:           ^
# expect: SyntaxError: named arguments must follow bare *
show('def f(a, /, b, /): pass')
# expect: 'def f(a, /, b, /): pass'
# expect: SyntaxError / may appear only once 1 16 1 17 'def f(a, /, b, /): pass\n'
# expect:   File "<text>", line 1
# expect:     def f(a, /, b, /): pass
# expect:                    ^
# expect: SyntaxError: / may appear only once
show('def f(**k, a): pass')
# expect: 'def f(**k, a): pass'
# expect: SyntaxError arguments cannot follow var-keyword argument 1 12 1 13 'def f(**k, a): pass\n'
# expect:   File "<text>", line 1
# expect:     def f(**k, a): pass
# expect:                ^
# expect: SyntaxError: arguments cannot follow var-keyword argument
show('@')
# expect: '@'
# expect: SyntaxError invalid syntax 1 2 1 3 '@\n'
# expect:   File "<text>", line 1
# expect:     @
# expect:      ^
# expect: SyntaxError: invalid syntax
show('x = {')
# expect: 'x = {'
# expect: SyntaxError '{' was never closed 1 5 1 0 'x = {\n'
# expect:   File "<text>", line 1
# expect:     x = {
# expect:         ^
# expect: SyntaxError: '{' was never closed
show("f'{a['b']}'")
# expect: "f'{a['b']}'"
# expect: is fine
show("'a' b'c'")
# expect: "'a' b'c'"
# expect: SyntaxError cannot mix bytes and nonbytes literals 1 9 1 10 "'a' b'c'\n"
# expect:   File "<text>", line 1
# expect:     'a' b'c'
# expect:             ^
# expect: SyntaxError: cannot mix bytes and nonbytes literals
show('u"x" b"y"')
# expect: 'u"x" b"y"'
# expect: SyntaxError cannot mix bytes and nonbytes literals 1 10 1 11 'u"x" b"y"\n'
# expect:   File "<text>", line 1
# expect:     u"x" b"y"
# expect:              ^
# expect: SyntaxError: cannot mix bytes and nonbytes literals
show('import a.b as c.d')
# expect: 'import a.b as c.d'
# expect: SyntaxError cannot use attribute as import target 1 15 1 18 'import a.b as c.d\n'
# expect:   File "<text>", line 1
# expect:     import a.b as c.d
# expect:                   ^^^
# expect: SyntaxError: cannot use attribute as import target
show('from . import (a, b')
# expect: 'from . import (a, b'
# expect: SyntaxError '(' was never closed 1 15 1 0 'from . import (a, b\n'
# expect:   File "<text>", line 1
# expect:     from . import (a, b
# expect:                   ^
# expect: SyntaxError: '(' was never closed
show('from a import')
# expect: 'from a import'
# expect: SyntaxError Expected one or more names after 'import' 1 14 1 14 'from a import\n'
# expect:   File "<text>", line 1
# expect:     from a import
# expect:                  ^
# expect: SyntaxError: Expected one or more names after 'import'
show('raise x from')
# expect: 'raise x from'
# expect: SyntaxError invalid syntax 1 13 1 14 'raise x from\n'
# expect:   File "<text>", line 1
# expect:     raise x from
# expect:                 ^
# expect: SyntaxError: invalid syntax
show('assert')
# expect: 'assert'
# expect: SyntaxError invalid syntax 1 7 1 8 'assert\n'
# expect:   File "<text>", line 1
# expect:     assert
# expect:           ^
# expect: SyntaxError: invalid syntax
show('x == = y')
# expect: 'x == = y'
# expect: SyntaxError invalid syntax 1 6 1 7 'x == = y\n'
# expect:   File "<text>", line 1
# expect:     x == = y
# expect:          ^
# expect: SyntaxError: invalid syntax
show('x <> y')
# expect: 'x <> y'
# expect: SyntaxError invalid syntax.  Maybe you meant '!=' instead of '<>'? 1 3 1 5 'x <> y\n'
# expect:   File "<text>", line 1
# expect:     x <> y
# expect:       ^^
# expect: SyntaxError: invalid syntax.  Maybe you meant '!=' instead of '<>'?
show('a === b')
# expect: 'a === b'
# expect: SyntaxError invalid syntax 1 5 1 6 'a === b\n'
# expect:   File "<text>", line 1
# expect:     a === b
# expect:         ^
# expect: SyntaxError: invalid syntax
show('x++')
# expect: 'x++'
# expect: SyntaxError invalid syntax 1 4 1 5 'x++\n'
# expect:   File "<text>", line 1
# expect:     x++
# expect:        ^
# expect: SyntaxError: invalid syntax
show('++')
# expect: '++'
# expect: SyntaxError invalid syntax 1 3 1 4 '++\n'
# expect:   File "<text>", line 1
# expect:     ++
# expect:       ^
# expect: SyntaxError: invalid syntax
show('if x = 1: pass')
# expect: 'if x = 1: pass'
# expect: SyntaxError invalid syntax. Maybe you meant '==' or ':=' instead of '='? 1 4 1 9 'if x = 1: pass\n'
# expect:   File "<text>", line 1
# expect:     if x = 1: pass
# expect:        ^^^^^
# expect: SyntaxError: invalid syntax. Maybe you meant '==' or ':=' instead of '='?
show('while x = 1: pass')
# expect: 'while x = 1: pass'
# expect: SyntaxError invalid syntax. Maybe you meant '==' or ':=' instead of '='? 1 7 1 12 'while x = 1: pass\n'
# expect:   File "<text>", line 1
# expect:     while x = 1: pass
# expect:           ^^^^^
# expect: SyntaxError: invalid syntax. Maybe you meant '==' or ':=' instead of '='?
show('a, b = 1, = 2')
# expect: 'a, b = 1, = 2'
# expect: SyntaxError invalid syntax. Maybe you meant '==' or ':=' instead of '='? 1 4 1 9 'a, b = 1, = 2\n'
# expect:   File "<text>", line 1
# expect:     a, b = 1, = 2
# expect:        ^^^^^
# expect: SyntaxError: invalid syntax. Maybe you meant '==' or ':=' instead of '='?
show('for 1 in x: pass')
# expect: 'for 1 in x: pass'
# expect: SyntaxError cannot assign to literal 1 5 1 6 'for 1 in x: pass\n'
# expect:   File "<text>", line 1
# expect:     for 1 in x: pass
# expect:         ^
# expect: SyntaxError: cannot assign to literal
show('for f() in x: pass')
# expect: 'for f() in x: pass'
# expect: SyntaxError cannot assign to function call 1 5 1 8 'for f() in x: pass\n'
# expect:   File "<text>", line 1
# expect:     for f() in x: pass
# expect:         ^^^
# expect: SyntaxError: cannot assign to function call
show('[x for 1 in y]')
# expect: '[x for 1 in y]'
# expect: SyntaxError cannot assign to literal 1 8 1 9 '[x for 1 in y]\n'
# expect:   File "<text>", line 1
# expect:     [x for 1 in y]
# expect:            ^
# expect: SyntaxError: cannot assign to literal
show('with (a as b, c as d')
# expect: 'with (a as b, c as d'
# expect: SyntaxError '(' was never closed 1 6 1 0 'with (a as b, c as d\n'
# expect:   File "<text>", line 1
# expect:     with (a as b, c as d
# expect:          ^
# expect: SyntaxError: '(' was never closed
show('except: pass')
# expect: 'except: pass'
# expect: SyntaxError invalid syntax 1 1 1 7 'except: pass\n'
# expect:   File "<text>", line 1
# expect:     except: pass
# expect:     ^^^^^^
# expect: SyntaxError: invalid syntax
show('else: pass')
# expect: 'else: pass'
# expect: SyntaxError invalid syntax 1 1 1 5 'else: pass\n'
# expect:   File "<text>", line 1
# expect:     else: pass
# expect:     ^^^^
# expect: SyntaxError: invalid syntax
show('case 1: pass')
# expect: 'case 1: pass'
# expect: SyntaxError invalid syntax 1 6 1 7 'case 1: pass\n'
# expect:   File "<text>", line 1
# expect:     case 1: pass
# expect:          ^
# expect: SyntaxError: invalid syntax
show('class A(x for x in y): pass')
# expect: 'class A(x for x in y): pass'
# expect: SyntaxError invalid syntax 1 11 1 14 'class A(x for x in y): pass\n'
# expect:   File "<text>", line 1
# expect:     class A(x for x in y): pass
# expect:               ^^^
# expect: SyntaxError: invalid syntax
show('print(a b)')
# expect: 'print(a b)'
# expect: SyntaxError invalid syntax. Perhaps you forgot a comma? 1 7 1 10 'print(a b)\n'
# expect:   File "<text>", line 1
# expect:     print(a b)
# expect:           ^^^
# expect: SyntaxError: invalid syntax. Perhaps you forgot a comma?
show('f(a, b c)')
# expect: 'f(a, b c)'
# expect: SyntaxError invalid syntax. Perhaps you forgot a comma? 1 6 1 9 'f(a, b c)\n'
# expect:   File "<text>", line 1
# expect:     f(a, b c)
# expect:          ^^^
# expect: SyntaxError: invalid syntax. Perhaps you forgot a comma?
show('[a b]')
# expect: '[a b]'
# expect: SyntaxError invalid syntax. Perhaps you forgot a comma? 1 2 1 5 '[a b]\n'
# expect:   File "<text>", line 1
# expect:     [a b]
# expect:      ^^^
# expect: SyntaxError: invalid syntax. Perhaps you forgot a comma?
show('(a b)')
# expect: '(a b)'
# expect: SyntaxError invalid syntax. Perhaps you forgot a comma? 1 2 1 5 '(a b)\n'
# expect:   File "<text>", line 1
# expect:     (a b)
# expect:      ^^^
# expect: SyntaxError: invalid syntax. Perhaps you forgot a comma?
show('{a b}')
# expect: '{a b}'
# expect: SyntaxError invalid syntax. Perhaps you forgot a comma? 1 2 1 5 '{a b}\n'
# expect:   File "<text>", line 1
# expect:     {a b}
# expect:      ^^^
# expect: SyntaxError: invalid syntax. Perhaps you forgot a comma?
show('x = a b')
# expect: 'x = a b'
# expect: SyntaxError invalid syntax 1 7 1 8 'x = a b\n'
# expect:   File "<text>", line 1
# expect:     x = a b
# expect:           ^
# expect: SyntaxError: invalid syntax
show('type X = ')
# expect: 'type X = '
# expect: SyntaxError invalid syntax 1 10 1 11 'type X = \n'
# expect:   File "<text>", line 1
# expect:     type X =
# expect:              ^
# expect: SyntaxError: invalid syntax
show('type X[T = int')
# expect: 'type X[T = int'
# expect: SyntaxError '[' was never closed 1 7 1 0 'type X[T = int\n'
# expect:   File "<text>", line 1
# expect:     type X[T = int
# expect:           ^
# expect: SyntaxError: '[' was never closed
show('def f[T](x: T -> int: pass')
# expect: 'def f[T](x: T -> int: pass'
# expect: SyntaxError invalid syntax 1 15 1 17 'def f[T](x: T -> int: pass\n'
# expect:   File "<text>", line 1
# expect:     def f[T](x: T -> int: pass
# expect:                   ^^
# expect: SyntaxError: invalid syntax
show("if x == 'a' or == 'b': pass")
# expect: "if x == 'a' or == 'b': pass"
# expect: SyntaxError invalid syntax 1 16 1 18 "if x == 'a' or == 'b': pass\n"
# expect:   File "<text>", line 1
# expect:     if x == 'a' or == 'b': pass
# expect:                    ^^
# expect: SyntaxError: invalid syntax
show('try:\n 1\nexcept A, B:\n 2')
# expect: 'try:\n 1\nexcept A, B:\n 2'
# expect: is fine
show('try:\n 1\nexcept A, B as c:\n 2')
# expect: 'try:\n 1\nexcept A, B as c:\n 2'
# expect: SyntaxError multiple exception types must be parenthesized when using 'as' 3 8 3 17 'except A, B as c:\n'
# expect:   File "<text>", line 3
# expect:     except A, B as c:
# expect:            ^^^^^^^^^
# expect: SyntaxError: multiple exception types must be parenthesized when using 'as'
show('try:\n 1\nexcept* A:\n break')
# expect: 'try:\n 1\nexcept* A:\n break'
# expect: SyntaxError 'break', 'continue' and 'return' cannot appear in an except* block 4 2 4 7 None
# expect:   File "<text>", line 4
# expect: SyntaxError: 'break', 'continue' and 'return' cannot appear in an except* block
show('import a,')
# expect: 'import a,'
# expect: SyntaxError invalid syntax 1 10 1 11 'import a,\n'
# expect:   File "<text>", line 1
# expect:     import a,
# expect:              ^
# expect: SyntaxError: invalid syntax
show('x = yield = 1')
# expect: 'x = yield = 1'
# expect: SyntaxError assignment to yield expression not possible 1 5 1 10 'x = yield = 1\n'
# expect:   File "<text>", line 1
# expect:     x = yield = 1
# expect:         ^^^^^
# expect: SyntaxError: assignment to yield expression not possible
show('def f():\n\treturn\n        x')
# expect: 'def f():\n\treturn\n        x'
# expect: TabError inconsistent use of tabs and spaces in indentation 3 1 3 0 '        x\n'
# expect:   File "<text>", line 3
# expect:     x
# expect: TabError: inconsistent use of tabs and spaces in indentation
show('for x in *a, b: pass')
# expect: 'for x in *a, b: pass'
# expect: is fine
show('print(*)')
# expect: 'print(*)'
# expect: SyntaxError Invalid star expression 1 8 1 9 'print(*)\n'
# expect:   File "<text>", line 1
# expect:     print(*)
# expect:            ^
# expect: SyntaxError: Invalid star expression
show('f(*)')
# expect: 'f(*)'
# expect: SyntaxError Invalid star expression 1 4 1 5 'f(*)\n'
# expect:   File "<text>", line 1
# expect:     f(*)
# expect:        ^
# expect: SyntaxError: Invalid star expression
show('f(**)')
# expect: 'f(**)'
# expect: SyntaxError invalid syntax 1 5 1 6 'f(**)\n'
# expect:   File "<text>", line 1
# expect:     f(**)
# expect:         ^
# expect: SyntaxError: invalid syntax
show('lambda *: 1')
# expect: 'lambda *: 1'
# expect: SyntaxError named arguments must follow bare * 1 9 1 10 'lambda *: 1\n'
# expect:   File "<text>", line 1
# expect:     lambda *: 1
# expect:             ^
# expect: SyntaxError: named arguments must follow bare *
show('...=1')
# expect: '...=1'
# expect: SyntaxError cannot assign to ellipsis here. Maybe you meant '==' instead of '='? 1 1 1 4 '...=1\n'
# expect:   File "<text>", line 1
# expect:     ...=1
# expect:     ^^^
# expect: SyntaxError: cannot assign to ellipsis here. Maybe you meant '==' instead of '='?
show('x.1')
# expect: 'x.1'
# expect: SyntaxError invalid syntax 1 2 1 4 'x.1\n'
# expect:   File "<text>", line 1
# expect:     x.1
# expect:      ^^
# expect: SyntaxError: invalid syntax
show('1.x')
# expect: '1.x'
# expect: SyntaxError invalid decimal literal 1 2 1 2 '1.x'
# expect:   File "<text>", line 1
# expect:     1.x
# expect:      ^
# expect: SyntaxError: invalid decimal literal
show('"a".1')
# expect: '"a".1'
# expect: SyntaxError invalid syntax 1 4 1 6 '"a".1\n'
# expect:   File "<text>", line 1
# expect:     "a".1
# expect:        ^^
# expect: SyntaxError: invalid syntax
show('a[')
# expect: 'a['
# expect: SyntaxError '[' was never closed 1 2 1 0 'a[\n'
# expect:   File "<text>", line 1
# expect:     a[
# expect:      ^
# expect: SyntaxError: '[' was never closed
show('a[]')
# expect: 'a[]'
# expect: SyntaxError invalid syntax 1 3 1 4 'a[]\n'
# expect:   File "<text>", line 1
# expect:     a[]
# expect:       ^
# expect: SyntaxError: invalid syntax
show('a[1:2:3:4]')
# expect: 'a[1:2:3:4]'
# expect: SyntaxError invalid syntax 1 8 1 9 'a[1:2:3:4]\n'
# expect:   File "<text>", line 1
# expect:     a[1:2:3:4]
# expect:            ^
# expect: SyntaxError: invalid syntax
show('del (a, 1)')
# expect: 'del (a, 1)'
# expect: SyntaxError cannot delete literal 1 9 1 10 'del (a, 1)\n'
# expect:   File "<text>", line 1
# expect:     del (a, 1)
# expect:             ^
# expect: SyntaxError: cannot delete literal
show('`x`')
# expect: '`x`'
# expect: SyntaxError invalid syntax 1 1 1 2 '`x`\n'
# expect:   File "<text>", line 1
# expect:     `x`
# expect:     ^
# expect: SyntaxError: invalid syntax
show('exec "x"')
# expect: 'exec "x"'
# expect: SyntaxError Missing parentheses in call to 'exec'. Did you mean exec(...)? 1 1 1 9 'exec "x"\n'
# expect:   File "<text>", line 1
# expect:     exec "x"
# expect:     ^^^^^^^^
# expect: SyntaxError: Missing parentheses in call to 'exec'. Did you mean exec(...)?
show('print >>f, x')
# expect: 'print >>f, x'
# expect: is fine
show('async with a: pass')
# expect: 'async with a: pass'
# expect: SyntaxError 'async with' outside async function 1 1 1 19 None
# expect:   File "<text>", line 1
# expect: SyntaxError: 'async with' outside async function
show('await x')
# expect: 'await x'
# expect: SyntaxError 'await' outside function 1 1 1 8 None
# expect:   File "<text>", line 1
# expect: SyntaxError: 'await' outside function
show('async for x in y: pass')
# expect: 'async for x in y: pass'
# expect: SyntaxError 'async for' outside async function 1 1 1 23 None
# expect:   File "<text>", line 1
# expect: SyntaxError: 'async for' outside async function
show('[await x for x in y]')
# expect: '[await x for x in y]'
# expect: SyntaxError asynchronous comprehension outside of an asynchronous function 1 1 1 21 None
# expect:   File "<text>", line 1
# expect: SyntaxError: asynchronous comprehension outside of an asynchronous function
show('def f(): await x')
# expect: 'def f(): await x'
# expect: SyntaxError 'await' outside async function 1 10 1 17 None
# expect:   File "<text>", line 1
# expect: SyntaxError: 'await' outside async function
show('"\\N{foo}"')
# expect: '"\\N{foo}"'
# expect: SyntaxError (unicode error) 'unicodeescape' codec can't decode bytes in position 0-6: unknown Unicode character name 1 1 1 10 '"\\N{foo}"\n'
# expect:   File "<text>", line 1
# expect:     "\N{foo}"
# expect:     ^^^^^^^^^
# expect: SyntaxError: (unicode error) 'unicodeescape' codec can't decode bytes in position 0-6: unknown Unicode character name
show('"\\x1"')
# expect: '"\\x1"'
# expect: SyntaxError (unicode error) 'unicodeescape' codec can't decode bytes in position 0-2: truncated \xXX escape 1 1 1 6 '"\\x1"\n'
# expect:   File "<text>", line 1
# expect:     "\x1"
# expect:     ^^^^^
# expect: SyntaxError: (unicode error) 'unicodeescape' codec can't decode bytes in position 0-2: truncated \xXX escape
show('"\\u12"')
# expect: '"\\u12"'
# expect: SyntaxError (unicode error) 'unicodeescape' codec can't decode bytes in position 0-3: truncated \uXXXX escape 1 1 1 7 '"\\u12"\n'
# expect:   File "<text>", line 1
# expect:     "\u12"
# expect:     ^^^^^^
# expect: SyntaxError: (unicode error) 'unicodeescape' codec can't decode bytes in position 0-3: truncated \uXXXX escape
show('b"\\x1"')
# expect: 'b"\\x1"'
# expect: SyntaxError (value error) invalid \x escape at position 0 1 1 1 7 'b"\\x1"\n'
# expect:   File "<text>", line 1
# expect:     b"\x1"
# expect:     ^^^^^^
# expect: SyntaxError: (value error) invalid \x escape at position 0
show('b"é"')
# expect: 'b"é"'
# expect: SyntaxError bytes can only contain ASCII literal characters 1 1 1 5 'b"é"\n'
# expect:   File "<text>", line 1
# expect:     b"é"
# expect:     ^^^^
# expect: SyntaxError: bytes can only contain ASCII literal characters
show("'\\U00110000'")
# expect: "'\\U00110000'"
# expect: SyntaxError (unicode error) 'unicodeescape' codec can't decode bytes in position 0-9: illegal Unicode character 1 1 1 13 "'\\U00110000'\n"
# expect:   File "<text>", line 1
# expect:     '\U00110000'
# expect:     ^^^^^^^^^^^^
# expect: SyntaxError: (unicode error) 'unicodeescape' codec can't decode bytes in position 0-9: illegal Unicode character
show('"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa')
# expect: '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'
# expect: SyntaxError unterminated string literal (detected at line 1) 1 1 1 1 '"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'
# expect:   File "<text>", line 1
# expect:     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
# expect:     ^
# expect: SyntaxError: unterminated string literal (detected at line 1)
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
