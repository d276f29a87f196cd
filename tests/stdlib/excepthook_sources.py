# needs: 3.14+
# What sys.__excepthook__ shows of sources that only linecache knows; and what a hook sees of the script.
import atexit
import io
import linecache
import sys

source = 'def g():\n    return 1 / 0\n'
linecache.cache['<mine>'] = len(source), None, source.splitlines(True), '<mine>'
exec(compile(source, '<mine>', 'exec'))


def shown(exception):
    stderr, sys.stderr = sys.stderr, io.StringIO()
    try:
        sys.__excepthook__(type(exception), exception, exception.__traceback__.tb_next)
        return sys.stderr.getvalue()
    finally:
        sys.stderr = stderr


try:
    g()
except ZeroDivisionError as e:
    print(shown(e), end='')
# expect: Traceback (most recent call last):
# expect:   File "excepthook_sources.py", line 23, in <module>
# expect:     g()
# expect:     ~^^
# expect:   File "<mine>", line 2, in g
# expect:     return 1 / 0
# expect:            ~~^~~
# expect: ZeroDivisionError: division by zero
linecache.cache['<mine>'] = len(source), 1.0, source.splitlines(True), '<mine>'
try:
    g()
except ZeroDivisionError as e:
    print(shown(e), end='')
# expect: Traceback (most recent call last):
# expect:   File "excepthook_sources.py", line 36, in <module>
# expect:     g()
# expect:     ~^^
# expect:   File "<mine>", line 2, in g
# expect: ZeroDivisionError: division by zero
print('__file__' in globals())
# expect: True
atexit.register(lambda: print('__file__' in globals()))
# expect: False
