# Work that was submitted is done before the program ends
# needs: 3.14+
from concurrent.futures import ThreadPoolExecutor
import time, atexit
atexit.register(print, "atexit")
pool = ThreadPoolExecutor(2)
def work(i):
    time.sleep(0.05); print("work", i, flush=True)
pool.submit(work, 1)
time.sleep(0.01)
print("main ends", flush=True)
# expect: main ends
# expect: work 1
# expect: atexit
