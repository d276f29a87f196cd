"""An I/O thread starves behind a CPU-bound one: each return from I/O waits a switch interval (the convoy effect)."""

import sys
import threading
import time

from claim import decide, has_gil, median, row, scaled, title, verdict, waited

WAITS = scaled(20)
USUAL = sys.getswitchinterval()
INTERVALS = (0.005, 0.001)
stop = False
computed = 0


def compute():
    global computed
    while not stop:
        computed += 1


def waits_for_io(beside_computing):
    """Median time of an I/O wait of 0.2 ms (a sleep stands for it: it releases the lock, blocks and comes back).
    Without the time in which this thread was ready and other programs had the cores; and a wait in which the
    computing thread had no core tells nothing."""
    times = []
    end = time.perf_counter() + scaled(1.0)
    while len(times) < WAITS and time.perf_counter() < end or not times:
        before, without = computed, waited()
        start = time.perf_counter()
        time.sleep(0.0002)
        seconds = time.perf_counter() - start
        if computed > before or not beside_computing:
            times.append(seconds - (waited() - without))
    return median(times)


def beside_computing(interval):
    global stop
    sys.setswitchinterval(interval)
    stop = False
    thread = threading.Thread(target=compute)
    thread.start()
    try:
        return waits_for_io(True)
    finally:
        stop = True
        thread.join()


def measure():
    """The wait alone, and beside a computing thread with two switch intervals."""
    try:
        return {"alone": waits_for_io(False), **{interval: beside_computing(interval) for interval in INTERVALS}}
    finally:
        sys.setswitchinterval(USUAL)


title(17, "an I/O thread starves behind a CPU-bound one (convoy)")
if has_gil():
    rounds, held = decide(measure, lambda waits: waits[0.005] > 0.8 * 0.005, lambda waits: waits[0.001] > 0.8 * 0.001,
                          lambda waits: waits[0.001] < waits[0.005])
else:
    rounds, held = decide(measure, lambda waits: waits[0.005] < 0.001)
row("an I/O wait alone", f"{median(waits['alone'] for waits in rounds) * 1e6:9.1f} us")
for interval in INTERVALS:
    row(f"beside a computing thread, interval {interval * 1000:g} ms",
        f"{median(waits[interval] for waits in rounds) * 1e6:9.1f} us")
verdict(held, "each return from I/O waits for the switch interval to pass" if has_gil() else
        "without the lock the I/O thread does not wait")
