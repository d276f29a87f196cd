# needs: 3.14+
# Source texts as bytes: what they claim to be written in, and are not.


def show(source, mode='exec'):
    try:
        exec(compile(source, 'text', mode))
    except SyntaxError as e:
        print(ascii(e.msg), ascii(e.args[1]))
    except ValueError as e:
        print(type(e).__name__, e)
    else:
        print('is fine')


show(b'# coding: rot13\n')
# expect: "'rot13' is not a text encoding; use codecs.decode() to handle arbitrary codecs" ('text', 0, -1, None)
show(b'# coding: hex\n')
# expect: "'hex' is not a text encoding; use codecs.decode() to handle arbitrary codecs" ('text', 0, -1, None)
show(b'# coding: undefined\n')
# expect: 'undefined encoding' ('text', 0, -1, None)
show(b'# coding: utf-16\n')
# expect: "'utf-16-le' codec can't decode byte 0x0a in position 16: truncated data" ('text', 0, -1, None)
show(b'# coding: cp1252\nprint(ascii("\x80"))')
# expect: '\u20ac'
# expect: is fine
show(b'# coding: cp1252\nx = "\x81"')
# expect: "'charmap' codec can't decode byte 0x81 in position 22: character maps to <undefined>" ('text', 0, -1, None)
show(b'# coding: iso-8859-15\nprint(ascii("\xa4"))')
# expect: '\u20ac'
# expect: is fine
show(b'# coding: ascii\nx = "\xe9"')
# expect: "'ascii' codec can't decode byte 0xe9 in position 21: ordinal not in range(128)" ('text', 0, -1, None)
show(b'x = 1\n\ny = "\xe9"')
# expect: "Non-UTF-8 code starting with '\\xe9' on line 3, but no encoding declared; see https://peps.python.org/pep-0263/ for details" (None, 3, 6, 'y = "\ufffd"', 3, 6)
show(b'\xef\xbb\xbf# coding: latin-1\n')
# expect: 'encoding problem: iso-8859-1 with BOM' (None, 1, 0, '# coding: latin-1', 1, 17)
show(b'\xef\xbb\xbf# coding: nonsense\n')
# expect: 'encoding problem: nonsense with BOM' (None, 1, 0, '# coding: nonsense', 1, 18)

# A str has been decoded: what it says of its encoding is a comment.
show('# coding: rot13\n')  # expect: is fine
show('\ufeffx = 1')
# expect: 'invalid non-printable character U+FEFF' ('text', 1, 1, '\ufeffx = 1', 1, 1)
show('x = "\ud800"')
# expect: UnicodeEncodeError 'utf-8' codec can't encode character '\ud800' in position 5: surrogates not allowed
