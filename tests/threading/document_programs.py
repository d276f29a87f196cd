# The programs of the documents that need only threads run unchanged and print what CPython prints.
import builtins
import os
import sys
import threading

folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "scripts", "documents")


def run(name):
    path = os.path.join(folder, name)
    with open(path) as file:
        exec(compile(file.read(), path, "exec"), {"__name__": "__main__"})


run("a14_thread_numbers.py")
# expect: Number: 0
# expect: Number: 1
# expect: Number: 2
# expect: Number: 3
# expect: Number: 4
run("a25_race_fixed.py")
# expect: 200000


def collect(*args, **kwargs):
    lines.append(args[0])


lines = []
builtins_print, builtins.print = builtins.print, collect
run("a24_race.py")
builtins.print = builtins_print
# Under the lock this race loses nothing; without it, or with switches at every instruction, updates are lost.
locked = getattr(sys, "_is_gil_enabled", lambda: True)() and "GILT_STRESS" not in os.environ
print(int(lines[0]) == 200000 if locked else 0 < int(lines[0]) <= 200000)  # expect: True
lines = []
builtins.print = collect
run("b03_locked_counter.py")
run("a16_lock_semaphore_event.py")
for t in threading.enumerate():
    if t is not threading.main_thread():
        t.join()
builtins.print = builtins_print
print(lines[0])  # expect: Final counter value: 400000
print(lines[2:])  # expect: ['Waiting for event...', 'Event received!']
