# needs: 3.14+
# Template strings (PEP 750) and string.templatelib.
from string.templatelib import Template, Interpolation, convert
import string.templatelib
def attempt(f, *a, **k):
    try: print(f(*a, **k))
    except BaseException as e: print(type(e).__name__, e)
name = 'World'; n = 5
t = t'Hello {name}! {n:>5} {n!r:{n}} {n=} {{}}'
print(t)
# expect: Template(strings=('Hello ', '! ', ' ', ' n=', ' {}'), interpolations=(Interpolation('World', 'name', None, ''), Interpolation(5, 'n', None, '>5'), Interpolation(5, 'n', 'r', '5'), Interpolation(5, 'n', 'r', '')))
print(t.strings, t.values, [i.expression for i in t.interpolations], [i.conversion for i in t.interpolations], [i.format_spec for i in t.interpolations])
# expect: ('Hello ', '! ', ' ', ' n=', ' {}') ('World', 5, 5, 5) ['name', 'n', 'n', 'n'] [None, None, 'r', 'r'] ['', '>5', '5', '']
print(list(t), type(t), Template, Interpolation)
# expect: ['Hello ', Interpolation('World', 'name', None, ''), '! ', Interpolation(5, 'n', None, '>5'), ' ', Interpolation(5, 'n', 'r', '5'), ' n=', Interpolation(5, 'n', 'r', ''), ' {}'] <class 'string.templatelib.Template'> <class 'string.templatelib.Template'> <class 'string.templatelib.Interpolation'>
print(t'', list(t''), t''.strings, t'{1}'.strings, t'{1}{2}'.strings, list(t'{1}{2}'))
# expect: Template(strings=('',), interpolations=()) [] ('',) ('', '') ('', '', '') [Interpolation(1, '1', None, ''), Interpolation(2, '2', None, '')]
print(rt'\n{n}', t'\n', T'x' tR'\d' t'{n}')
# expect: Template(strings=('\\n', ''), interpolations=(Interpolation(5, 'n', None, ''),)) Template(strings=('\n',), interpolations=()) Template(strings=('x\\d', ''), interpolations=(Interpolation(5, 'n', None, ''),))
attempt(lambda: eval("t'a' 'b'"))
# expect: SyntaxError cannot mix t-string literals with string or bytes literals (<string>, line 1)
attempt(lambda: eval("t'a' f'b'"))
# expect: SyntaxError cannot mix t-string literals with string or bytes literals (<string>, line 1)
attempt(lambda: eval("bt'a'"))  # expect: SyntaxError 'b' and 't' prefixes are incompatible (<string>, line 1)
attempt(lambda: eval("ft'a'"))  # expect: SyntaxError 'f' and 't' prefixes are incompatible (<string>, line 1)
attempt(lambda: eval("ut'a'"))  # expect: SyntaxError 'u' and 't' prefixes are incompatible (<string>, line 1)
attempt(lambda: eval("t'{}'"))  # expect: SyntaxError t-string: valid expression required before '}' (<string>, line 1)
attempt(lambda: eval("t'{x!z}'"))
# expect: SyntaxError t-string: invalid conversion character 'z': expected 's', 'r', or 'a' (<string>, line 1)
attempt(lambda: eval("t'{'"))  # expect: SyntaxError t-string: expecting '}' (<string>, line 1)
attempt(lambda: eval("t'{a b}'"))  # expect: SyntaxError invalid syntax. Perhaps you forgot a comma? (<string>, line 1)
attempt(lambda: eval("t'{undefined_name}'"))  # expect: NameError name 'undefined_name' is not defined
print(Template('a', 'b', Interpolation(1, 'x'), Interpolation(2), 'c'))
# expect: Template(strings=('ab', '', 'c'), interpolations=(Interpolation(1, 'x', None, ''), Interpolation(2, '', None, '')))
print(Template().strings, Template('a').strings, Template(Interpolation(1)).strings)  # expect: ('',) ('a',) ('', '')
attempt(Template, 5)  # expect: TypeError Template.__new__ only accepts *args arguments
attempt(Template, strings=())  # expect: TypeError Template.__new__ only accepts *args arguments
print(t'a{1}' + t'b{2}', (t'a' + t'b').strings)
# expect: Template(strings=('a', 'b', ''), interpolations=(Interpolation(1, '1', None, ''), Interpolation(2, '2', None, ''))) ('ab',)
attempt(lambda: t'a' + 'b')
# expect: TypeError can only concatenate string.templatelib.Template (not "str") to string.templatelib.Template
attempt(lambda: 'b' + t'a')  # expect: TypeError can only concatenate str (not "string.templatelib.Template") to str
attempt(lambda: t'a' + 5)
# expect: TypeError can only concatenate string.templatelib.Template (not "int") to string.templatelib.Template
attempt(lambda: 5 + t'a')  # expect: TypeError unsupported operand type(s) for +: 'int' and 'string.templatelib.Template'
print(Interpolation(1, 'e', 's', '.2f'), Interpolation(1).expression, Interpolation(value=1, expression='q', conversion='a', format_spec='z'))
# expect: Interpolation(1, 'e', 's', '.2f')  Interpolation(1, 'q', 'a', 'z')
attempt(Interpolation)  # expect: TypeError Interpolation() missing required argument 'value' (pos 1)
attempt(Interpolation, 1, 2)  # expect: TypeError Interpolation() argument 'expression' must be str, not int
attempt(Interpolation, 1, 'x', 5)  # expect: TypeError Interpolation() argument 'conversion' must be str, not int
attempt(Interpolation, 1, 'x', 'z')
# expect: ValueError Interpolation() argument 'conversion' must be one of 's', 'a' or 'r'
attempt(Interpolation, 1, 'x', 'rr')
# expect: ValueError Interpolation() argument 'conversion' must be one of 's', 'a' or 'r'
attempt(Interpolation, 1, 'x', None, 5)  # expect: TypeError Interpolation() argument 'format_spec' must be str, not int
i = Interpolation(1, 'x')
attempt(lambda: setattr(i, 'value', 2))  # expect: AttributeError readonly attribute
attempt(lambda: setattr(i, 'other', 2))
# expect: AttributeError 'string.templatelib.Interpolation' object has no attribute 'other' and no __dict__ for setting new attributes
attempt(lambda: setattr(t, 'strings', 2))  # expect: AttributeError readonly attribute
attempt(lambda: setattr(t, 'other', 2))
# expect: AttributeError 'string.templatelib.Template' object has no attribute 'other' and no __dict__ for setting new attributes
attempt(lambda: type('S', (Template,), {}))
# expect: TypeError type 'string.templatelib.Template' is not an acceptable base type
attempt(lambda: type('S', (Interpolation,), {}))
# expect: TypeError type 'string.templatelib.Interpolation' is not an acceptable base type
match i:
    case Interpolation(v, e, c, f): print(v, e, c, f)  # expect: 1 x None
match t'x{n}':
    case Template(strings=s, interpolations=(Interpolation(value),)): print(s, value)  # expect: ('x', '') 5
print(Interpolation.__match_args__, Template[int], Interpolation[int])
# expect: ('value', 'expression', 'conversion', 'format_spec') string.templatelib.Template[int] string.templatelib.Interpolation[int]
print(t == t, t'a' == t'a', hash(t) == hash(t), i == Interpolation(1, 'x'))  # expect: True False True False
print(convert(1, None), convert('a', 'r'), convert('é', 'a'), convert(5, 's'))  # expect: 1 'a' '\xe9' 5
attempt(convert, 1, 'z')  # expect: ValueError invalid conversion specifier: z
def html(template):
    out = []
    for part in template:
        match part:
            case str() as s: out.append(s)
            case Interpolation(value, _, conversion, spec): out.append(format(convert(value, conversion), spec).replace('<', '&lt;'))
    return ''.join(out)
evil = '<script>'
print(html(t'<p>{evil}</p> {3.14159:.2f} {evil!r}'))  # expect: <p>&lt;script></p> 3.14 '&lt;script>'
print(t'{n
+ 1}'.interpolations[0].expression, t'{ n }'.interpolations[0].expression, t'{n = }'.strings)
# expect: n
# expect: + 1  n  ('n = ', '')
print([x.format_spec for x in t'{n:{n}x{n!r}}'.interpolations], t'{t"{n}"}'.interpolations[0].value)
# expect: ['5x5'] Template(strings=('', ''), interpolations=(Interpolation(5, 'n', None, ''),))
import copy
c = copy.copy(i); print(c, copy.deepcopy(t'{n}'))
# expect: Interpolation(1, 'x', None, '') Template(strings=('', ''), interpolations=(Interpolation(5, 'n', None, ''),))
print(type(iter(t)).__name__, len(list(iter(t))))  # expect: TemplateIter 9

async def co(): return 5
def lam(): return t'{(lambda x: x)(3)}'.values
print(lam(), t'{n!s}'.interpolations[0].conversion)  # expect: (3,) s
print(f'{t"{n}"}'[:8])  # expect: Template
class C:
    x = 1
    y = t'{x}'
print(C.y.values)  # expect: (1,)
print([t'{v}'.values for v in range(2)])  # expect: [(0,), (1,)]
print(t'''multi
{n}
line''')  # expect: Template(strings=('multi\n', '\nline'), interpolations=(Interpolation(5, 'n', None, ''),))
