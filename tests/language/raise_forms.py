def show(f):
    try: f()
    except BaseException as e:
        print(repr(e), repr(e.__cause__), repr(e.__context__), e.__suppress_context__)
def plain(): raise ValueError
show(plain)  # expect: ValueError() None None False
def instance(): raise ValueError("v")
show(instance)  # expect: ValueError('v') None None False
def cause(): raise ValueError("v") from KeyError("k")
show(cause)  # expect: ValueError('v') KeyError('k') None True
def none():
    try: 1 / 0
    except ZeroDivisionError: raise ValueError("v") from None
show(none)  # expect: ValueError('v') None ZeroDivisionError('division by zero') True
def context():
    try: 1 / 0
    except ZeroDivisionError: raise ValueError("v")
show(context)  # expect: ValueError('v') None ZeroDivisionError('division by zero') False
def again():
    try: raise KeyError("k")
    except KeyError: raise
show(again)  # expect: KeyError('k') None None False
def outside(): raise
show(outside)  # expect: RuntimeError('No active exception to reraise') None None False
def wrong(): raise 5
show(wrong)  # expect: TypeError('exceptions must derive from BaseException') None None False
def wrong_cause(): raise ValueError from 5
show(wrong_cause)  # expect: TypeError('exception causes must derive from BaseException') None None False
def in_finally():
    try: raise KeyError("a")
    finally: raise ValueError("b")
show(in_finally)  # expect: ValueError('b') None KeyError('a') False
def helper(): raise
def deep():
    try: raise KeyError("deep")
    except KeyError: helper()
show(deep)  # expect: KeyError('deep') None None False
def after():
    try: raise KeyError("done")
    except KeyError: pass
    raise
show(after)  # expect: RuntimeError('No active exception to reraise') None None False

# The frame in which there is nothing to raise again is in the traceback.
try:
    exec("raise", {})
except RuntimeError as error:
    entry = error.__traceback__.tb_next
    print(entry.tb_frame.f_code.co_name, entry.tb_lineno, entry.tb_next)  # expect: <module> 1 None
