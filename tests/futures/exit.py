# Work that was submitted is done before the program ends
# needs: 3.14+
from concurrent.futures import ThreadPoolExecutor
import atexit, threading
atexit.register(print, "atexit")
pool = ThreadPoolExecutor(2)
main_ends = threading.Event()
def work(i):
    main_ends.wait(); print("work", i, flush=True)
pool.submit(work, 1)
print("main ends", flush=True)
main_ends.set()
# expect: main ends
# expect: work 1
# expect: atexit
