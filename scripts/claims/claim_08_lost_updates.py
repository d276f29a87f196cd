"""Unsynchronised `counter += 1` loses updates where a switch can fall between load and store; a Lock restores them."""

import sys
import threading

from claim import has_gil, row, scaled, title, verdict

THREADS = 4
counter = 0
lock = threading.Lock()


def plain(n):
    global counter
    for _ in range(n):
        counter += 1


def one():
    return 1


def with_call(n):
    # The call is a point where the thread may be switched out, and it lies between load and store.
    global counter
    for _ in range(n):
        counter = counter + one()


def locked(n):
    global counter
    for _ in range(n):
        with lock:
            counter += 1


def lost(function, n):
    """How many of the updates of all threads together went missing."""
    global counter
    counter = 0
    threads = [threading.Thread(target=function, args=(n,)) for _ in range(THREADS)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return THREADS * n - counter


def show(label, function, n, rounds=20):
    """Runs it until updates are lost, at most so many times: a race need not show at the first try."""
    for done in range(1, rounds + 1):
        missing = lost(function, n)
        if missing:
            break
    times = f"in round {done}" if missing else f"in {done} rounds"
    row(label, f"{missing:>7} of {THREADS * n} updates lost {times}")
    return missing


title(8, "unsynchronised counter += 1 loses updates; a Lock restores them")
usual = sys.getswitchinterval()
sys.setswitchinterval(0.00001)
plain_lost = show("counter += 1, checks at loops and calls", plain, scaled(100_000))
call_lost = show("counter = counter + one()", with_call, scaled(100_000))

opcode_lost = None
try:
    from gilt import switch_at
except ImportError:
    pass
else:
    switch_at("opcode")
    opcode_lost = show("counter += 1, checks before every opcode", plain, scaled(100_000))
    switch_at("safepoint")
locked_lost = show("with lock: counter += 1", locked, scaled(20_000))
sys.setswitchinterval(usual)

held = locked_lost == 0 and call_lost > 0
if has_gil():
    held = held and plain_lost == 0 and opcode_lost != 0
else:
    held = held and plain_lost > 0
verdict(held, "updates are lost exactly where a switch can fall between load and store, and never under a Lock")
