# needs: 3.14+
# Warnings of the compiler that a filter makes errors of: SyntaxErrors with a place of their own.
import warnings


def show(text):
    print(text.splitlines()[-1])
    for action in 'error', 'ignore', 'always':
        with warnings.catch_warnings(record=action == 'always') as shown:
            warnings.simplefilter(action)
            try:
                compile(text, 'text', 'exec')
            except SyntaxError as e:
                print(action, e.args)
            else:
                print(action, [(str(w.message)[:30], w.lineno, w.category.__name__) for w in shown or ()])


for keyword in 'return 1', 'break', 'continue':
    show(f'def f():\n while 1:\n  try: pass\n  finally: {keyword}')
    show(f'def f():\n try: pass\n finally:\n  while 1: {keyword}')
    show(f'def f():\n while 1:\n  try: pass\n  finally:\n   if x: {keyword}')
    show(f'def f():\n while 1:\n  try: pass\n  finally:\n   def g():\n    while 1: {keyword}')
for text in (r'"\d"', r'b"\d"', r'f"\d{x}"', r'f"\{x}"', r'"\400"', r'x = "a" "\q"', 'x = """\n\\q\n"""', 'x is 1', '1or 2', '0x1for x in y',
             'assert (x, "y")', '5()', '[1]["a"]', '{1}[2]'):
    show(text)
# expect:   finally: return 1
# expect: error ("'return' in a 'finally' block", ('text', 4, 12, None, 4, 20))
# expect: ignore []
# expect: always [("'return' in a 'finally' block", 4, 'SyntaxWarning')]
# expect:   while 1: return 1
# expect: error []
# expect: ignore []
# expect: always []
# expect:    if x: return 1
# expect: error ("'return' in a 'finally' block", ('text', 5, 10, None, 5, 18))
# expect: ignore []
# expect: always [("'return' in a 'finally' block", 5, 'SyntaxWarning')]
# expect:     while 1: return 1
# expect: error []
# expect: ignore []
# expect: always []
# expect:   finally: break
# expect: error ("'break' in a 'finally' block", ('text', 4, 12, None, 4, 17))
# expect: ignore []
# expect: always [("'break' in a 'finally' block", 4, 'SyntaxWarning')]
# expect:   while 1: break
# expect: error []
# expect: ignore []
# expect: always []
# expect:    if x: break
# expect: error ("'break' in a 'finally' block", ('text', 5, 10, None, 5, 15))
# expect: ignore []
# expect: always [("'break' in a 'finally' block", 5, 'SyntaxWarning')]
# expect:     while 1: break
# expect: error []
# expect: ignore []
# expect: always []
# expect:   finally: continue
# expect: error ("'continue' in a 'finally' block", ('text', 4, 12, None, 4, 20))
# expect: ignore []
# expect: always [("'continue' in a 'finally' bloc", 4, 'SyntaxWarning')]
# expect:   while 1: continue
# expect: error []
# expect: ignore []
# expect: always []
# expect:    if x: continue
# expect: error ("'continue' in a 'finally' block", ('text', 5, 10, None, 5, 18))
# expect: ignore []
# expect: always [("'continue' in a 'finally' bloc", 5, 'SyntaxWarning')]
# expect:     while 1: continue
# expect: error []
# expect: ignore []
# expect: always []
# expect: "\d"
# expect: error ('"\\d" is an invalid escape sequence. Did you mean "\\\\d"? A raw string is also an option.', ('text', 1, 2, '"\\d"\n', 1, 4))
# expect: ignore []
# expect: always [('"\\d" is an invalid escape sequ', 1, 'SyntaxWarning')]
# expect: b"\d"
# expect: error ('"\\d" is an invalid escape sequence. Did you mean "\\\\d"? A raw string is also an option.', ('text', 1, 1, 'b"\\d"\n', 1, 3))
# expect: ignore []
# expect: always [('"\\d" is an invalid escape sequ', 1, 'SyntaxWarning')]
# expect: f"\d{x}"
# expect: error ('"\\d" is an invalid escape sequence. Did you mean "\\\\d"? A raw string is also an option.', ('text', 1, 9, 'f"\\d{x}"\n', 1, 10))
# expect: ignore []
# expect: always [('"\\d" is an invalid escape sequ', 1, 'SyntaxWarning')]
# expect: f"\{x}"
# expect: error ('"\\{" is an invalid escape sequence. Did you mean "\\\\{"? A raw string is also an option.', ('text', 1, 4, 'f"\\{x}"', 1, 4))
# expect: ignore []
# expect: always [('"\\{" is an invalid escape sequ', 1, 'SyntaxWarning')]
# expect: "\400"
# expect: error ('"\\400" is an invalid octal escape sequence. Did you mean "\\\\400"? A raw string is also an option.', ('text', 1, 2, '"\\400"\n', 1, 4))
# expect: ignore []
# expect: always [('"\\400" is an invalid octal esc', 1, 'SyntaxWarning')]
# expect: x = "a" "\q"
# expect: error ('"\\q" is an invalid escape sequence. Did you mean "\\\\q"? A raw string is also an option.', ('text', 1, 10, 'x = "a" "\\q"\n', 1, 12))
# expect: ignore []
# expect: always [('"\\q" is an invalid escape sequ', 1, 'SyntaxWarning')]
# expect: """
# expect: error ('"\\q" is an invalid escape sequence. Did you mean "\\\\q"? A raw string is also an option.', ('text', 2, 1, '\\q', 2, 3))
# expect: ignore []
# expect: always [('"\\q" is an invalid escape sequ', 2, 'SyntaxWarning')]
# expect: x is 1
# expect: error ('"is" with \'int\' literal. Did you mean "=="?', ('text', 1, 1, None, 1, 7))
# expect: ignore []
# expect: always [('"is" with \'int\' literal. Did y', 1, 'SyntaxWarning')]
# expect: 1or 2
# expect: error ('invalid decimal literal', ('text', 1, 1, '1or 2', 1, 1))
# expect: ignore []
# expect: always [('invalid decimal literal', 1, 'SyntaxWarning')]
# expect: 0x1for x in y
# expect: error ('invalid hexadecimal literal', ('text', 1, 4, '0x1for x in y', 1, 4))
# expect: ignore []
# expect: always [('invalid hexadecimal literal', 1, 'SyntaxWarning')]
# expect: assert (x, "y")
# expect: error ('assertion is always true, perhaps remove parentheses?', ('text', 1, 1, None, 1, 16))
# expect: ignore []
# expect: always [('assertion is always true, perh', 1, 'SyntaxWarning')]
# expect: 5()
# expect: error ("'int' object is not callable; perhaps you missed a comma?", ('text', 1, 1, None, 1, 2))
# expect: ignore []
# expect: always [("'int' object is not callable; ", 1, 'SyntaxWarning')]
# expect: [1]["a"]
# expect: error ('list indices must be integers or slices, not str; perhaps you missed a comma?', ('text', 1, 1, None, 1, 4))
# expect: ignore []
# expect: always [('list indices must be integers ', 1, 'SyntaxWarning')]
# expect: {1}[2]
# expect: error ("'set' object is not subscriptable; perhaps you missed a comma?", ('text', 1, 1, None, 1, 4))
# expect: ignore []
# expect: always [("'set' object is not subscripta", 1, 'SyntaxWarning')]
