# needs: 3.14+
# Misspelt keywords: all fields of the SyntaxError, and how it is shown.
from _syntax_error import show

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
show('try:\n    x\nexcept A:\n    y\nfinallly:\n    z')
# expect: 'try:\n    x\nexcept A:\n    y\nfinallly:\n    z'
# expect: SyntaxError invalid syntax 5 10 5 11 'finallly:\n'
# expect:   File "<text>", line 5
# expect:     finallly:
# expect:     ^^^^^^^^
# expect: SyntaxError: invalid syntax. Did you mean 'finally'?
show('if x:\n    y\nelif z:\n    y\nesle:\n    y')
# expect: 'if x:\n    y\nelif z:\n    y\nesle:\n    y'
# expect: SyntaxError invalid syntax 5 6 5 7 'esle:\n'
# expect:   File "<text>", line 5
# expect:     esle:
# expect:     ^^^^
# expect: SyntaxError: invalid syntax. Did you mean 'else'?
show('Def f(a, b=2, *args):\n    pass')
# expect: 'Def f(a, b=2, *args):\n    pass'
# expect: SyntaxError invalid syntax 1 5 1 6 'Def f(a, b=2, *args):\n'
# expect:   File "<text>", line 1
# expect:     Def f(a, b=2, *args):
# expect:     ^^^
# expect: SyntaxError: invalid syntax. Did you mean 'def'?
show('x = 1fordef')
# expect: 'x = 1fordef'
# expect: SyntaxError invalid decimal literal 1 5 1 5 'x = 1fordef'
# expect:   File "<text>", line 1
# expect:     x = 1fordef
# expect:         ^
# expect: SyntaxError: invalid decimal literal
