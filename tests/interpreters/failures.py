# What an uncaught exception in another interpreter looks like from here
# needs: 3.14+
import sys
from concurrent import interpreters

sys.stdout.reconfigure(line_buffering=True)

interp = interpreters.create()

def failing(code):
    try:
        interp.exec(code)
    except interpreters.ExecutionFailed as e:
        print(e.excinfo.formatted)
        return e

e = failing("1/0")
# expect: ZeroDivisionError: division by zero
print(e)
# expect: ZeroDivisionError: division by zero
# expect:
# expect: Uncaught in the interpreter:
# expect:
# expect: Traceback (most recent call last):
# expect:   File "<script>", line 1, in <module>
# expect: ZeroDivisionError: division by zero
print(repr(e), e.excinfo.type.__name__, e.excinfo.type.__module__, e.excinfo.msg)
# expect: ExecutionFailed('ZeroDivisionError: division by zero') ZeroDivisionError builtins division by zero
failing("class E(Exception): pass\nraise E")
# expect: E: 
failing("import queue; raise queue.Empty('nothing')")
# expect: _queue.Empty: nothing
failing("import sys; sys.exit(3)")
# expect: SystemExit: 3
failing("raise KeyboardInterrupt")
# expect: KeyboardInterrupt: 
failing("def f(): f()\nf()")
# expect: RecursionError: maximum recursion depth exceeded
print(failing("try:\n  {}['k']\nexcept KeyError as e:\n  raise ValueError('v') from e").excinfo.errdisplay)
# expect: ValueError: v
# expect: Traceback (most recent call last):
# expect:   File "<script>", line 2, in <module>
# expect: KeyError: 'k'
# expect:
# expect: The above exception was the direct cause of the following exception:
# expect:
# expect: Traceback (most recent call last):
# expect:   File "<script>", line 4, in <module>
# expect: ValueError: v

def boom():
    raise ValueError("here")

try:
    interp.call(boom)
except interpreters.ExecutionFailed as e:
    print(e.excinfo.errdisplay)
# expect: Traceback (most recent call last):
# expect:   File "failures.py", line 52, in boom
# expect:     raise ValueError("here")
# expect: ValueError: here

# It goes on after all of that.
interp.exec("print('fine', flush=True)")
# expect: fine
interp.close()
