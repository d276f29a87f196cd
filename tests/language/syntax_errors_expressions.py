# needs: 3.14+
# Expressions that break off or mean nothing.
from _syntax_error import show

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
show('a, b = 1, = 2')
# expect: 'a, b = 1, = 2'
# expect: SyntaxError invalid syntax. Maybe you meant '==' or ':=' instead of '='? 1 4 1 9 'a, b = 1, = 2\n'
# expect:   File "<text>", line 1
# expect:     a, b = 1, = 2
# expect:        ^^^^^
# expect: SyntaxError: invalid syntax. Maybe you meant '==' or ':=' instead of '='?
show('[x for 1 in y]')
# expect: '[x for 1 in y]'
# expect: SyntaxError cannot assign to literal 1 8 1 9 '[x for 1 in y]\n'
# expect:   File "<text>", line 1
# expect:     [x for 1 in y]
# expect:            ^
# expect: SyntaxError: cannot assign to literal
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
show("if x == 'a' or == 'b': pass")
# expect: "if x == 'a' or == 'b': pass"
# expect: SyntaxError invalid syntax 1 16 1 18 "if x == 'a' or == 'b': pass\n"
# expect:   File "<text>", line 1
# expect:     if x == 'a' or == 'b': pass
# expect:                    ^^
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
show('[await x for x in y]')
# expect: '[await x for x in y]'
# expect: SyntaxError asynchronous comprehension outside of an asynchronous function 1 1 1 21 None
# expect:   File "<text>", line 1
# expect: SyntaxError: asynchronous comprehension outside of an asynchronous function
