# needs: 3.14+
# How many blocks may stand in one another, and which statements are some.


def outcome(source):
    try:
        compile(source, 'text', 'exec')
    except SyntaxError as e:
        return f'{e.msg} {e.lineno}:{e.offset}-{e.end_lineno}:{e.end_offset}'
    return 'ok'


def indented(text):
    return '\n'.join(' ' + line for line in text.split('\n'))


def nested(count, head, tail='', body='pass'):
    for _ in range(count):
        body = f'{head}\n{indented(body)}\n{tail}'
    return body


def most(head, tail='', body='pass', around=''):
    """How many levels are fine, and what is said of one more."""
    for count in range(1, 30):
        source = nested(count, head, tail, body)
        result = outcome(around + '\n' + indented(source) if around else source)
        if result != 'ok':
            return count - 1, result


for head in 'while x:', 'for x in y:', 'with x:', 'with x, y:', 'if x:\n pass\nelif y:':
    print(head, most(head))
# expect: while x: (21, 'too many statically nested blocks 22:22-23:27')
# expect: for x in y: (21, 'too many statically nested blocks 22:22-23:27')
# expect: with x: (21, 'too many statically nested blocks 22:27-22:28')
# expect: with x, y: (10, 'too many statically nested blocks 11:19-11:20')
# expect: if x:
# expect:  pass
# expect: elif y: None
print(most('try:', 'except: pass'))
# expect: (20, 'too many statically nested blocks 23:21-23:33')
print(most('try:', 'except E: pass', 'x()'))
# expect: (20, 'too many statically nested blocks 23:21-23:35')
print(most('try:', 'finally: pass', 'x()'))
# expect: (21, 'too many statically nested blocks 22:22-24:35')
print(most('try:', 'except E: pass\nfinally: pass'))
# expect: (10, 'too many statically nested blocks 11:11-14:24')
print(most('try:\n pass\nexcept E:'))
# expect: (10, 'too many statically nested blocks 33:11-34:16')
print(most('try:\n pass\nexcept* E as e:'))
# expect: (10, 'too many statically nested blocks 33:11-34:16')
print(most('try:\n pass\nexcept E:\n pass\nelse:'))
# expect: None
print(most('while x:', around='def f():'))
# expect: (21, 'too many statically nested blocks 23:23-24:28')
print(most('while x:', around='async def f():'))
# expect: (20, 'too many statically nested blocks 22:22-23:27')
print(most('while x:', around='def f():\n yield'))
# expect: (20, 'too many statically nested blocks 23:22-24:27')
print(most('async with x:', around='async def f():'))
# expect: (20, 'too many statically nested blocks 22:33-22:34')
print(most('while x:', body='def f():\n while x: pass'))
# expect: (21, 'too many statically nested blocks 22:22-24:37')
