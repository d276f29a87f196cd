# needs: 3.14+
# Missing colons, open brackets and strings, wrong indentation.
from _syntax_error import show

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
show('x = {')
# expect: 'x = {'
# expect: SyntaxError '{' was never closed 1 5 1 0 'x = {\n'
# expect:   File "<text>", line 1
# expect:     x = {
# expect:         ^
# expect: SyntaxError: '{' was never closed
show('from . import (a, b')
# expect: 'from . import (a, b'
# expect: SyntaxError '(' was never closed 1 15 1 0 'from . import (a, b\n'
# expect:   File "<text>", line 1
# expect:     from . import (a, b
# expect:                   ^
# expect: SyntaxError: '(' was never closed
