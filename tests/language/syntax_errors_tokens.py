# needs: 3.14+
# Numbers, characters and escapes that are none.
from _syntax_error import show

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
show('u"x" b"y"')
# expect: 'u"x" b"y"'
# expect: SyntaxError cannot mix bytes and nonbytes literals 1 10 1 11 'u"x" b"y"\n'
# expect:   File "<text>", line 1
# expect:     u"x" b"y"
# expect:              ^
# expect: SyntaxError: cannot mix bytes and nonbytes literals
show('"a".1')
# expect: '"a".1'
# expect: SyntaxError invalid syntax 1 4 1 6 '"a".1\n'
# expect:   File "<text>", line 1
# expect:     "a".1
# expect:        ^^
# expect: SyntaxError: invalid syntax
show('`x`')
# expect: '`x`'
# expect: SyntaxError invalid syntax 1 1 1 2 '`x`\n'
# expect:   File "<text>", line 1
# expect:     `x`
# expect:     ^
# expect: SyntaxError: invalid syntax
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
