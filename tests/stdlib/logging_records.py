# logging: records, levels, what makes them.
import logging
import os
import pickle
import sys
import threading
import time


def attempt(function, *args, **keywords):
    try:
        print(function(*args, **keywords))
    except Exception as error:
        print(f'{type(error).__name__}: {error}')


# Levels and their names.
print([logging.getLevelName(n) for n in (0, 10, 20, 25, 30, 40, 50)])
# expect: ['NOTSET', 'DEBUG', 'INFO', 'Level 25', 'WARNING', 'ERROR', 'CRITICAL']
print([logging.getLevelName(n) for n in ('DEBUG', 'WARN', 'FATAL', 'nothing')])
# expect: [10, 30, 50, 'Level nothing']
print(logging.WARN, logging.FATAL, logging.CRITICAL, logging.NOTSET)  # expect: 30 50 50 0
if hasattr(logging, 'getLevelNamesMapping'):
    assert logging.getLevelNamesMapping()['WARN'] == 30
    assert logging.getLevelNamesMapping() is not logging.getLevelNamesMapping()
logging.addLevelName(25, 'NOTICE')
print(logging.getLevelName(25), logging.getLevelName('NOTICE'))  # expect: NOTICE 25
logger = logging.getLogger('levels')
logger.setLevel('NOTICE')
print(logger, logger.level)  # expect: <Logger levels (NOTICE)> 25
attempt(logger.setLevel, 'loud')  # expect: ValueError: Unknown level: 'loud'
attempt(logger.setLevel, 2.5)  # expect: TypeError: Level not an integer or a valid string: 2.5
attempt(logger.setLevel, None)  # expect: TypeError: Level not an integer or a valid string: None
attempt(logging.Handler, 'quiet')  # expect: ValueError: Unknown level: 'quiet'

# A record knows where, when and who.
record = logging.LogRecord('a.b', logging.INFO, '/somewhere/else/module.py', 17, 'x=%d y=%s', (3, 'why'), None, 'func')
print(record)  # expect: <LogRecord: a.b, 20, /somewhere/else/module.py, 17, "x=%d y=%s">
print(record.name, record.levelno, record.levelname, record.pathname, record.filename, record.module, record.lineno)
# expect: a.b 20 INFO /somewhere/else/module.py module.py module 17
print(record.funcName, record.exc_info, record.exc_text, record.stack_info, record.msg, record.args)
# expect: func None None None x=%d y=%s (3, 'why')
print(record.getMessage())  # expect: x=3 y=why
print(record.thread == threading.get_ident(), record.threadName, record.process == os.getpid(), record.processName)
# expect: True MainThread True MainProcess
print(abs(record.created - time.time()) < 60, 0 <= record.msecs < 1000, record.relativeCreated > 0)
# expect: True True True
print(record.taskName if sys.version_info >= (3, 12) else None)  # expect: None
print(sorted(set(record.__dict__) - {'taskName'}))
# expect: ['args', 'created', 'exc_info', 'exc_text', 'filename', 'funcName', 'levelname', 'levelno', 'lineno', 'module', 'msecs', 'msg', 'name', 'pathname', 'process', 'processName', 'relativeCreated', 'stack_info', 'thread', 'threadName']

# A single mapping is what names in the message refer to.
print(logging.LogRecord('n', 10, 'p', 1, '%(a)s and %(b)s', ({'a': 1, 'b': 2},), None).getMessage())
# expect: 1 and 2
print(logging.LogRecord('n', 10, 'p', 1, 'empty %s', ({},), None).getMessage())  # expect: empty {}
print(logging.LogRecord('n', 10, 'p', 1, '100%', (), None).getMessage())  # expect: 100%
print(logging.LogRecord('n', 10, 'p', 1, ValueError('an object'), None, None).getMessage())
# expect: an object
attempt(logging.LogRecord('n', 10, 'p', 1, '%d', ('x',), None).getMessage)
# expect: TypeError: %d format: a real number is required, not str
attempt(logging.LogRecord('n', 10, 'p', 1, 'no place', ('x',), None).getMessage)
# expect: TypeError: not all arguments converted during string formatting
print(logging.LogRecord('n', 10, None, 1, '', (), None).module)  # expect: Unknown module
print(logging.LogRecord('n', 7, 'p', 1, '', (), None).levelname)  # expect: Level 7

made = logging.makeLogRecord({'msg': 'from %s', 'args': ('elsewhere',), 'extra': 5, 'levelno': 30})
print(made, made.getMessage(), made.extra, made.levelname)
# expect: <LogRecord: None, 30, , 0, "from %s"> from elsewhere 5 Level None
again = pickle.loads(pickle.dumps(record))
print(again, again.getMessage(), again.__dict__ == record.__dict__)
# expect: <LogRecord: a.b, 20, /somewhere/else/module.py, 17, "x=%d y=%s"> x=3 y=why True

# What a record tells can be left out.
logging.logThreads = logging.logProcesses = logging.logMultiprocessing = logging.logAsyncioTasks = False
bare = logging.LogRecord('n', 10, 'p', 1, '', (), None)
print(bare.thread, bare.threadName, bare.process, bare.processName)  # expect: None None None None
logging.logThreads = logging.logProcesses = logging.logMultiprocessing = logging.logAsyncioTasks = True


class Numbered(logging.LogRecord):
    count = 0

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        Numbered.count += 1
        self.number = Numbered.count


print(logging.getLogRecordFactory() is logging.LogRecord)  # expect: True
logging.setLogRecordFactory(Numbered)
handler = logging.StreamHandler(sys.stdout)
handler.setFormatter(logging.Formatter('%(number)d %(message)s'))
logger.addHandler(handler)
logger.propagate = False
logger.error('first')  # expect: 1 first
logger.error('second')  # expect: 2 second
print(type(logging.makeLogRecord({})).__name__)  # expect: Numbered
logging.setLogRecordFactory(logging.LogRecord)


# The task's name is told where there is one.
import asyncio


async def in_task():
    made = logging.LogRecord('n', 10, 'p', 1, '', (), None)
    print(getattr(made, 'taskName', 'the task'))


async def main():
    await asyncio.create_task(in_task(), name='the task')


asyncio.run(main())  # expect: the task
seen = []
thread = threading.Thread(target=lambda: seen.append(logging.LogRecord('n', 1, 'p', 1, '', (), None)), name='T')
thread.start()
thread.join()
print(seen[0].threadName)  # expect: T
