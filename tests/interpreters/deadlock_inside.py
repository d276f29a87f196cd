# Threads of another interpreter that wait for each other for ever are found as well
# gilt only
# options: -X deadlock=raise
from concurrent import interpreters

interp = interpreters.create()
interp.exec("""
import threading
first, second = threading.Lock(), threading.Lock()
both = threading.Barrier(2)
ended = []
def take(one, other):
    with one:
        both.wait()
        try:
            with other:
                pass
        except RuntimeError as e:
            ended.append(type(e).__name__)
threads = [threading.Thread(target=take, args=args) for args in ((first, second), (second, first))]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(ended, flush=True)
""")
# expect: ['DeadlockError']
interp.close()
