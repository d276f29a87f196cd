# needs: 3.14+
# What cannot be assigned to, arguments that cannot stand where they stand, statements in the wrong place.
from _syntax_error import show

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
