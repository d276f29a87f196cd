# logging: formatters in three styles, times, exceptions.
import logging
import sys
import time


def attempt(function, *args, **keywords):
    try:
        print(function(*args, **keywords))
    except Exception as error:
        print(f'{type(error).__name__}: {error}')


def record(**attributes):
    made = logging.LogRecord('the.logger', logging.WARNING, '/x/y.py', 5, 'seen %d of %s', (3, 'them'), None, 'f')
    made.created, made.msecs = 1052000000.25, 250.0
    made.__dict__.update(attributes)
    return made


print(logging.Formatter().format(record()))  # expect: seen 3 of them
print(logging.Formatter(logging.BASIC_FORMAT).format(record()))  # expect: WARNING:the.logger:seen 3 of them
print(logging.Formatter('%(levelname)-10s|%(name)12s|%(lineno)05d|%(msecs)d|%%').format(record()))
# expect: WARNING   |  the.logger|00005|250|%
print(logging.Formatter('{levelname:<10}|{name!r}|{lineno:05}|{message}', style='{').format(record()))
# expect: WARNING   |'the.logger'|00005|seen 3 of them
print(logging.Formatter('${levelname} $name ${message} $$5', style='$').format(record()))
# expect: WARNING the.logger seen 3 of them $5
print(logging.Formatter(None, None, '{').format(record()), logging.Formatter(style='$').format(record()))
# expect: seen 3 of them seen 3 of them
print(logging.Formatter('%(user)s %(message)s', defaults={'user': 'nobody'}).format(record()))
# expect: nobody seen 3 of them
print(logging.Formatter('{user} {message}', style='{', defaults={'user': 'nobody'}).format(record(user='me')))
# expect: me seen 3 of them
print(logging.Formatter('$user $message', style='$', defaults={'user': 'nobody'}).format(record()))
# expect: nobody seen 3 of them
attempt(logging.Formatter('%(user)s').format, record())
# expect: ValueError: Formatting field not found in record: 'user'
attempt(logging.Formatter('{user}', style='{').format, record())
# expect: ValueError: Formatting field not found in record: 'user'
attempt(logging.Formatter('$user', style='$').format, record())
# expect: ValueError: Formatting field not found in record: 'user'

# A format of the wrong style is refused.
attempt(logging.Formatter, '{message}')  # expect: ValueError: Invalid format '{message}' for '%' style
attempt(logging.Formatter, '%(message)z')  # expect: ValueError: Invalid format '%(message)z' for '%' style
attempt(logging.Formatter, '%(message)s', style='{')  # expect: ValueError: invalid format: no fields
attempt(logging.Formatter, '{message', style='{')
# expect: ValueError: invalid format: expected '}' before end of string
attempt(logging.Formatter, '{mess age}', style='{')
# expect: ValueError: invalid format: invalid field name/expression: 'mess age'
attempt(logging.Formatter, '{message!z}', style='{')
# expect: ValueError: invalid format: invalid conversion: 'z'
attempt(logging.Formatter, '{message:>>>}', style='{')
# expect: ValueError: invalid format: bad specifier: '>>>'
attempt(logging.Formatter, '{}', style='{')  # expect: ValueError: invalid format: no fields
attempt(logging.Formatter, '$', style='$')  # expect: ValueError: invalid format: bare '$' not allowed
attempt(logging.Formatter, 'plain', style='$')  # expect: ValueError: invalid format: no fields
attempt(logging.Formatter, '%(message)s', style='x')  # expect: ValueError: Style must be one of: %,{,$
print(logging.Formatter('plain', validate=False).format(record()))  # expect: plain
print(logging.Formatter('{asctime:>30}', style='{').usesTime(), logging.Formatter('$asctime', style='$').usesTime(),
      logging.Formatter('${asctime}', style='$').usesTime(), logging.Formatter('%(asctime)s').usesTime(),
      logging.Formatter('%(message)s').usesTime())  # expect: True True True True False

# Times.
formatter = logging.Formatter('%(asctime)s %(message)s')
formatter.converter = time.gmtime
print(formatter.format(record()))  # expect: 2003-05-03 22:13:20,250 seen 3 of them
formatter.datefmt = '%d.%m.%Y'
print(formatter.format(record()))  # expect: 03.05.2003 seen 3 of them
print(formatter.formatTime(record(), '%H:%M'))  # expect: 22:13
formatter = logging.Formatter('%(asctime)s')
formatter.converter = time.gmtime
formatter.default_msec_format = '%s.%03d'
print(formatter.format(record()))  # expect: 2003-05-03 22:13:20.250
formatter.default_msec_format = None
print(formatter.format(record()))  # expect: 2003-05-03 22:13:20


class Utc(logging.Formatter):
    converter = time.gmtime
    default_time_format = '%H:%M:%S'
    default_msec_format = '%s~%d'


made = record()
print(Utc('{asctime}', style='{').format(made), made.asctime)  # expect: 22:13:20~250 22:13:20~250


# Exceptions, and the stack.
class Plain(logging.Formatter):
    def formatException(self, ei):
        return f'<{ei[0].__name__}: {ei[1]}>'

    def formatStack(self, stack_info):
        return stack_info.upper()


try:
    raise KeyError('k')
except KeyError:
    failed = record(exc_info=sys.exc_info(), stack_info='the stack')
text = logging.Formatter().format(failed).splitlines()
print(text[0], text[1], text[-2], text[-1])
# expect: seen 3 of them Traceback (most recent call last): KeyError: 'k' the stack
print(failed.exc_text.splitlines()[-1])  # expect: KeyError: 'k'
print(Plain().format(failed).splitlines()[-1])  # expect: THE STACK
failed.exc_text = None
print(Plain().format(failed))
# expect: seen 3 of them
# expect: <KeyError: 'k'>
# expect: THE STACK
print(logging.Formatter('%(name)s\n').format(record(stack_info='s')))
# expect: the.logger
# expect: s
print(logging.Formatter().formatException((ValueError, ValueError('v'), None)))  # expect: ValueError: v
try:
    raise ExceptionGroup('g', [ValueError(1)])
except ExceptionGroup:
    print(logging.Formatter().formatException(sys.exc_info()).splitlines()[-3:])
# expect: ['  +-+---------------- 1 ----------------', '    | ValueError: 1', '    +------------------------------------']

# Several at once.
rows = [record(), record(msg='other', args=())]
print(logging.BufferingFormatter().format(rows))  # expect: seen 3 of themother
print(repr(logging.BufferingFormatter().format([])))  # expect: ''


class Numbered(logging.BufferingFormatter):
    def formatHeader(self, records):
        return f'{len(records)} records:'

    def formatFooter(self, records):
        return '.'


print(Numbered(logging.Formatter('[%(message)s]')).format(rows))  # expect: 2 records:[seen 3 of them][other].
