"""Exercise 1: a function that prints the numbers from 1 to 5, run in a thread of its own.

What it shows: two threads are under way at the same time even where only one may compute at a time.

    exercise_01_thread.py [NUMBERS]
"""

import sys
import threading
import time


def print_numbers(last, done):
    for number in range(1, last + 1):
        time.sleep(0.01)
        print(f"{threading.current_thread().name}: {number}", flush=True)
    done.set()


def main():
    last = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    done = threading.Event()
    thread = threading.Thread(target=print_numbers, args=(last, done), name="printer")
    thread.start()

    # The main thread counts meanwhile. Nobody told it to let the other in: whoever has the lock gives it up
    # when it prints, when it waits, and when its switch interval has passed.
    rounds = 0
    while not done.is_set():
        rounds += 1
    thread.join()

    print(f"{thread.name} has ended: {not thread.is_alive()}; the main thread went round its loop all the while:",
          rounds > 0)
    if getattr(sys, "_is_gil_enabled", lambda: True)():
        print(f"The GIL: one of them ran at a time; it was handed over within {sys.getswitchinterval() * 1000:g} ms.")
    else:
        print("The GIL: there is none; both ran at once.")


if __name__ == "__main__":
    main()
