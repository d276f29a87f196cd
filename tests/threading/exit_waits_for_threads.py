# The program ends when its last non-daemon thread does; daemon threads do not keep it.
import threading
import time


def slow():
    time.sleep(0.05)
    print("slow is done")


def forever():
    while True:
        time.sleep(0.01)


threading.Thread(target=forever, daemon=True).start()
threading.Thread(target=slow).start()
print("main ends")
# expect: main ends
# expect: slow is done
