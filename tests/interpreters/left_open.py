# Interpreters that are left open end with the program, with their threads and atexit functions
# needs: 3.14+
from concurrent import interpreters

interp = interpreters.create()
interp.exec("""
import atexit, threading
atexit.register(print, "atexit there", flush=True)
thread = threading.Thread(target=print, args=("thread there",), kwargs={"flush": True})
thread.start()
thread.join()
""")
# expect: thread there
print("end", flush=True)
# expect: end
# expect: atexit there
