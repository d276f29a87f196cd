# needs: 3.14+
# logging.config: dictConfig.
import logging
import logging.config
import logging.handlers
import sys


def attempt(config):
    try:
        logging.config.dictConfig(config)
        print('accepted')
    except ValueError as error:
        print(error, '|', error.__cause__)


class Out:
    def write(self, text): sys.stdout.write(text)
    def flush(self): pass


out = Out()


class Upper(logging.Formatter):
    def format(self, record):
        return super().format(record).upper()


class AtLeast:
    def __init__(self, level): self.level = level
    def filter(self, record): return record.levelno >= self.level


def make_handler(prefix, stream):
    made = logging.StreamHandler(stream)
    made.setFormatter(logging.Formatter(prefix + '%(message)s'))
    return made


before = logging.getLogger('before')
below = logging.getLogger('app.below')
below.setLevel('ERROR')
logging.config.dictConfig({
    'version': 1,
    'formatters': {
        'plain': {'format': '%(levelname)s:%(name)s:%(message)s'},
        'braces': {'format': '{name} {message} {who}', 'style': '{', 'defaults': {'who': 'nobody'}},
        'upper': {'()': Upper, 'format': '%(message)s'},
        'cls': {'class': 'logging.Formatter', 'format': 'cls %(message)s'},
    },
    'filters': {
        'app': {'name': 'app'},
        'errors': {'()': AtLeast, 'level': 40},
    },
    'handlers': {
        'plain': {'class': 'logging.StreamHandler', 'formatter': 'plain', 'stream': out, 'level': 'INFO'},
        'braces': {'class': 'logging.StreamHandler', 'formatter': 'braces', 'stream': out, 'filters': ['errors'],
                   '.': {'terminator': ' END\n'}},
        'made': {'()': make_handler, 'prefix': 'made: ', 'stream': out},
        'again': {'class': 'logging.StreamHandler', 'formatter': 'upper', 'stream': out},
        'a memory': {'class': 'logging.handlers.MemoryHandler', 'capacity': 10, 'flushLevel': 'CRITICAL',
                     'target': 'made'},
    },
    'loggers': {
        'app': {'level': 'DEBUG', 'handlers': ['plain', 'braces']},
        'app.quiet': {'propagate': False, 'handlers': ['again']},
        'app.kept': {'propagate': False, 'handlers': ['a memory']},
    },
    'root': {'level': 'ERROR', 'handlers': ['made']},
})
app = logging.getLogger('app')
app.debug('debug')  # expect: made: debug
app.info('info')
# expect: INFO:app:info
# expect: made: info
app.error('error')
# expect: ERROR:app:error
# expect: app error nobody END
# expect: made: error
logging.getLogger('app.quiet').warning('quiet')  # expect: QUIET
logging.getLogger('app.kept').warning('kept')
print('not yet')  # expect: not yet
logging.getLogger('app.kept').critical('flushes')
# expect: made: kept
# expect: made: flushes
print(before.disabled, below.disabled, below.level, below.getEffectiveLevel())  # expect: True False 0 10
logging.getLogger('other').error('by the root logger')  # expect: made: by the root logger
print(sorted(logging._handlers))  # expect: ['a memory', 'again', 'braces', 'made', 'plain']

logging.config.dictConfig({'version': 1, 'incremental': True, 'handlers': {'plain': {'level': 'ERROR'}},
                           'loggers': {'app': {'level': 'WARNING'}}, 'root': {'level': 'INFO'}})
print(app.level, logging.getLogger().level, logging._handlers['plain'].level, len(app.handlers))
# expect: 30 20 40 2
attempt({'version': 1, 'incremental': True, 'handlers': {'unknown': {}}})
# expect: No handler found with name 'unknown' | None

attempt({})  # expect: dictionary doesn't specify a version | None
attempt({'version': 2})  # expect: Unsupported version: 2 | None
attempt({'version': 1, 'formatters': {'f': {'format': '{x', 'style': '{'}}})
# expect: Unable to configure formatter 'f' | invalid format: expected '}' before end of string
attempt({'version': 1, 'formatters': {'f': {'format': 'x', 'style': 'x'}}})
# expect: Unable to configure formatter 'f' | Style must be one of: %,{,$
attempt({'version': 1, 'handlers': {'h': {'class': 'no.such.module'}}})
# expect: Unable to configure handler 'h' | Cannot resolve 'no.such.module': No module named 'no'
attempt({'version': 1, 'handlers': {'h': {'class': 'logging.StreamHandler', 'formatter': 'unknown'}}})
# expect: Unable to configure handler 'h' | Unable to set formatter 'unknown'
attempt({'version': 1, 'handlers': {'h': {'class': 'logging.StreamHandler', 'level': 'LOUD'}}})
# expect: Unable to configure handler 'h' | Unknown level: 'LOUD'
attempt({'version': 1, 'loggers': {'l': {'handlers': ['unknown']}}})
# expect: Unable to configure logger 'l' | Unable to add handler 'unknown'
attempt({'version': 1, 'root': {'level': 'LOUD'}})
# expect: Unable to configure root logger | Unknown level: 'LOUD'
attempt({'version': 1, 'root': {'filters': ['unknown']}})
# expect: Unable to configure root logger | Unable to add filter 'unknown'

logging.config.dictConfig({'version': 1, 'disable_existing_loggers': False, 'streams': {'mine': [out]},
                           'handlers': {'h': {'class': 'logging.StreamHandler', 'stream': 'cfg://streams.mine[0]'},
                                        'e': {'class': 'logging.StreamHandler', 'stream': 'ext://sys.stderr'}},
                           'root': {'handlers': ['h']}})
logging.getLogger().warning('through cfg')  # expect: through cfg
print(logging._handlers['e'].stream is sys.stderr)  # expect: True
again = logging.getLogger('new')
logging.config.dictConfig({'version': 1, 'disable_existing_loggers': False})
print(again.disabled)  # expect: False
