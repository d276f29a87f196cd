# The child after a fork may make interpreters of its own
# gilt only
import os
from concurrent import interpreters

interp = interpreters.create()
interp.exec("x = 1")
pid = os.fork()
if pid == 0:
    print(interpreters.list_all(), flush=True)
    other = interpreters.create()
    other.exec("print('child', flush=True)")
    other.close()
    os._exit(0)
os.waitpid(pid, 0)
interp.exec("print('parent', x, flush=True)")
interp.close()
# expect: [Interpreter(0)]
# expect: child
# expect: parent 1
