# needs: 3.14+
# string: constants, capwords, Template, Formatter.
import string


def attempt(function, *args, **keywords):
    try:
        print(function(*args, **keywords))
    except BaseException as error:
        print(f'{type(error).__name__}: {error}')


print(string.ascii_lowercase, string.ascii_uppercase, string.ascii_letters == string.ascii_lowercase + string.ascii_uppercase)
# expect: abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ True
print(string.digits, string.hexdigits, string.octdigits, string.punctuation, ascii(string.whitespace), len(string.printable))
# expect: 0123456789 0123456789abcdefABCDEF 01234567 !"#$%&'()*+,-./:;<=>?@[\]^_`{|}~ ' \t\n\r\x0b\x0c' 100
print(string.capwords('hello  big world'), string.capwords('a-b-c', '-'), string.capwords('  x  y '), string.capwords('x y ', ' '))
# expect: Hello Big World A-B-C X Y X Y

T = string.Template
print(T('$who likes ${what}s, $$5').substitute(who='tim', what='pie'))  # expect: tim likes pies, $5
print(T('$a $b').substitute({'a': 1}, b=2), T('$a').substitute({'a': 1}, a=2))  # expect: 1 2 2
attempt(T('$a $b').substitute, a=1)  # expect: KeyError: 'b'
print(T('$a $b ${c} $$ $').safe_substitute(a=1))  # expect: 1 $b ${c} $ $
attempt(T('$a $').substitute, a=1)  # expect: ValueError: Invalid placeholder in string: line 1, col 4
attempt(T('one\ntwo $!').substitute)  # expect: ValueError: Invalid placeholder in string: line 2, col 5
attempt(T('${a').substitute, a=1)  # expect: ValueError: Invalid placeholder in string: line 1, col 1
attempt(T('$é').substitute)  # expect: ValueError: Invalid placeholder in string: line 1, col 1
print(T('$a $b $a ${c} $$').get_identifiers(), T('$a $').is_valid(), T('$a').is_valid())
# expect: ['a', 'b', 'c'] False True
attempt(T('$a $').get_identifiers)  # expect: ['a']
attempt(T('$a').substitute, {}, {})
# expect: TypeError: Template.substitute() takes from 1 to 2 positional arguments but 3 were given
print(T('x $y').template, T.delimiter, T.idpattern)  # expect: x $y $ (?a:[_a-z][_a-z0-9]*)


class Percent(T):
    delimiter = '%'
    idpattern = '[a-z]+_[a-z]+'


print(Percent('%% %with_underscore %notunderscored $x').safe_substitute(with_underscore='!'))
# expect: % ! %notunderscored $x


class Braces(T):
    pattern = r'''
    \[(?:
       (?P<escaped>\[) |
       (?P<named>[a-z]+)\] |
       (?P<braced>\b\B) |
       (?P<invalid>)
    )'''


print(Braces('[[ and [name]').substitute(name='N'))  # expect: $ and N
attempt(lambda: Braces('[1]').substitute())  # expect: ValueError: Invalid placeholder in string: line 1, col 1
attempt(lambda: type('Bad', (T,), {'pattern': r'(?P<named>x)'})('x').substitute(x=1))  # expect: 1


# Formatter
f = string.Formatter()
print(f.format('{0} {} {x!r:>5} {y[0]} {z.real:05.1f}', 1, x='q', y=[7], z=2.5) if False else f.format('{0} {x!r:>5} {y[0]} {z.real:05.1f}', 1, x='q', y=[7], z=2.5))
# expect: 1   'q' 7 002.5
print(f.format('{} {} {}', 1, 2, 3), f.format('{:{}} {:{w}}', 'a', 3, 'b', w=4) + '|')  # expect: 1 2 3 a   b   |
print(list(f.parse('a{b!r:c{d}}e{{}}{}')))
# expect: [('a', 'b', 'c{d}', 'r'), ('e{', None, None, None), ('}', None, None, None), ('', '', '', None)]
print(f.get_field('a.b[0]', (), {'a': type('X', (), {'b': [5]})}))  # expect: (5, 'a')
print(f.get_value(0, [9], {}), f.get_value('k', (), {'k': 4}), f.convert_field(3, 'r'), f.convert_field('é', 'a'), f.convert_field('s', None), f.format_field(3, '03'))
# expect: 9 4 3 '\xe9' s 003
attempt(f.format, '{} {0}', 1)
# expect: ValueError: cannot switch from automatic field numbering to manual field specification
attempt(f.format, '{0} {}', 1)
# expect: ValueError: cannot switch from manual field specification to automatic field numbering
attempt(f.format, '{1}', 1)  # expect: IndexError: tuple index out of range
attempt(f.format, '{x}')  # expect: KeyError: 'x'
attempt(f.format, '{!z}', 1)  # expect: ValueError: Unknown conversion specifier z
attempt(f.format, '{', 1)  # expect: ValueError: Single '{' encountered in format string
attempt(f.format, '}', 1)  # expect: ValueError: Single '}' encountered in format string
attempt(f.format)  # expect: TypeError: Formatter.format() missing 1 required positional argument: 'format_string'
attempt(f.format, '{:{:{}}}', 1, 2, 3)  # expect: ValueError: Max string recursion exceeded
attempt(f.vformat, '{a} {0}', (1,), {'a': 2})  # expect: 2 1


class Default(string.Formatter):
    def get_value(self, key, args, kwargs):
        if isinstance(key, str):
            return kwargs.get(key, f'<{key}>')
        return super().get_value(key, args, kwargs)

    def check_unused_args(self, used, args, kwargs):
        print('used', sorted(map(str, used)), 'of', len(args), sorted(kwargs))

    def format_field(self, value, spec):
        if spec == 'up':
            return str(value).upper()
        return super().format_field(value, spec)

    def convert_field(self, value, conversion):
        if conversion == 'u':
            return f'u({value})'
        return super().convert_field(value, conversion)


print(Default().format('{a} {0} {b!u} {c:up}', 'zero', 'one', b=2, c='see'))
# expect: used ['0', 'a', 'b', 'c'] of 2 ['b', 'c']
# expect: <a> zero u(2) SEE
print(sorted(string.__all__))
# expect: ['Formatter', 'Template', 'ascii_letters', 'ascii_lowercase', 'ascii_uppercase', 'capwords', 'digits', 'hexdigits', 'octdigits', 'printable', 'punctuation', 'whitespace']
