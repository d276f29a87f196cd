def f(*errors):
    try:
        raise ExceptionGroup("g", errors)
    except* ValueError as e:
        print("value", e.exceptions)
    except* (KeyError, IndexError) as e:
        print("lookup", e.exceptions)
    else:
        print("else")
    finally:
        print("finally")
f(ValueError(1), KeyError(2), ValueError(3))
# expect: value (ValueError(1), ValueError(3))
# expect: lookup (KeyError(2),)
# expect: finally
try:
    f(ValueError(1), TypeError("t"))
except ExceptionGroup as e:
    print(e.message, e.exceptions)
# expect: value (ValueError(1),)
# expect: finally
# expect: g (TypeError('t'),)
def single():
    try: raise ValueError("alone")
    except* ValueError as e: print(repr(e))
single()  # expect: ExceptionGroup('', (ValueError('alone'),))
def nothing():
    try: pass
    except* ValueError: print("no")
    else: print("else")
nothing()  # expect: else
def raising():
    try:
        raise ExceptionGroup("g", [ValueError(1), KeyError(2)])
    except* ValueError:
        raise TypeError("new")
    except* KeyError:
        print("key")
try: raising()
except ExceptionGroup as e: print(repr(e), repr(e.exceptions[0].__context__))  # expect: key
# expect error: TypeError: new
def nested():
    try:
        raise ExceptionGroup("o", [ExceptionGroup("i", [ValueError(1), KeyError(2)]), ValueError(3)])
    except* ValueError as e:
        print(repr(e))
try: nested()
except ExceptionGroup as e: print(repr(e))
def reraise():
    try: raise ExceptionGroup("g", [ValueError(1)])
    except* ValueError: raise
try: reraise()
except ExceptionGroup as e: print(repr(e))
