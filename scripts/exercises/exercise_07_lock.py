"""Exercise 7: a shared counter that several threads update, made right by a threading.Lock.

What it shows: the GIL keeps the interpreter whole, not the program's data. An update that is not one step can be
torn apart by a switch; a Lock makes it one.

    exercise_07_lock.py [UPDATES] [THREADS]
"""

import sys
import threading

counter = 0
lock = threading.Lock()


def one():
    return 1


def without_lock(updates):
    global counter
    for _ in range(updates):
        # Load, call, store: whoever is switched in by the call adds to the same old number.
        counter = counter + one()


def with_lock(updates):
    global counter
    for _ in range(updates):
        with lock:
            counter = counter + one()


def count(function, threads, updates):
    global counter
    counter = 0
    workers = [threading.Thread(target=function, args=(updates,)) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return counter


def main():
    updates = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    threads = int(sys.argv[2]) if len(sys.argv) > 2 else 4
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)  # switch often, so that it shows
    unsafe = count(without_lock, threads, updates)
    safe = count(with_lock, threads, updates // 4)
    sys.setswitchinterval(usual)
    print(f"without a lock: {threads * updates - unsafe} of {threads * updates} updates were lost")
    print(f"with a lock:    {threads * (updates // 4) - safe} of {threads * (updates // 4)} updates were lost")
    if getattr(sys, "_is_gil_enabled", lambda: True)():
        print("The GIL: it was handed over between load and store now and then, which is all that a race needs.")
    else:
        print("The GIL: there is none; load and store of one thread fall between those of another all the time.")


if __name__ == "__main__":
    main()
