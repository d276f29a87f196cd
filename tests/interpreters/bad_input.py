# Wrong arguments, wrong interpreters, wrong moments
# needs: 3.14+
import threading
from concurrent import interpreters

def attempt(function, *args):
    try:
        print(repr(function(*args)))
    except Exception as e:
        print(f"{type(e).__module__}.{type(e).__qualname__}: {e}")

attempt(interpreters.Interpreter, 99)
# expect: concurrent.interpreters.InterpreterNotFoundError: unrecognized interpreter ID 99
attempt(interpreters.Interpreter, -1)
# expect: builtins.ValueError: interpreter ID must be a non-negative int, got -1
attempt(interpreters.Interpreter, "1")
# expect: builtins.TypeError: id must be an int, got '1'

main = interpreters.get_main()
attempt(main.exec, "1")
# expect: concurrent.interpreters.InterpreterError: cannot exec code for unrecognized interpreter 0
attempt(main.call, len)
# expect: concurrent.interpreters.InterpreterError: cannot make a call in unrecognized interpreter 0
attempt(main.prepare_main, {"a": 1})
# expect: concurrent.interpreters.InterpreterError: cannot update __main__ for unrecognized interpreter 0
attempt(main.close)
# expect: concurrent.interpreters.InterpreterError: cannot destroy unrecognized interpreter 0

interp = interpreters.create()
attempt(interp.exec, "x = (")
# expect: builtins.SyntaxError: '(' was never closed (<script>, line 1)
attempt(interp.exec, 3)
# expect: builtins.TypeError: unsupported script 3
attempt(interp.exec, "a\0b")
# expect: builtins.SyntaxError: source code string cannot contain null bytes

def with_argument(a): pass
def with_result(): return 1
attempt(interp.exec, with_argument)
# expect: builtins.ValueError: code with args not supported
attempt(interp.exec, with_result)
# expect: builtins.ValueError: code that returns a value is not a script
attempt(interp.call, 3)
# expect: builtins.TypeError: expected a callable, got 3
attempt(interp.prepare_main, {1: 2})
# expect: builtins.TypeError: bad argument type for built-in operation
attempt(interp.prepare_main, {"a": [1]})
# expect: concurrent.interpreters.NotShareableError: [1] does not support cross-interpreter data

# While somebody is in it.
entered, leave = interpreters.create_queue(), interpreters.create_queue()
interp.prepare_main(entered=entered, leave=leave)
thread = threading.Thread(target=interp.exec, args=("entered.put(1); leave.get()",))
thread.start()
entered.get()
print(interp.is_running())
# expect: True
attempt(interp.close)
# expect: concurrent.interpreters.InterpreterError: interpreter running
attempt(interp.exec, "1")
# expect: concurrent.interpreters.InterpreterError: interpreter already running
attempt(interp.call, len, "a")
# expect: concurrent.interpreters.InterpreterError: interpreter already running
attempt(interp.prepare_main, {"a": 1})
# expect: concurrent.interpreters.InterpreterError: interpreter already running
leave.put(1)
thread.join()
print(interp.is_running())
# expect: False

# From inside.
def inside(method, *args):
    try:
        interp.exec(f"from concurrent import interpreters as i\ni.get_current().{method}")
    except interpreters.ExecutionFailed as e:
        print(e.excinfo.formatted)

inside("close()")
# expect: concurrent.interpreters.InterpreterError: cannot destroy the current interpreter
inside("exec('1')")
# expect: concurrent.interpreters.InterpreterError: interpreter already running

# Afterwards.
interp.close()
for use in interp.close, interp.is_running, lambda: interp.exec("1"), lambda: interp.call(len, ""), interp.prepare_main:
    attempt(use)
# expect: concurrent.interpreters.InterpreterNotFoundError: unrecognized interpreter ID 1
# expect: concurrent.interpreters.InterpreterNotFoundError: unrecognized interpreter ID 1
# expect: concurrent.interpreters.InterpreterNotFoundError: unrecognized interpreter ID 1
# expect: concurrent.interpreters.InterpreterNotFoundError: unrecognized interpreter ID 1
# expect: concurrent.interpreters.InterpreterNotFoundError: unrecognized interpreter ID 1
