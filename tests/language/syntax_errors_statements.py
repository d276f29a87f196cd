# needs: 3.14+
# Statements and definitions that break off or mean nothing.
from _syntax_error import show

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
show('import a.b as c.d')
# expect: 'import a.b as c.d'
# expect: SyntaxError cannot use attribute as import target 1 15 1 18 'import a.b as c.d\n'
# expect:   File "<text>", line 1
# expect:     import a.b as c.d
# expect:                   ^^^
# expect: SyntaxError: cannot use attribute as import target
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
show('lambda *: 1')
# expect: 'lambda *: 1'
# expect: SyntaxError named arguments must follow bare * 1 9 1 10 'lambda *: 1\n'
# expect:   File "<text>", line 1
# expect:     lambda *: 1
# expect:             ^
# expect: SyntaxError: named arguments must follow bare *
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
show('def f(): await x')
# expect: 'def f(): await x'
# expect: SyntaxError 'await' outside async function 1 10 1 17 None
# expect:   File "<text>", line 1
# expect: SyntaxError: 'await' outside async function
