"""Threads that wait for each other for ever: what is reported, raised, and what is no deadlock."""

import os
import re
import signal

from harness import Case, gilt_only

OPPOSITE = """
import threading

first, second = threading.Lock(), threading.Lock()
both = threading.Barrier(2)


def take(mine, other):
    with mine:
        both.wait()
        with other:
            pass


def main():
    threads = [threading.Thread(target=take, args=pair, name=name)
               for name, pair in (("A", (first, second)), ("B", (second, first)))]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


main()
print("over")
"""

FOR_THREE = """
import threading

locks = [threading.{kind}() for _ in range({n})]
all_hold_one = threading.Barrier({n})


def take(i):
    with locks[i]:
        all_hold_one.wait()
        with locks[(i + 1) % {n}]:
            pass


threads = [threading.Thread(target=take, args=(i,), name=f"T{{i}}", daemon=True) for i in range({n})]
for t in threads:
    t.start()
"""

WAITS = {
    "lock": ("lock = threading.Lock()\nlock.acquire()\nlock.acquire()\n", "for Lock 'lock' at", "lock.acquire()"),
    "with": ("lock = threading.Lock()\nwith lock:\n    with lock:\n        pass\n",
             "for Lock 'lock' at", "with lock:"),
    "queue": ("import queue\njobs = queue.Queue()\njobs.get()\n", "in Queue.get() of Queue 'jobs' at", "jobs.get()"),
    "full queue": ("import queue\njobs = queue.Queue(1)\njobs.put(1)\njobs.put(2)\n",
                   "in Queue.put() of Queue 'jobs' at", "jobs.put(2)"),
    "simple queue": ("import queue\njobs = queue.SimpleQueue()\njobs.get()\n",
                     "in SimpleQueue.get() of SimpleQueue 'jobs' at", "jobs.get()"),
    "condition": ("ready = threading.Condition()\nwith ready:\n    ready.wait()\n",
                  "in Condition.wait() of Condition 'ready' at", "ready.wait()"),
    "event": ("event = threading.Event()\nevent.wait()\n", "in Event.wait() of Event 'event' at", "event.wait()"),
    "semaphore": ("free = threading.Semaphore(0)\nfree.acquire()\n",
                  "in Semaphore.acquire() of Semaphore 'free' at", "free.acquire()"),
    "barrier": ("barrier = threading.Barrier(2)\nbarrier.wait()\n",
                "in Barrier.wait() of Barrier 'barrier' at", "barrier.wait()"),
}


def report_of(err):
    """The report in what a program wrote to stderr, addresses and folders left out."""
    return re.sub(r"[^ \"]*/prog.py", "prog.py", re.sub(r"0x[0-9a-f]+", "0x", err))


class DeadlockCase(Case):
    def wait_for_report(self, process):
        """Reads stderr up to the end of a report."""
        text = ""
        while "They go on waiting." not in text:
            line = process.stderr.readline()
            if not line:
                self.fail(f"no report came: {text}")
            text += line
        return report_of(text)


@gilt_only
class Report(DeadlockCase):
    def report(self, code, *options, env={}):
        # A session of its own: a child that hangs ends with it.
        process = self.start(*options, self.write("prog.py", code).name, env=env, start_new_session=True)
        try:
            text = self.wait_for_report(process)
            # It goes on waiting.
            self.assertIsNone(process.poll())
        finally:
            os.killpg(process.pid, signal.SIGKILL)
        return text

    def test_opposite_orders(self):
        text = self.report(OPPOSITE)
        self.assertIn("gilt: deadlock: all 3 threads wait, some for each other in a circle\n", text)
        self.assertIn("Thread 'A' waits for Lock 'other' at 0x, which thread 'B' holds (taken at prog.py:9 in take):\n"
                      '  File "prog.py", line 11, in take\n'
                      "    with other:\n", text)
        self.assertIn("Thread 'B' waits for Lock 'other' at 0x, which thread 'A' holds (taken at prog.py:9 in take):\n",
                      text)
        self.assertIn("Thread 'MainThread' waits for the end of thread 'A':\n"
                      '  File "prog.py", line 24, in <module>\n'
                      "    main()\n"
                      '  File "prog.py", line 21, in main\n'
                      "    t.join()\n", text)
        self.assertLess(text.index("Thread 'A' waits"), text.index("Thread 'MainThread' waits"))

    def test_one_thread(self):
        for name, (code, what, line) in WAITS.items():
            with self.subTest(name):
                text = self.report("import threading\n" + code)
                self.assertIn("gilt: deadlock: the only thread waits for what no other thread is there to do\n", text)
                self.assertIn(f"Thread 'MainThread' waits {what}", text)
                self.assertIn(f"    {line}\n", text)

    def test_a_lock_that_the_thread_holds_itself(self):
        text = self.report(WAITS["with"][0].replace("lock = ", "import threading\nlock = "))
        self.assertIn("for Lock 'lock' at 0x, which it holds itself (taken at prog.py:3 in <module>):\n", text)

    def test_circles_of_any_length(self):
        for kind in ("Lock", "RLock"):
            for n in (2, 3, 5):
                with self.subTest(kind=kind, n=n):
                    text = self.report(FOR_THREE.format(kind=kind, n=n) + "threads[0].join()\n")
                    self.assertIn(f"deadlock: all {n + 1} threads wait", text)
                    for i in range(n):
                        self.assertIn(f"Thread 'T{i}' waits for {kind} 'locks[{(i + 1) % n}]' at 0x, "
                                      f"which thread 'T{(i + 1) % n}' holds", text)

    def test_a_circle_while_other_threads_run(self):
        # The main thread reads: who knows what it will do then.
        for kind, heading in (("RLock", "gilt: deadlock: 3 threads wait for each other in a circle\n"),
                              ("Lock", "gilt: probable deadlock: 3 threads wait for each other")):
            with self.subTest(kind):
                text = self.report(FOR_THREE.format(kind=kind, n=3) + "input()\n")
                self.assertIn(heading, text)
                self.assertNotIn("MainThread", text)

    def test_join_of_a_thread_that_waits_for_the_joiner(self):
        text = self.report("""
            import threading
            lock = threading.Lock()
            def work():
                with lock:
                    pass
            worker = threading.Thread(target=work, name='worker')
            with lock:
                worker.start()
                worker.join()
            """)
        self.assertIn("gilt: deadlock: 2 threads wait for each other in a circle\n", text)
        self.assertIn("Thread 'worker' waits for Lock 'lock' at 0x, which thread 'MainThread' holds (taken at ", text)
        self.assertIn("Thread 'MainThread' waits for the end of thread 'worker'", text)

    def test_the_last_producer_ends(self):
        # The consumers have looked long before.
        text = self.report("""
            import queue, threading, time
            jobs = queue.Queue()
            for i in range(3):
                threading.Thread(target=jobs.get, name=f'consumer{i}').start()
            time.sleep(2)
            """)
        self.assertIn("gilt: deadlock: all 4 threads wait, and nobody is left to wake one\n", text)
        for i in range(3):
            self.assertIn(f"Thread 'consumer{i}' waits in Queue.get() of Queue", text)
        self.assertIn("Thread 'MainThread' waits for the end of thread 'consumer", text)

    def test_the_last_other_thread_ends(self):
        text = self.report("""
            import queue, threading, time
            jobs = queue.Queue()
            threading.Thread(target=time.sleep, args=(2,)).start()
            jobs.get()
            """)
        self.assertIn("the only thread waits", text)

    def test_philosophers(self):
        text = self.report("""
            import threading
            class Philosopher(threading.Thread):
                def __init__(self, name, left, right):
                    super().__init__(name=name)
                    self.left, self.right = left, right
                def run(self):
                    with self.left:
                        hungry.wait()
                        with self.right:
                            pass
            forks = [threading.Lock() for _ in range(5)]
            hungry = threading.Barrier(5)
            for i in range(5):
                Philosopher(f'P{i}', forks[i], forks[(i + 1) % 5]).start()
            """)
        for i in range(5):
            self.assertIn(f"Thread 'P{i}' waits for Lock 'self.right' at 0x, which thread 'P{(i + 1) % 5}' holds", text)
        self.assertIn("    with self.right:\n", text)
        self.assertIn("Thread 'MainThread' waits for the end of thread 'P0', at the end of the program\n", text)

    def test_is_told_once(self):
        process = self.start(self.write("prog.py", OPPOSITE + "").name)
        self.wait_for_report(process)
        done = self.finish_after(process, 2.5)
        self.assertNotIn("deadlock", done)

    def finish_after(self, process, seconds):
        try:
            process.wait(seconds)
        except Exception:
            pass
        process.kill()
        return process.stderr.read()

    def test_ctrl_c_still_works(self):
        process = self.start("-c", "import threading\nl = threading.Lock()\nl.acquire()\nl.acquire()")
        self.wait_for_report(process)
        process.send_signal(signal.SIGINT)
        done = self.finish(process)
        self.assertEqual(done.status, -signal.SIGINT)
        self.assertIn("KeyboardInterrupt", done.err)

    def test_the_childs_lock_after_a_fork(self):
        text = self.report("""
            import os, threading
            lock = threading.Lock()
            held, done = threading.Event(), threading.Event()
            def hold():
                with lock:
                    held.set()
                    done.wait()
            threading.Thread(target=hold, daemon=True).start()
            held.wait()
            import warnings; warnings.simplefilter('ignore')
            if os.fork() == 0:
                lock.acquire()
            os.wait()
            """)
        self.assertIn("Thread 'MainThread' waits for Lock 'lock' at 0x, which thread", text)
        self.assertIn("took and had not released when it ended", text)


@gilt_only
class Raise(DeadlockCase):
    def raised(self, code, *options, env={}):
        return self.run_program(*(options or ("-X", "deadlock=raise")), self.write("prog.py", code).name, env=env)

    def test_the_program_goes_on(self):
        done = self.raised(OPPOSITE)
        self.assertEqual((done.status, done.out), (0, "over\n"), done)
        self.assertEqual(done.err.count("\ngilt: deadlock: all 3 threads"), 1, done)
        self.assertNotIn("They go on waiting", done.err)
        self.assertRegex(done.err, r"Exception in thread [AB]:\nTraceback")
        self.assertIn("\ngilt.DeadlockError: deadlock: all 3 threads wait", done.err)

    def test_by_the_environment(self):
        done = self.raised(OPPOSITE, "-u", env={"GILT_DEADLOCK": "raise"})
        self.assertEqual((done.status, done.out), (0, "over\n"), done)

    def test_it_can_be_caught(self):
        done = self.raised("""
            import gilt, queue, threading
            try:
                queue.Queue().get()
            except gilt.DeadlockError as e:
                print(isinstance(e, RuntimeError), str(e).splitlines()[0])
            lock = threading.Lock()
            lock.acquire()
            try:
                lock.acquire()
            except RuntimeError as e:
                print(type(e))
            lock.release()
            with lock:
                print('over')
            """)
        self.expect(done, 0, "True deadlock: the only thread waits for what no other thread is there to do\n"
                             "<class 'gilt.DeadlockError'>\nover\n")

    def test_every_circle_is_broken(self):
        done = self.raised("""
            import threading
            def circle():
                locks, both = [threading.Lock(), threading.Lock()], threading.Barrier(2)
                def take(i):
                    with locks[i]:
                        both.wait()
                        with locks[1 - i]:
                            pass
                return [threading.Thread(target=take, args=(i,)) for i in range(2)]
            threads = circle() + circle() + circle()
            for t in threads: t.start()
            for t in threads: t.join()
            print('over')
            """)
        self.assertEqual((done.status, done.out), (0, "over\n"), done)
        self.assertEqual(done.err.count("\ngilt.DeadlockError: "), 3, done)

    def test_workers_that_nobody_ends(self):
        done = self.raised("""
            import queue, threading
            jobs = queue.Queue()
            for _ in range(3):
                threading.Thread(target=jobs.get).start()
            jobs.join()
            print('over')
            """)
        self.assertEqual(done.out, "over\n")
        self.assertIn("gilt.DeadlockError", done.err)


@gilt_only
class Options(DeadlockCase):
    def test_off(self):
        for options, env in ((("-X", "deadlock=off"), {}), ((), {"GILT_DEADLOCK": "off"})):
            process = self.start(*options, "-c", "import threading\nl = threading.Lock()\nl.acquire()\nl.acquire()",
                                 env=env)
            with self.assertRaises(Exception):
                process.wait(2.5)
            process.send_signal(signal.SIGKILL)
            self.assertEqual(self.finish(process).err, "")

    def test_the_option_counts_before_the_environment(self):
        done = self.run_code("import queue\nqueue.Queue().get()", "-X", "deadlock=raise",
                             env={"GILT_DEADLOCK": "off"})
        self.assertEqual(done.status, 1)

    def test_bad_values(self):
        self.expect(self.run_code("", "-X", "deadlock=maybe"), 2, "", "gilt: -X deadlock takes report, raise or off\n")
        self.expect(self.run_code("", "-X", "deadlock"), 2, "", "gilt: -X deadlock takes report, raise or off\n")
        self.expect(self.run_code("", env={"GILT_DEADLOCK": "x"}), 2, "",
                    "gilt: GILT_DEADLOCK takes report, raise or off\n")


# Each waits for more than two seconds, and somebody will wake it.
NO_DEADLOCKS = {
    "a sleeper releases": """
        def later():
            time.sleep(2.5)
            lock.release()
        lock = threading.Lock()
        lock.acquire()
        threading.Thread(target=later).start()
        lock.acquire()
        """,
    "a timer": """
        event = threading.Event()
        threading.Timer(2.5, event.set).start()
        event.wait()
        """,
    "a reader": """
        import os
        r, w = os.pipe()
        jobs = queue.Queue()
        threading.Thread(target=lambda: jobs.put(os.read(r, 1))).start()
        if os.fork() == 0:
            time.sleep(2.5)
            os.write(w, b'x')
            os._exit(0)
        jobs.get()
        os.wait()
        """,
    "a process": """
        import subprocess
        done = threading.Event()
        threading.Thread(target=lambda: (subprocess.run(['sleep', '2.5']), done.set())).start()
        done.wait()
        """,
    "a time-out": """
        lock = threading.Lock()
        lock.acquire()
        lock.acquire(timeout=2.5)
        """,
    "a thread with a time-out": """
        event, never = threading.Event(), threading.Event()
        threading.Thread(target=lambda: (never.wait(2.5), event.set())).start()
        event.wait()
        """,
    "an alarm": """
        import signal
        lock = threading.Lock()
        lock.acquire()
        signal.signal(signal.SIGALRM, lambda *_: lock.release())
        signal.setitimer(signal.ITIMER_REAL, 2.5)
        lock.acquire()
        """,
    "a computing thread": """
        event = threading.Event()
        def compute():
            end = time.monotonic() + 2.5
            while time.monotonic() < end:
                pass
            event.set()
        threading.Thread(target=compute).start()
        event.wait()
        """,
    "select": """
        import select
        event = threading.Event()
        threading.Thread(target=lambda: (select.select([], [], [], 2.5), event.set())).start()
        event.wait()
        """,
    "a loop": """
        import asyncio
        async def main():
            never = threading.Event()
            await asyncio.sleep(2.5)
            done.set()
        done = threading.Event()
        threading.Thread(target=asyncio.run, args=(main(),)).start()
        done.wait()
        """,
    "a loop that waits for a thread": """
        import asyncio
        done = threading.Event()
        threading.Timer(2.5, done.set).start()
        asyncio.run(asyncio.to_thread(done.wait))
        """,
    "locks as signals, taken by whom they do not belong to": """
        # Prints in order: the main thread takes the locks, others release them.
        class InOrder:
            def __init__(self):
                self.first, self.second = threading.Lock(), threading.Lock()
                self.first.acquire()
                self.second.acquire()
        locks = InOrder()
        def one():
            time.sleep(2.5)
            locks.first.release()
        def two():
            locks.first.acquire()
            locks.second.release()
        threads = [threading.Thread(target=locks.second.acquire), threading.Thread(target=two),
                   threading.Thread(target=one)]
        for t in threads: t.start()
        for t in threads: t.join()
        """,
    "a handler that waits in a wait": """
        import signal
        lock, other = threading.Lock(), threading.Lock()
        lock.acquire()
        def handler(*_):
            time.sleep(2.5)
            lock.release()
        signal.signal(signal.SIGALRM, handler)
        signal.setitimer(signal.ITIMER_REAL, 0.3)
        lock.acquire()
        """,
    "a pool": """
        from concurrent.futures import ThreadPoolExecutor
        with ThreadPoolExecutor(4) as pool:
            print(list(pool.map(time.sleep, [1.2] * 8)) and 'mapped')
            time.sleep(1.2)
        """,
}


class NoDeadlock(Case):
    pass


def no_deadlock(name, code):
    def test(self):
        # Warnings of a fork among threads are no concern here.
        done = self.run_code("import threading, time, queue\n" + __import__("textwrap").dedent(code) + "print('over')",
                             "-W", "ignore")
        self.expect(done, 0, err="")
        self.assertTrue(done.out.endswith("over\n"), done)
    setattr(NoDeadlock, "test_" + re.sub(r"\W+", "_", name), test)


for name, code in NO_DEADLOCKS.items():
    no_deadlock(name, code)
