# A daemon thread that is busy in another interpreter does not keep the program
# gilt only
import threading
from concurrent import interpreters

q = interpreters.create_queue()
for code in "q.put(1)\nwhile True: pass", "import time; q.put(1); time.sleep(1000)", "q.put(1); never.get()":
    interp = interpreters.create()
    interp.prepare_main(q=q, never=interpreters.create_queue())
    threading.Thread(target=interp.exec, args=(code,), daemon=True).start()
    q.get()
print("end")
# expect: end
# expect stderr: <sys>:0: RuntimeWarning: remaining subinterpreters; close them with Interpreter.close()
