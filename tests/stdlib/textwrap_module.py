# needs: 3.14+
# textwrap: wrap, fill, shorten, dedent, indent, TextWrapper's options.
import textwrap


def attempt(function, *args, **keywords):
    try:
        print(repr(function(*args, **keywords)))
    except BaseException as error:
        print(f'{type(error).__name__}: {error}')


text = "Hello there, how are you this fine day?  I'm glad to hear it! The well-known quick-brown fox -- e.g. this one -- jumped."
for width in (10, 20, 33, 200):
    print(textwrap.wrap(text, width))
# expect: ['Hello', 'there, how', 'are you', 'this fine', "day?  I'm", 'glad to', 'hear it!', 'The well-', 'known', 'quick-', 'brown fox', '-- e.g.', 'this one', '-- jumped.']
# expect: ['Hello there, how are', 'you this fine day?', "I'm glad to hear it!", 'The well-known', 'quick-brown fox --', 'e.g. this one --', 'jumped.']
# expect: ['Hello there, how are you this', "fine day?  I'm glad to hear it!", 'The well-known quick-brown fox --', 'e.g. this one -- jumped.']
# expect: ["Hello there, how are you this fine day?  I'm glad to hear it! The well-known quick-brown fox -- e.g. this one -- jumped."]
print(textwrap.fill(text, 40))
# expect: Hello there, how are you this fine day?
# expect: I'm glad to hear it! The well-known
# expect: quick-brown fox -- e.g. this one --
# expect: jumped.
print(textwrap.fill(text, 40, initial_indent='* ', subsequent_indent='  '))
# expect: * Hello there, how are you this fine
# expect:   day?  I'm glad to hear it! The well-
# expect:   known quick-brown fox -- e.g. this one
# expect:   -- jumped.
attempt(textwrap.wrap, text, 0)  # expect: ValueError: invalid width 0 (must be > 0)
attempt(textwrap.wrap, text, -3)  # expect: ValueError: invalid width -3 (must be > 0)
attempt(textwrap.wrap, '', 5)  # expect: []
attempt(textwrap.wrap, '   ', 5)  # expect: []
attempt(textwrap.wrap, 'averyveryverylongword in here', 6)  # expect: ['averyv', 'eryver', 'ylongw', 'ord in', 'here']
attempt(textwrap.wrap, 'averyveryverylongword in here', 6, break_long_words=False)
# expect: ['averyveryverylongword', 'in', 'here']
attempt(textwrap.wrap, 'a well-known co-operative', 6, break_on_hyphens=False)
# expect: ['a well', '-known', 'co-ope', 'rative']
attempt(textwrap.wrap, 'a well-known co-operative', 6)  # expect: ['a', 'well-', 'known', 'co-ope', 'rative']
attempt(textwrap.wrap, 'one\ttwo\nthree\x0bfour', 40)  # expect: ['one     two three four']
attempt(textwrap.wrap, 'one\ttwo\nthree', 40, expand_tabs=False, replace_whitespace=False)  # expect: ['one\ttwo\nthree']
attempt(textwrap.wrap, 'one\ttwo', 40, tabsize=4)  # expect: ['one two']
attempt(textwrap.wrap, '  lead and   inner  ', 8, drop_whitespace=False)  # expect: ['  lead ', 'and   ', 'inner  ']
attempt(textwrap.wrap, 'End. Next sentence.  Third! "Quoted." Done', 80, fix_sentence_endings=True)
# expect: ['End.  Next sentence.  Third!  "Quoted."  Done']
attempt(textwrap.wrap, text, 20, max_lines=2)  # expect: ['Hello there, how are', 'you this fine [...]']
attempt(textwrap.wrap, text, 20, max_lines=2, placeholder='~')  # expect: ['Hello there, how are', 'you this fine day?~']
attempt(textwrap.wrap, text, 3, max_lines=1, placeholder=' [...] too long')
# expect: ValueError: placeholder too large for max width
attempt(textwrap.wrap, 'short', 20, max_lines=2)  # expect: ['short']
attempt(textwrap.wrap, 'a b c', 20, wrong=1)
# expect: TypeError: TextWrapper.__init__() got an unexpected keyword argument 'wrong'
attempt(textwrap.shorten, 'Hello  world of wraps!', 12)  # expect: 'Hello [...]'
attempt(textwrap.shorten, 'Hello  world!', 13)  # expect: 'Hello world!'
attempt(textwrap.shorten, 'Hello world!', 11, placeholder='...')  # expect: 'Hello...'
attempt(textwrap.shorten, 'Hello world!', 4)  # expect: ValueError: placeholder too large for max width
attempt(textwrap.dedent, '  a\n    b\n  c\n')  # expect: 'a\n  b\nc\n'
attempt(textwrap.dedent, '\n  a\n\n   b\n \t\n')  # expect: '\na\n\n b\n\n'
attempt(textwrap.dedent, '\ta\n  b')  # expect: '\ta\n  b'
attempt(textwrap.dedent, '\ta\n\t  b')  # expect: 'a\n  b'
attempt(textwrap.dedent, '')  # expect: ''
attempt(textwrap.dedent, '  only  ')  # expect: 'only  '
attempt(textwrap.dedent, 3)  # expect: TypeError: expected str object, not 'int'
attempt(textwrap.indent, 'a\n\n b\n', '> ')  # expect: '> a\n\n>  b\n'
attempt(textwrap.indent, 'a\n\n b', '> ', lambda line: True)  # expect: '> a\n> \n>  b'
attempt(textwrap.indent, 'a\r\nb', '--', predicate=lambda line: 'b' in line)  # expect: 'a\r\n--b'
w = textwrap.TextWrapper(width=12)
print(w.wrap('reused wrapper object here'), w.fill('reused wrapper object'), w.width, w.max_lines)
# expect: ['reused', 'wrapper', 'object here'] reused
# expect: wrapper
# expect: object 12 None
w.width = 30
print(w.wrap('reused wrapper object here'))  # expect: ['reused wrapper object here']
print(textwrap.wrap('em-dash---or so--they say -and-so-on', 8), textwrap.wrap('--option=value -x', 9), textwrap.wrap('naïve café über', 7))
# expect: ['em-dash', '---or so', '--they', 'say', '-and-so-', 'on'] ['--option=', 'value -x'] ['naïve', 'café', 'über']
