"""Exercise 10: a parallel program is profiled and debugged.

The program counts the words of some texts by several threads. It has a fault, it loses counts, and it is slow in a
way that its source does not show. A profiler for threads is small: for each function of each thread, the time that
passed while it ran, and the time that a processor spent on it. The difference is waiting.

What it shows: under the GIL most of a CPU-bound thread's time is waiting for the others, and a profile that counts
passing time only blames whatever code the thread happened to be in.

    exercise_10_profile.py [TEXTS] [THREADS]
"""

import os
import sys
import threading
import time

WORDS = ["lock", "thread", "queue", "task", "process", "event", "pool", "core"]
ATTEMPTS = 20  # a race need not show at the first try


class Profiler:
    """Time within each function of all threads that start while it is on, with what the function calls."""

    def __init__(self):
        self.records = {}  # (thread, function): [calls, seconds, seconds of processor]
        self.local = threading.local()

    def __enter__(self):
        threading.setprofile(self.note)
        return self

    def __exit__(self, *exception):
        threading.setprofile(None)

    def note(self, frame, event, argument):
        if event not in ("call", "return") or frame.f_globals.get("__name__") != __name__:
            return
        stack = self.local.__dict__.setdefault("stack", [])
        now = time.perf_counter(), time.thread_time()
        if event == "call":
            stack.append(now)
        elif stack:
            wall, cpu = stack.pop()
            # Only this thread writes records of its own name: no lock is needed.
            name = threading.current_thread().name
            record = self.records.setdefault((name, frame.f_code.co_name), [0, 0.0, 0.0])
            record[0] += 1
            record[1] += now[0] - wall
            record[2] += now[1] - cpu

    def total(self, function):
        """Calls, seconds and seconds of processor of a function, over all threads."""
        rows = [record for (_, name), record in self.records.items() if name == function]
        return [sum(column) for column in zip(*rows)] if rows else [0, 0.0, 0.0]


def text_number(n):
    return " ".join(WORDS[(n * 7 + i * i) % len(WORDS)] for i in range(200))


def split(text):
    return text.split()


def add_one(counts, word):
    known = counts.get(word, 0)
    checkpoint()
    counts[word] = known + 1  # the fault: another thread may have counted since


def checkpoint():
    """Stands for whatever a program calls between looking and writing."""


def add_all(counts, lock, mine):
    """The cure: count alone, hold the lock once and for a moment."""
    with lock:
        for word, number in mine.items():
            counts[word] = counts.get(word, 0) + number


def faulty(texts, counts, lock):
    for text in texts:
        for word in split(text):
            add_one(counts, word)


def corrected(texts, counts, lock):
    mine = {}
    for text in texts:
        for word in split(text):
            mine[word] = mine.get(word, 0) + 1
    add_all(counts, lock, mine)


def run(function, texts, number):
    counts = {}
    lock = threading.Lock()
    threads = [threading.Thread(target=function, args=(texts[n::number], counts, lock), name=f"worker {n}")
               for n in range(number)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return counts, time.perf_counter() - start


def main():
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    threads = int(sys.argv[2]) if len(sys.argv) > 2 else 4
    texts = [text_number(n) for n in range(number)]
    words = sum(len(text.split()) for text in texts)
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)

    for function in (faulty, corrected):
        with Profiler() as profiler:
            run(function, texts, threads)
        for attempt in range(1, ATTEMPTS + 1):
            counts, seconds = run(function, texts, threads)
            lost = words - sum(counts.values())
            if lost:
                break
        print(f"{function.__name__}: {words} words, {lost} of them lost in run {attempt}; "
              f"{seconds * 1000:.1f} ms without the profiler")
        print(f"  {'in all threads':<16}{'calls':>8}{'passed ms':>11}{'processor ms':>14}{'waited':>8}")
        for name in (function.__name__, "split", "add_one", "add_all"):
            calls, wall, cpu = profiler.total(name)
            if calls:
                waited = max(0.0, 1 - cpu / wall) if wall else 0.0
                print(f"  {name:<16}{calls:>8}{wall * 1000:>11.1f}{cpu * 1000:>14.1f}{100 * waited:>7.0f}%")
    sys.setswitchinterval(usual)

    print(f"Debugged: counts are lost in add_one, between get and store; the cure keeps all {words}.")
    if getattr(sys, "_is_gil_enabled", lambda: True)():
        print(f"The GIL: {threads} threads waited for it most of their time, and no profile of the source says where.")
    else:
        print(f"The GIL: there is none; what {threads} threads wait for is a core ({os.cpu_count()} here) and each other.")


if __name__ == "__main__":
    main()
