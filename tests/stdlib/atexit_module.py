# needs: 3.14+
# atexit: order, unregister, what goes wrong.
import atexit


def attempt(function, *args, **keywords):
    try:
        print(function(*args, **keywords))
    except BaseException as error:
        print(f'{type(error).__name__}: {error}')


atexit.register(print, 'first registered, last run', end='!\n')


@atexit.register
def second():
    print('second')


def never():
    print('never')


atexit.register(never)
atexit.register(never)
atexit.unregister(never)
attempt(atexit.register, 3)
atexit.unregister(len)
print(second.__name__)
# expect: TypeError: the first argument must be callable
# expect: second


@atexit.register
def fails():
    1 / 0


@atexit.register
def late():
    atexit.register(print, 'registered too late')


atexit.register(print, 'last registered, first run')
# expect: last registered, first run
# expect: second
# expect: first registered, last run!
# expect stderr: ZeroDivisionError: division by zero
