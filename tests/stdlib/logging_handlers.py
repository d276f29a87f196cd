# logging: handlers that write to streams and files, that keep records, and that pass them on.
import io
import logging
import logging.handlers
import os
import queue
import sys
import tempfile
import threading


class Out:
    name = '<out>'

    def write(self, text): sys.stdout.write(text)
    def flush(self): pass


def attempt(function, *args, **keywords):
    try:
        print(function(*args, **keywords))
    except Exception as error:
        print(f'{type(error).__name__}: {error}')


def record(msg, level=logging.INFO, *args):
    return logging.LogRecord('n', level, 'p.py', 1, msg, args, None)


folder = tempfile.TemporaryDirectory()
path = os.path.join(folder.name, 'a.log')

# What all have.
handler = logging.Handler()
print(handler, handler.level, handler.formatter, handler.name)  # expect: <Handler (NOTSET)> 0 None None
attempt(handler.emit, record('x'))
# expect: NotImplementedError: emit must be implemented by Handler subclasses
handler.name = 'by name'
if hasattr(logging, 'getHandlerByName'):
    assert logging.getHandlerByName('by name') is handler and 'by name' in logging.getHandlerNames()
handler.set_name('other')
print(handler.get_name(), 'by name' in logging._handlers)  # expect: other False
handler.close()
print('other' in logging._handlers)  # expect: False
print(handler.format(record('%s', 10, 'formatted')))  # expect: formatted
null = logging.NullHandler()
print(null, null.handle(record('x')), null.lock)  # expect: <NullHandler (NOTSET)> None None

# Streams.
stream = logging.StreamHandler(Out())
print(stream, logging.StreamHandler(io.StringIO()))
# expect: <StreamHandler <out> (NOTSET)> <StreamHandler (NOTSET)>
stream.handle(record('to the stream'))  # expect: to the stream
stream.terminator = '|\n'
stream.handle(record('ended otherwise'))  # expect: ended otherwise|
other = io.StringIO()
print(stream.setStream(other) is not None, stream.setStream(other))  # expect: True None
stream.handle(record('to the other'))
print(repr(other.getvalue()))  # expect: 'to the other|\n'
print(stream.handle(record('handled')) is not None)  # expect: True
stream.addFilter(lambda r: False)
print(stream.handle(record('filtered')))  # expect: False

# An emit that fails says so, and the program goes on.
failing = logging.StreamHandler(Out())
errors, sys.stderr = sys.stderr, io.StringIO()
failing.handle(record('%d', 10, 'no number'))
text, sys.stderr = sys.stderr.getvalue(), errors
print([line for line in text.splitlines() if not line.startswith(' ')])
# expect: ['--- Logging error ---', 'Traceback (most recent call last):', 'TypeError: %d format: a real number is required, not str', 'Call stack:', "Message: '%d'", "Arguments: ('no number',)"]


class Nasty:
    def __repr__(self): raise ValueError('no repr')
    def __str__(self): raise ValueError('no str')


sys.stderr = io.StringIO()
failing.handle(record('%s', 10, Nasty()))
text, sys.stderr = sys.stderr.getvalue(), errors
print(text.splitlines()[-2:])
# expect: ['Unable to print the message and arguments - possible formatting error.', 'Use the traceback above to help find the error.']
logging.raiseExceptions = False
failing.handle(record('%d', 10, 'no number'))
logging.raiseExceptions = True

# Files.
file = logging.FileHandler(path)
file.handle(record('one'))
file.handle(record('two \u20ac'))
print(file.baseFilename == path, repr(file).startswith('<FileHandler /'), file.mode)  # expect: True True a
file.close()
file.handle(record('opened again'))
file.close()
print(open(path, encoding='utf-8').read().splitlines())  # expect: ['one', 'two €', 'opened again']
late = logging.FileHandler(path, 'w', encoding='utf-8', delay=True)
print(late.stream, os.path.getsize(path) > 0)  # expect: None True
late.handle(record('anew'))
late.close()
late.handle(record('lost: it was closed'))
print(open(path).read())
# expect: anew
# expect:
ascii = logging.FileHandler(path, 'w', encoding='ascii', errors='backslashreplace')
ascii.handle(record('\u20ac'))
ascii.close()
print(open(path).read())
# expect: \u20ac
# expect:

# Files that give way to others.
path = os.path.join(folder.name, 'rotating.log')
rotating = logging.handlers.RotatingFileHandler(path, maxBytes=20, backupCount=2)
for i in range(7):
    rotating.handle(record('message %d', 20, i))
rotating.close()
for name in sorted(os.listdir(folder.name)):
    if name.startswith('rotating'):
        print(name, open(os.path.join(folder.name, name)).read().split('\n'))
# expect: rotating.log ['message 6', '']
# expect: rotating.log.1 ['message 5', '']
# expect: rotating.log.2 ['message 4', '']
rotating = logging.handlers.RotatingFileHandler(path, maxBytes=15, backupCount=1)
rotating.namer = lambda name: name + '.old'
rotating.rotator = lambda source, dest: (print('rotates', os.path.basename(dest)), os.replace(source, dest))
rotating.handle(record('0123456789'))  # expect: rotates rotating.log.1.old
rotating.handle(record('0123456789'))  # expect: rotates rotating.log.1.old
rotating.close()
print(sorted(os.listdir(folder.name)))
# expect: ['a.log', 'rotating.log', 'rotating.log.1', 'rotating.log.1.old', 'rotating.log.2']
unlimited = logging.handlers.RotatingFileHandler(path, 'w', backupCount=1)
print(unlimited.mode, unlimited.shouldRollover(record('x' * 1000)), rotating.mode)  # expect: w False a
unlimited.close()

timed = logging.handlers.TimedRotatingFileHandler(path, 'S', 5, backupCount=1, utc=True)
print(timed.computeRollover(1000), timed.suffix, timed.interval, timed.when)
# expect: 1005 %Y-%m-%d_%H-%M-%S 5 S
timed.close()
for when, interval in (('M', 2), ('h', 1), ('d', 3), ('midnight', 1), ('W0', 1), ('w6', 1)):
    timed = logging.handlers.TimedRotatingFileHandler(path, when, interval, utc=True, delay=True)
    # 1970-01-15 was a Thursday; 10:00.
    print(when, interval, timed.computeRollover(14 * 86400 + 36000), timed.suffix)
# expect: M 2 1245720 %Y-%m-%d_%H-%M
# expect: h 1 1249200 %Y-%m-%d_%H
# expect: d 3 1504800 %Y-%m-%d
# expect: midnight 1 1296000 %Y-%m-%d
# expect: W0 1 1641600 %Y-%m-%d
# expect: w6 1 1555200 %Y-%m-%d
attempt(logging.handlers.TimedRotatingFileHandler, path, 'X')
# expect: ValueError: Invalid rollover interval specified: X
attempt(logging.handlers.TimedRotatingFileHandler, path, 'W')
# expect: ValueError: You must specify a day for weekly rollover from 0 to 6 (0 is Monday): W
attempt(logging.handlers.TimedRotatingFileHandler, path, 'W9')
# expect: ValueError: Invalid day specified for weekly rollover: W9
path = os.path.join(folder.name, 'timed.log')
timed = logging.handlers.TimedRotatingFileHandler(path, 'S', 1, backupCount=2, utc=True)
for i in range(4):
    timed.rolloverAt = 1000 + i
    timed.handle(record('piece %d', 20, i))
timed.close()
print(sorted(name for name in os.listdir(folder.name) if name.startswith('timed')))
# expect: ['timed.log', 'timed.log.1970-01-01_00-16-41', 'timed.log.1970-01-01_00-16-42']
path = os.path.join(folder.name, 'watched.log')
watched = logging.handlers.WatchedFileHandler(path)
watched.handle(record('first'))
os.rename(path, path + '.moved')
watched.handle(record('second'))
watched.close()
print(open(path).read(), open(path + '.moved').read())
# expect: second
# expect:  first
# expect:

# Kept in memory.
buffering = logging.handlers.BufferingHandler(2)
buffering.handle(record('a'))
print(len(buffering.buffer))  # expect: 1
buffering.handle(record('b'))
print(buffering.buffer)  # expect: []
memory = logging.handlers.MemoryHandler(3, target=logging.StreamHandler(Out()))
memory.handle(record('kept'))
print('not yet')  # expect: not yet
memory.handle(record('urgent', logging.ERROR))
# expect: kept
# expect: urgent
memory.handle(record('kept until the end'))
memory.close()  # expect: kept until the end
print(memory.target)  # expect: None
memory = logging.handlers.MemoryHandler(1, flushOnClose=False)
memory.handle(record('no target'))
print(len(memory.buffer))  # expect: 1
memory.setTarget(logging.StreamHandler(Out()))
memory.flush()  # expect: no target
memory.handle(record('last'))  # expect: last
memory.close()

# Through a queue, to another thread.
messages = queue.Queue()
sender = logging.handlers.QueueHandler(messages)
sender.handle(record('by %s', 20, 'queue'))
got = messages.get()
print(got.msg, got.message, got.args, got.levelno)  # expect: by queue by queue None 20
try:
    raise ValueError('v')
except ValueError:
    made = record('failed')
    made.exc_info = sys.exc_info()
sender.handle(made)
got = messages.get()
print(got.msg.splitlines()[0], got.msg.splitlines()[-1], got.exc_info, got.exc_text, made.exc_info is not None)
# expect: failed ValueError: v None None True


class Collecting(logging.Handler):
    def __init__(self, level=0):
        super().__init__(level)
        self.got = []

    def emit(self, record):
        self.got.append((record.getMessage(), record.threadName, threading.current_thread() is not threading.main_thread()))


everything, errors_only = Collecting(), Collecting(logging.ERROR)
listener = logging.handlers.QueueListener(messages, everything, errors_only, respect_handler_level=True)
listener.start()
for level in (logging.INFO, logging.ERROR):
    sender.handle(record('level %d', level, level))
listener.stop()
print(everything.got)  # expect: [('level 20', 'MainThread', True), ('level 40', 'MainThread', True)]
print(errors_only.got)  # expect: [('level 40', 'MainThread', True)]
print(messages.empty())  # expect: True

# Over a socket.
import pickle
import socket
import struct
server = socket.create_server(('127.0.0.1', 0))
over = logging.handlers.SocketHandler('127.0.0.1', server.getsockname()[1])
over.handle(record('over %s', 20, 'a socket'))
connection, _ = server.accept()
length = struct.unpack('>L', connection.recv(4))[0]
data = b''
while len(data) < length:
    data += connection.recv(length - len(data))
print(logging.makeLogRecord(pickle.loads(data)))  # expect: <LogRecord: n, 20, p.py, 1, "over a socket">
over.close()
connection.close()
server.close()
lost = logging.handlers.SocketHandler('127.0.0.1', 1)
lost.handle(record('nobody listens'))
print(lost.sock, lost.retryTime is not None)  # expect: None True
print(logging.handlers.DEFAULT_TCP_LOGGING_PORT, logging.handlers.SYSLOG_UDP_PORT)  # expect: 9020 514

# All are closed at the end, the newest first.
class Closing(logging.Handler):
    def flush(self): print('flush', self.name)

    def close(self):
        print('close', self.name)
        super().close()


kept = [Closing(), Closing()]
kept[0].name, kept[1].name = 'older', 'newer'
logging.shutdown([ref for ref in logging._handlerList if isinstance(ref(), Closing)])
# expect: flush newer
# expect: close newer
# expect: flush older
# expect: close older
kept[0].flush = lambda: 1 / 0
attempt(logging.shutdown, [ref for ref in logging._handlerList if ref() is kept[0]])
# expect: ZeroDivisionError: division by zero
folder.cleanup()
logging._handlerList[:] = [ref for ref in logging._handlerList if not isinstance(ref(), Closing)]
