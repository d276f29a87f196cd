# needs: 3.14+
# A misspelt `def` or `class` before something that looks like a call.
from _syntax_error import show

show('Def f(a, b=2, *args, c): pass')
# expect: 'Def f(a, b=2, *args, c): pass'
# expect: SyntaxError invalid syntax 1 5 1 6 'Def f(a, b=2, *args, c): pass\n'
# expect:   File "<text>", line 1
# expect:     Def f(a, b=2, *args, c): pass
# expect:     ^^^
# expect: SyntaxError: invalid syntax. Did you mean 'def'?
show('Def f(a, b=2, c): pass')
# expect: 'Def f(a, b=2, c): pass'
# expect: SyntaxError invalid syntax 1 5 1 6 'Def f(a, b=2, c): pass\n'
# expect:   File "<text>", line 1
# expect:     Def f(a, b=2, c): pass
# expect:         ^
# expect: SyntaxError: invalid syntax
show('Def f(a, *, c): pass')
# expect: 'Def f(a, *, c): pass'
# expect: SyntaxError invalid syntax 1 5 1 6 'Def f(a, *, c): pass\n'
# expect:   File "<text>", line 1
# expect:     Def f(a, *, c): pass
# expect:     ^^^
# expect: SyntaxError: invalid syntax. Did you mean 'def'?
show('deff f(a, b=1):\n    pass')
# expect: 'deff f(a, b=1):\n    pass'
# expect: SyntaxError invalid syntax 1 6 1 7 'deff f(a, b=1):\n'
# expect:   File "<text>", line 1
# expect:     deff f(a, b=1):
# expect:     ^^^^
# expect: SyntaxError: invalid syntax. Did you mean 'def'?
show('Class A(B, metaclass=C, D): pass')
# expect: 'Class A(B, metaclass=C, D): pass'
# expect: SyntaxError invalid syntax 1 7 1 8 'Class A(B, metaclass=C, D): pass\n'
# expect:   File "<text>", line 1
# expect:     Class A(B, metaclass=C, D): pass
# expect:           ^
# expect: SyntaxError: invalid syntax
