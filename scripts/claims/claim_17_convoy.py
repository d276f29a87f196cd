"""An I/O thread starves behind a CPU-bound one: each return from I/O waits a switch interval (the convoy effect)."""

import sys
import threading
import time

from claim import has_gil, row, scaled, title, verdict

ROUNDS = scaled(30)
stop = False


def compute():
    n = 0
    while not stop:
        n += 1


def waits_for_io():
    """Median time of an I/O wait of 0.2 ms (a sleep stands for it: it releases the lock, blocks and comes back)."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        time.sleep(0.0002)
        times.append(time.perf_counter() - start)
    times.sort()
    return times[ROUNDS // 2]


def beside_computing():
    global stop
    stop = False
    thread = threading.Thread(target=compute)
    thread.start()
    time.sleep(0.02)
    try:
        return waits_for_io()
    finally:
        stop = True
        thread.join()


title(17, "an I/O thread starves behind a CPU-bound one (convoy)")
alone = waits_for_io()
row("an I/O wait alone", f"{alone * 1e6:9.1f} us")
usual = sys.getswitchinterval()
waits = {}
for interval in (0.005, 0.001):
    sys.setswitchinterval(interval)
    waits[interval] = beside_computing()
    row(f"beside a computing thread, interval {interval * 1000:g} ms", f"{waits[interval] * 1e6:9.1f} us")
sys.setswitchinterval(usual)

if has_gil():
    verdict(all(wait > 0.8 * interval for interval, wait in waits.items()) and waits[0.001] < waits[0.005],
            "each return from I/O waits for the switch interval to pass")
else:
    verdict(waits[0.005] < 0.001, "without the lock the I/O thread does not wait")
