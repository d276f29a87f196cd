# needs: 3.14+
# reprlib, keyword, linecache, stat, errno, numbers, atexit, abc, annotationlib, __future__.
import reprlib, keyword, linecache, stat, errno, numbers, os, sys


def attempt(function, *args, **keywords):
    try:
        print(function(*args, **keywords))
    except BaseException as error:
        print(f'{type(error).__name__}: {error}')


r = reprlib.repr
print(r('x' * 100), r(list(range(100))), r(tuple(range(100))), r({i: i for i in range(9)}), r(set(range(50))), r(frozenset('a')))
# expect: 'xxxxxxxxxxxx...xxxxxxxxxxxxx' [0, 1, 2, 3, 4, 5, ...] (0, 1, 2, 3, 4, 5, ...) {0: 0, 1: 1, 2: 2, 3: 3, ...} {0, 1, 2, 3, 4, 5, ...} frozenset({'a'})
print(r(10**100), r([[[[[[[[1]]]]]]]]), r(b'y' * 90), r((1,)), r({}), r([]), r(set()), r(range(4)), r(None))
# expect: 100000000000000000...0000000000000000000 [[[[[[[...]]]]]]] b'yyyyyyyyyyy...yyyyyyyyyyyyy' (1,) {} [] set() range(0, 4) None
from collections import deque
print(r(deque(range(10))))  # expect: deque([0, 1, 2, 3, 4, 5, ...])


class Long:
    def __repr__(self):
        return '<' + 'long' * 20 + '>'


class Raises:
    def __repr__(self):
        raise ValueError


print(r(Long()), r(Raises()).split(' at ')[0])  # expect: <longlonglong...glonglonglong> <Raises instance
mine = reprlib.Repr(maxlist=2, maxstring=10, fillvalue='###')
print(mine.repr([1, 2, 3]), mine.repr('abcdefghijklmnop'))  # expect: [1, 2, ###] 'ab###nop'
indented = reprlib.Repr(indent=2)
print(indented.repr([1, {'a': [2]}, ()]))
# expect: [
# expect:   1,
# expect:   {
# expect:     'a': [
# expect:       2,
# expect:     ],
# expect:   },
# expect:   (),
# expect: ]
print(reprlib.Repr(indent='->').repr((1, 2)))
# expect: (
# expect: ->1,
# expect: ->2,
# expect: )
attempt(reprlib.Repr(indent=1.5).repr, [1])
# expect: TypeError: Repr.indent must be a str, int or None, not <class 'float'>


class Node:
    def __init__(self):
        self.items = [self]

    @reprlib.recursive_repr('<again>')
    def __repr__(self):
        return f'Node({self.items})'


print(Node(), Node.__repr__.__name__)  # expect: Node([<again>]) __repr__


class MyRepr(reprlib.Repr):
    def repr_Node(self, obj, level):
        return 'my node'

    def repr_int(self, obj, level):
        return f'i{obj}'


print(MyRepr().repr([Node(), 5, 'x']))  # expect: [my node, i5, 'x']

# keyword
print(keyword.kwlist)
# expect: ['False', 'None', 'True', 'and', 'as', 'assert', 'async', 'await', 'break', 'class', 'continue', 'def', 'del', 'elif', 'else', 'except', 'finally', 'for', 'from', 'global', 'if', 'import', 'in', 'is', 'lambda', 'nonlocal', 'not', 'or', 'pass', 'raise', 'return', 'try', 'while', 'with', 'yield']
print(keyword.softkwlist, keyword.iskeyword('if'), keyword.iskeyword('match'), keyword.issoftkeyword('match'), keyword.issoftkeyword('x'))
# expect: ['_', 'case', 'match', 'type'] True False True False

# linecache
name = os.environ.get('TMPDIR', '/tmp') + '/gilt-linecache.py'
with open(name, 'w') as file:
    file.write('first\nsecond\nlast without newline')
print(repr(linecache.getline(name, 1)), repr(linecache.getline(name, 3)), repr(linecache.getline(name, 4)), repr(linecache.getline(name, 0)))
# expect: 'first\n' 'last without newline\n' '' ''
print(linecache.getlines(name), linecache.getline('/no/such/file', 1) == '', linecache.getlines('/no/such'))
# expect: ['first\n', 'second\n', 'last without newline\n'] True []
with open(name, 'w') as file:
    file.write('changed text\n')
print(repr(linecache.getline(name, 1)))  # expect: 'first\n'
linecache.checkcache(name)
print(repr(linecache.getline(name, 1)))  # expect: 'changed text\n'
linecache.clearcache()
os.remove(name)
print(linecache.getlines(name))  # expect: []

# stat
mode = os.stat('/').st_mode
print(stat.S_ISDIR(mode), stat.S_ISREG(mode), stat.filemode(0o100644), stat.filemode(0o40755), stat.filemode(0o120777), stat.filemode(0o104755), stat.filemode(0o41777), stat.S_IMODE(0o100644) == 0o644, stat.S_IFMT(0o100644) == stat.S_IFREG)
# expect: True False -rw-r--r-- drwxr-xr-x lrwxrwxrwx -rwsr-xr-x drwxrwxrwt True True
print(stat.ST_SIZE, stat.S_IRWXU, stat.S_ISUID, stat.FILE_ATTRIBUTE_HIDDEN)  # expect: 6 448 2048 2
print(errno.ENOENT, errno.errorcode[13], errno.EAGAIN == errno.EWOULDBLOCK, os.strerror(errno.ENOENT))
# expect: 2 EACCES True No such file or directory

# numbers
print(isinstance(1, numbers.Integral), isinstance(1.5, numbers.Real), isinstance(1.5, numbers.Rational), isinstance(1j, numbers.Complex), isinstance(True, numbers.Number), isinstance('1', numbers.Number))
# expect: True True False True True False
print(issubclass(int, numbers.Rational), numbers.Integral.__mro__[1].__name__)  # expect: True Rational
attempt(numbers.Complex)
# expect: TypeError: Can't instantiate abstract class Complex without an implementation for abstract methods '__abs__', '__add__', '__complex__', '__eq__', '__mul__', '__neg__', '__pos__', '__pow__', '__radd__', '__rmul__', '__rpow__', '__rtruediv__', '__truediv__', 'conjugate', 'imag', 'real'


class Half(numbers.Rational):
    numerator, denominator = 1, 2
    for _name in ('__abs__ __add__ __ceil__ __eq__ __floor__ __floordiv__ __le__ __lt__ __mod__ __mul__ __neg__ __pos__ '
                  '__pow__ __radd__ __rfloordiv__ __rmod__ __rmul__ __round__ __rpow__ __rtruediv__ __truediv__ __trunc__').split():
        locals()[_name] = lambda self, *args: NotImplemented


print(float(Half()), Half().real is not None, Half().imag)  # expect: 0.5 True 0

# __future__
import __future__
print(__future__.annotations, __future__.all_feature_names[:3], __future__.division.getMandatoryRelease(), __future__.annotations.compiler_flag == 0x1000000)
# expect: _Feature((3, 7, 0, 'beta', 1), None, 16777216) ['nested_scopes', 'generators', 'division'] (3, 0, 0, 'alpha', 0) True
