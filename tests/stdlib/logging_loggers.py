# logging: loggers in their tree, filters, where a message came from, adapters, the root logger's functions.
import logging
import pickle
import sys
import warnings


class Out:
    """Streams of the test: one place for all."""

    name = '<out>'

    def write(self, text): sys.stdout.write(text)
    def flush(self): pass


def attempt(function, *args, **keywords):
    try:
        print(function(*args, **keywords))
    except Exception as error:
        print(f'{type(error).__name__}: {error}')


def shower(format='%(name)s %(levelname)s %(message)s', level=0):
    handler = logging.StreamHandler(Out())
    handler.setFormatter(logging.Formatter(format))
    handler.setLevel(level)
    return handler


# Without any handler the last resort speaks, from WARNING on.
sys.stderr = Out()
logging.getLogger('nobody').warning('heard %s', 'all the same')  # expect: heard all the same
logging.getLogger('nobody').info('not heard')
print(logging.lastResort)  # expect: <_StderrHandler <out> (WARNING)>
logging.lastResort = None
logging.getLogger('nobody').warning('once')  # expect: No handlers could be found for logger "nobody"
logging.getLogger('nobody').warning('twice')
logging.lastResort = logging._defaultLastResort

# The tree.
root = logging.getLogger()
print(root, root.name, root.parent, logging.getLogger('root') is root, logging.getLogger(None) is root)
# expect: <RootLogger root (WARNING)> root None True True
leaf = logging.getLogger('a.b.c.d')
print(leaf.parent)  # expect: <RootLogger root (WARNING)>
b = logging.getLogger('a.b')
print(leaf.parent is b, b.parent is root, logging.getLogger('a.b') is b)  # expect: True True True
a = logging.getLogger('a')
ab = logging.getLogger('ab')
print(b.parent is a, ab.parent is root, leaf.parent is b)  # expect: True True True
print(a.getChild('x.y').name, root.getChild('z').name, b.getChild('c') is leaf.parent)  # expect: a.x.y z True
attempt(logging.getLogger, 5)  # expect: TypeError: A logger name must be a string
if hasattr(a, 'getChildren'):
    assert {c.name for c in a.getChildren()} == {'a.b'}
print(leaf.getEffectiveLevel(), a.level)  # expect: 30 0
a.setLevel(logging.DEBUG)
print(leaf.getEffectiveLevel(), leaf.isEnabledFor(10), leaf)  # expect: 10 True <Logger a.b.c.d (DEBUG)>
logging.getLogger('a.b.c').setLevel('ERROR')
print(leaf.getEffectiveLevel(), leaf.isEnabledFor(10), leaf.isEnabledFor(logging.ERROR))
# expect: 40 False True
print(pickle.loads(pickle.dumps(leaf)) is leaf, pickle.loads(pickle.dumps(root)) is root)  # expect: True True

# Who hears what.
a.addHandler(shower('a: %(message)s'))
root.addHandler(shower('root: %(message)s', logging.WARNING))
b.debug('from %s', 'b')  # expect: a: from b
b.warning('from b')
# expect: a: from b
# expect: root: from b
logging.getLogger('elsewhere').error('e')  # expect: root: e
b.propagate = False
b.warning('nobody hears')  # expect: nobody hears
print(b.hasHandlers(), a.hasHandlers())  # expect: False True
b.propagate = True
b.disabled = True
b.critical('nobody either')
b.disabled = False
for method in ('debug', 'info', 'warning', 'error', 'critical', 'fatal'):
    getattr(b, method)('%s of %s', method, 'b')
# expect: a: debug of b
# expect: a: info of b
# expect: a: warning of b
# expect: root: warning of b
# expect: a: error of b
# expect: root: error of b
# expect: a: critical of b
# expect: root: critical of b
# expect: a: fatal of b
# expect: root: fatal of b
b.log(35, 'between')
# expect: a: between
# expect: root: between
attempt(b.log, 'high', 'x')  # expect: TypeError: level must be an integer
logging.raiseExceptions = False
b.log('high', 'x')
logging.raiseExceptions = True
handler = a.handlers[0]
a.addHandler(handler)
print(len(a.handlers))  # expect: 1
a.removeHandler(handler)
a.removeHandler(handler)
print(a.handlers)  # expect: []

# Off for all.
logging.disable(logging.ERROR)
b.error('no')
b.critical('yes')  # expect: root: yes
print(b.isEnabledFor(logging.ERROR), root.manager.disable)  # expect: False 40
logging.disable('NOTSET')
b.error('again')  # expect: root: again
attempt(logging.disable, 'nonsense')  # expect: ValueError: Unknown level: 'nonsense'

# Filters: classes, functions, and such that put another record in place.
root.handlers[0].setFormatter(logging.Formatter('%(name)s: %(message)s'))
only = logging.Filter('a.b')
root.handlers[0].addFilter(only)
for name in ('a', 'a.b', 'a.b.q', 'a.bq'):
    logging.getLogger(name).error('passes the filter?')
# expect: a.b: passes the filter?
# expect: a.b.q: passes the filter?
root.handlers[0].removeFilter(only)
print(logging.Filter().filter(None), root.handlers[0].filters)  # expect: True []


def no_secrets(record):
    return 'secret' not in record.getMessage()


ab.addFilter(no_secrets)
ab.error('a secret')
ab.error('no news')  # expect: ab: no news
ab.removeFilter(no_secrets)


class AddNumber(logging.Filter):
    def filter(self, record):
        record.number = 5
        return 1


numbered = shower('%(number)d %(message)s')
numbered.addFilter(AddNumber())
ab.addHandler(numbered)
ab.propagate = False
ab.error('with a number')  # expect: 5 with a number


# Where it came from.
def here():
    ab.error('in here')


def wrapper(*args, **keywords):
    ab.error(*args, stacklevel=2, **keywords)


def caller_of_wrapper():
    wrapper('by a wrapper')


ab.handlers[0] = shower('%(filename)s %(module)s %(funcName)s %(message)s')
here()  # expect: logging_loggers.py logging_loggers here in here
caller_of_wrapper()  # expect: logging_loggers.py logging_loggers caller_of_wrapper by a wrapper
ab.error('at module level')  # expect: logging_loggers.py logging_loggers <module> at module level
ab.handlers[0] = shower('%(lineno)d')
line = sys._getframe().f_lineno + 1
found = ab.findCaller()[1] == line
print(found, len(ab.findCaller()), ab.findCaller(stack_info=True)[3].splitlines()[0])
# expect: True 4 Stack (most recent call last):
ab.handlers[0] = shower('%(message)s')
text = []
ab.handlers[0].stream = type('L', (), {'write': lambda self, t: text.append(t), 'flush': lambda self: None})()
ab.error('with the stack', stack_info=True)
print(text[0].splitlines()[:2], text[0].splitlines()[-1].strip())
# expect: ['with the stack', 'Stack (most recent call last):'] ab.error('with the stack', stack_info=True)
ab.handlers[0] = shower('%(message)s %(a)s')
ab.error('extra', extra={'a': 'more'})  # expect: extra more
attempt(ab.error, 'x', extra={'message': 1})  # expect: KeyError: "Attempt to overwrite 'message' in LogRecord"
attempt(ab.error, 'x', extra={'name': 1})  # expect: KeyError: "Attempt to overwrite 'name' in LogRecord"
attempt(ab.error, 'x', nonsense=1)
# expect: TypeError: Logger._log() got an unexpected keyword argument 'nonsense'
ab.handlers[0] = shower('%(message)s')

# Exceptions.
ab.handlers[0].formatter.formatException = lambda ei: f'{ei[0].__name__}({ei[1]})'
try:
    1 / 0
except ZeroDivisionError as error:
    ab.exception('caught')
    ab.error('by exc_info', exc_info=True)
    ab.error('by instance', exc_info=error)
    ab.error('by tuple', exc_info=sys.exc_info())
    kept = error
# expect: caught
# expect: ZeroDivisionError(division by zero)
# expect: by exc_info
# expect: ZeroDivisionError(division by zero)
# expect: by instance
# expect: ZeroDivisionError(division by zero)
# expect: by tuple
# expect: ZeroDivisionError(division by zero)
ab.error('later', exc_info=kept)
# expect: later
# expect: ZeroDivisionError(division by zero)
ab.error('none', exc_info=False)  # expect: none

# Adapters.
adapter = logging.LoggerAdapter(ab, {'user': 'me'})
ab.handlers[0] = shower('%(user)s %(message)s')
adapter.error('hello %s', 'you')  # expect: me hello you
adapter.warning('w')  # expect: me w
adapter.info('not heard')
adapter.log(50, 'logged')  # expect: me logged
print(adapter, adapter.name, adapter.isEnabledFor(20), adapter.getEffectiveLevel(), adapter.hasHandlers())
# expect: <LoggerAdapter ab (WARNING)> ab False 30 True
adapter.setLevel(logging.INFO)
adapter.info('heard now')  # expect: me heard now
adapter.debug('not this')


class Bracketed(logging.LoggerAdapter):
    def process(self, msg, kwargs):
        return f'[{self.extra["user"]}] {msg}', kwargs


ab.handlers[0] = shower('%(funcName)s %(message)s')
Bracketed(ab, {'user': 'x'}).critical('in brackets')  # expect: <module> [x] in brackets
Bracketed(Bracketed(ab, {'user': 'x'}), {'user': 'y'}).critical('twice')  # expect: <module> [x] [y] twice


def function():
    Bracketed(ab, {'user': 'x'}).critical('from a function')


function()  # expect: function [x] from a function


# Classes of loggers.
class Shouting(logging.Logger):
    def makeRecord(self, *args, **keywords):
        made = super().makeRecord(*args, **keywords)
        made.msg = made.msg.upper()
        return made


print(logging.getLoggerClass().__name__)  # expect: Logger
logging.setLoggerClass(Shouting)
logging.getLogger('shouting').error('loud')  # expect: shouting: LOUD
attempt(logging.setLoggerClass, int)  # expect: TypeError: logger not derived from logging.Logger: int
logging.setLoggerClass(logging.Logger)

# basicConfig and the functions of the root logger.
for handler in root.handlers[:]:
    root.removeHandler(handler)
attempt(logging.basicConfig, stream=Out(), filename='x')
# expect: ValueError: 'stream' and 'filename' should not be specified together
attempt(logging.basicConfig, stream=Out(), handlers=[])
# expect: ValueError: 'stream' or 'filename' should not be specified together with 'handlers'
attempt(logging.basicConfig, style='x')  # expect: ValueError: Style must be one of: %,{,$
attempt(logging.basicConfig, stream=Out(), nonsense=5, more=6)
# expect: ValueError: Unrecognised argument(s): nonsense, more
for handler in root.handlers[:]:
    root.removeHandler(handler)
logging.basicConfig(stream=Out(), level='DEBUG')
logging.basicConfig(stream=Out(), format='ignored', level='ERROR')
for function in (logging.debug, logging.info, logging.warning, logging.error, logging.critical, logging.fatal):
    function('%s', 'text')
# expect: DEBUG:root:text
# expect: INFO:root:text
# expect: WARNING:root:text
# expect: ERROR:root:text
# expect: CRITICAL:root:text
# expect: CRITICAL:root:text
logging.log(15, 'level 15')  # expect: Level 15:root:level 15
logging.basicConfig(stream=Out(), format='{levelname[0]} {message}', style='{', level=logging.INFO, force=True)
logging.debug('not heard')
logging.info('heard')  # expect: I heard
mine = logging.StreamHandler(Out())
logging.basicConfig(handlers=[mine, shower('own: %(message)s')], datefmt='%Y', format='new: %(message)s', force=True)
logging.warning('both')
# expect: new: both
# expect: own: both
try:
    raise LookupError('lost')
except LookupError:
    mine.formatter.formatException = lambda ei: ei[0].__name__
    root.removeHandler(root.handlers[1])
    logging.exception('and the exception')
# expect: new: and the exception
# expect: LookupError
warnings.simplefilter('always')
with warnings.catch_warnings(record=True) as caught:
    logging.warn('old')
    root.warn('older')
# expect: new: old
# expect: new: older
print([str(w.message) for w in caught])
# expect: ["The 'warn' function is deprecated, use 'warning' instead", "The 'warn' method is deprecated, use 'warning' instead"]

# Warnings.
logging.captureWarnings(True)
logging.captureWarnings(True)
warnings.warn_explicit('100% bad', UserWarning, 'file.py', 3)
# expect: new: file.py:3: UserWarning: 100% bad
# expect:
logging.captureWarnings(False)
print(logging.getLogger('py.warnings').handlers)  # expect: [<NullHandler (NOTSET)>]
print(warnings.showwarning.__name__)  # expect: showwarning
