# needs: 3.14+
# Fields of f-strings that are never closed: what a bracket further on makes of them.


def show(text):
    try:
        compile(text, 'text', 'exec')
    except SyntaxError as e:
        print(text, '->', e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)


show('print(f"{x:>10")')
# expect: print(f"{x:>10") -> closing parenthesis ')' does not match opening parenthesis '{' 1 16 1 16
show('x = f"{a:>10"')
# expect: x = f"{a:>10" -> f-string: expecting '}', or format specs 1 13 1 14
show('x = f"{a:{b}"')
# expect: x = f"{a:{b}" -> f-string: expecting '}', or format specs 1 13 1 14
show('(f"{a:{b}")')
# expect: (f"{a:{b}") -> closing parenthesis ')' does not match opening parenthesis '{' 1 11 1 11
show('[f"{a:{b}"]')
# expect: [f"{a:{b}"] -> closing parenthesis ']' does not match opening parenthesis '{' 1 11 1 11
show('{f"{a:{b}"}')
# expect: {f"{a:{b}"} -> f-string: expecting '}', or format specs 1 10 1 11
show('f"{a:{b:{c}"')
# expect: f"{a:{b:{c}" -> f-string: expecting '}', or format specs 1 12 1 13
show('(f"{a:{b:{c}")')
# expect: (f"{a:{b:{c}") -> closing parenthesis ')' does not match opening parenthesis '{' 1 14 1 14
show('f"""{a:{b}""")')
# expect: f"""{a:{b}""") -> closing parenthesis ')' does not match opening parenthesis '{' 1 14 1 14
show('f"{f"{a:{b}"}"')
# expect: f"{f"{a:{b}"}" -> f-string: expecting '}', or format specs 1 12 1 13
show('print(f"{a:{b}", 2)')
# expect: print(f"{a:{b}", 2) -> closing parenthesis ')' does not match opening parenthesis '{' 1 19 1 19
show('print(f"{a:{b")')
# expect: print(f"{a:{b") -> f-string: expecting '}' 1 13 1 13
show('print(f"{a:{b!r")')
# expect: print(f"{a:{b!r") -> f-string: expecting '}' 1 15 1 15
show('print(t"{a:{b}")')
# expect: print(t"{a:{b}") -> closing parenthesis ')' does not match opening parenthesis '{' 1 16 1 16
show('f"{a:{b}" "c"')
# expect: f"{a:{b}" "c" -> f-string: expecting '}', or format specs 1 9 1 10
