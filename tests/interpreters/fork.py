# fork() while other interpreters are busy: the child has only its own
# gilt only
import os
import threading
import warnings
from concurrent import interpreters

warnings.simplefilter("ignore")
stop = interpreters.create_queue()
busy = [interpreters.create() for _ in range(3)]
threads = []
for interp in busy:
    interp.prepare_main(stop=stop)
    code = "import json\nwhile stop.empty():\n  json.loads(json.dumps({'a': [1, {}]})); type('A', (), {})"
    threads.append(threading.Thread(target=interp.exec, args=(code,)))
    threads[-1].start()
for _ in range(8):
    pid = os.fork()
    if pid == 0:
        fine = [type("B", (), {}).__name__ for _ in range(50)]
        os._exit(0 if len(fine) == 50 else 3)
    assert os.waitpid(pid, 0)[1] == 0
stop.put(None)
for thread in threads:
    thread.join()
for interp in busy:
    interp.close()
print(interpreters.list_all())
# expect: [Interpreter(0)]
