# Ctrl-C while the main thread is in another interpreter
# gilt only
import sys
import os
import signal
import threading
from concurrent import interpreters

sys.stdout.reconfigure(line_buffering=True)

q = interpreters.create_queue()
interp = interpreters.create()
interp.prepare_main(q=q, never=interpreters.create_queue())

def interrupt():
    q.get()
    os.kill(os.getpid(), signal.SIGINT)

for code in ("q.put(1)\nwhile True: pass", "import time; q.put(1); time.sleep(1000)", "q.put(1); never.get()",
             "from concurrent import interpreters as i; j = i.create(); j.prepare_main(q=q)\n"
             "j.exec('q.put(1)\\nwhile True: pass')"):
    thread = threading.Thread(target=interrupt)
    thread.start()
    try:
        interp.exec(code)
    except KeyboardInterrupt:
        print("interrupted")
    thread.join()
# expect: interrupted
# expect: interrupted
# expect: interrupted
# expect: interrupted

# Code there may catch it.
thread = threading.Thread(target=interrupt)
thread.start()
interp.exec("""
try:
    q.put(1)
    while True: pass
except KeyboardInterrupt:
    print("caught there", flush=True)
""")
# expect: caught there
thread.join()

# A handler of the program runs when the main thread is back.
signal.signal(signal.SIGINT, lambda *_: print("handler", flush=True))
done = interpreters.create_queue()
interp.prepare_main(done=done)
def interrupt_and_go_on():
    interrupt()
    done.put(1)
thread = threading.Thread(target=interrupt_and_go_on)
thread.start()
interp.exec("q.put(1); done.get(); print('there', flush=True)")
thread.join()
# expect: there
# expect: handler
interp.close()
