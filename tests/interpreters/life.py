# create, exec, call, close; what objects for interpreters are
# needs: 3.14+
import sys
from concurrent import interpreters

sys.stdout.reconfigure(line_buffering=True)

main = interpreters.get_main()
print(main, main.whence, main.is_running(), main is interpreters.get_current())
# expect: Interpreter(0) runtime init True True
interp = interpreters.create()
print(interp, interp.id, interp.whence, interp.is_running())
# expect: Interpreter(1) 1 _interpreters module False
print(interpreters.list_all())
# expect: [Interpreter(0), Interpreter(1)]
print(interpreters.Interpreter(1) is interp, hash(interp) == hash(1), interp == interp, interp == main)
# expect: True True True False

interp.exec("x = 40\ny = 2")
interp.exec("print(x + y, __name__, flush=True)")
# expect: 42 __main__
print(interp.call(pow, 2, 10))
# expect: 1024
print("x" in globals())
# expect: False

interp.exec("from concurrent import interpreters as i; print(i.get_current(), i.get_main(), i.list_all(), flush=True)")
# expect: Interpreter(1) Interpreter(0) [Interpreter(0), Interpreter(1)]

interp.close()
print(interp, interpreters.list_all())
# expect: Interpreter(1) [Interpreter(0)]

# The last object takes the interpreter with it.
interpreters.create().exec("pass")
print(interpreters.list_all())
# expect: [Interpreter(0)]
