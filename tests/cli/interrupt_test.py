"""Ctrl-C: KeyboardInterrupt in the main thread, at once, whatever that is doing."""

import signal
import textwrap
import time

from harness import Case, Terminal, gilt_only, interrupt

HEAD = "import os, queue, sys, threading, time\n"
READY = "print('ready', flush=True)\n"

# What the main thread does when the signal comes; nothing of it ends by itself within a minute.
WAYS = {
    "loop": READY + "while True: pass",
    "for": READY + "for i in range(10 ** 12): pass",
    "calls": "def f(): return 1\n" + READY + "while True: f()",
    "generator": READY + "sum(1 for i in range(10 ** 12))",
    "sort": "items = list(range(10000))\n" + READY + "while True: sorted(items, key=lambda x: -x)",
    "pattern": "import re\n" + READY + "re.match('(a+)+$', 'a' * 60 + 'b')",
    "big_integers": "x = 7\n" + READY + "while True: x ** 10000",
    "sleep": READY + "time.sleep(60)",
    "join": "t = threading.Thread(target=time.sleep, args=(60,), daemon=True); t.start()\n" + READY + "t.join()",
    "join_timeout":
        "t = threading.Thread(target=time.sleep, args=(60,), daemon=True); t.start()\n" + READY + "t.join(60)",
    "join_busy": "def f():\n    while True: pass\n"
                 "t = threading.Thread(target=f, daemon=True); t.start()\n" + READY + "t.join()",
    "busy_beside_busy": "def f():\n    while True: pass\n"
                        "threading.Thread(target=f, daemon=True).start()\n" + READY + "while True: pass",
    "lock": "lock = threading.Lock(); lock.acquire()\n" + READY + "lock.acquire()",
    "lock_timeout": "lock = threading.Lock(); lock.acquire()\n" + READY + "lock.acquire(timeout=60)",
    "with_lock": "lock = threading.Lock(); lock.acquire()\n" + READY + "with lock: pass",
    "rlock": "lock = threading.RLock(); held = threading.Event()\n"
             "def f():\n    with lock: held.set(); time.sleep(60)\n"
             "threading.Thread(target=f, daemon=True).start(); held.wait()\n" + READY + "lock.acquire()",
    "event": READY + "threading.Event().wait()",
    "event_timeout": READY + "threading.Event().wait(60)",
    "condition": "condition = threading.Condition()\n" + READY + "with condition: condition.wait()",
    "wait_for": "condition = threading.Condition()\n" + READY +
                "with condition: condition.wait_for(lambda: False)",
    "semaphore": READY + "threading.Semaphore(0).acquire()",
    "barrier": READY + "threading.Barrier(2).wait()",
    "queue": READY + "queue.Queue().get()",
    "input": READY + "input()",
    "readline": READY + "sys.stdin.readline()",
    "read": READY + "sys.stdin.read()",
    "pipe": "r, w = os.pipe()\n" + READY + "os.read(r, 1)",
    "full_pipe": "r, w = os.pipe()\n" + READY + "while True: os.write(w, b'x' * 4096)",
}


class Interrupt(Case):
    def interrupted(self, code, *options):
        """Starts the code, sends SIGINT once it is at it."""
        process = self.start(*options, "-c", HEAD + textwrap.dedent(code))
        self.wait_for_line(process, "ready")
        time.sleep(0.1)  # until it blocks: the signal has to work either way
        interrupt(process)
        return process

    def test_is_seen_from_outside_as_the_signal(self):
        # The shell's $? is then 130.
        done = self.finish(self.interrupted(READY + "time.sleep(60)"))
        self.expect(done, -signal.SIGINT, "", err_end="KeyboardInterrupt")
        self.assertTrue(done.err.startswith('Traceback (most recent call last):\n  File "<string>", line 3, in '),
                        done.err)
        done = self.shell("$P -c 'raise KeyboardInterrupt' 2>/dev/null; echo $?")
        self.assertEqual(done.out, "130\n")

    def test_caught(self):
        done = self.finish(self.interrupted("""\
            try:
                print('ready', flush=True)
                time.sleep(60)
            except KeyboardInterrupt as e:
                print('caught', repr(e))
            finally:
                print('finally')
            print('on')
            """))
        self.expect(done, 0, "caught KeyboardInterrupt()\nfinally\non\n", "")

    def test_again_and_again(self):
        process = self.start("-c", HEAD + textwrap.dedent("""\
            for i in range(20):
                try:
                    print(i, flush=True)
                    if i % 2: time.sleep(60)
                    while True: pass
                except KeyboardInterrupt:
                    pass
            print('end')
            """))
        for i in range(20):
            self.wait_for_line(process, str(i))
            time.sleep(0.02)
            interrupt(process)
        self.expect(self.finish(process), 0, "end\n", "")

    def test_leaves_locks_and_conditions_usable(self):
        done = self.finish(self.interrupted("""\
            lock = threading.Lock(); lock.acquire()
            condition = threading.Condition()
            print('ready', flush=True)
            try:
                lock.acquire()
            except KeyboardInterrupt:
                print(lock.locked()); lock.release(); print(lock.acquire(timeout=5))
            """))
        self.expect(done, 0, "True\nTrue\n", "")
        done = self.finish(self.interrupted("""\
            condition = threading.Condition()
            def f():
                with condition: condition.notify_all(); print('notified')
            try:
                with condition:
                    print('ready', flush=True)
                    condition.wait()
            except KeyboardInterrupt:
                t = threading.Thread(target=f); t.start(); t.join()
                with condition: print('mine')
            """))
        self.expect(done, 0, "notified\nmine\n", "")

    def test_in_a_with_block_releases(self):
        done = self.finish(self.interrupted("""\
            lock = threading.Lock()
            try:
                with lock:
                    print('ready', flush=True)
                    while True: pass
            except KeyboardInterrupt:
                print(lock.locked())
            """))
        self.expect(done, 0, "False\n", "")

    def test_closes_generators(self):
        done = self.finish(self.interrupted("""\
            def g():
                try:
                    while True: yield 1
                finally:
                    print('closed')
            print('ready', flush=True)
            for x in g(): pass
            """))
        self.expect(done, -signal.SIGINT, "closed\n", err_end="KeyboardInterrupt")

    def test_while_printing_loses_and_doubles_nothing(self):
        code = "i = 0\nwhile True:\n    print(i, flush=i > 5000)\n    i += 1\n"
        path = self.folder / "out"
        for _ in range(10):
            with open(path, "w") as file:
                process = self.start("-c", code, stdout=file)
            end = time.monotonic() + self.limit
            while path.stat().st_size < 100000 and time.monotonic() < end:
                time.sleep(0.01)
            interrupt(process)
            done = self.finish(process)
            self.assertEqual(done.status, -signal.SIGINT)
            self.assertEqual(done.err.count("KeyboardInterrupt"), 1, done.err)
            numbers = path.read_text().split("\n")[:-1]
            wrong = [i for i, number in enumerate(numbers) if number != str(i)]
            self.assertEqual(wrong[:3], [], f"of {len(numbers)} lines")

    def test_goes_to_the_main_thread_only(self):
        done = self.finish(self.interrupted("""\
            done = threading.Event()
            def f():
                for i in range(50): time.sleep(0.01)
                print('worker ends'); done.set()
            t = threading.Thread(target=f); t.start()
            print('ready', flush=True)
            try:
                t.join()
            except KeyboardInterrupt:
                print('main caught')
            done.wait(10)
            """))
        self.expect(done, 0, "main caught\nworker ends\n", "")

    def test_turned_into_an_exit(self):
        done = self.finish(self.interrupted("""\
            print('ready', flush=True)
            try:
                time.sleep(60)
            except KeyboardInterrupt:
                sys.exit(5)
            """))
        self.expect(done, 5, "", "")

    def test_with_an_excepthook(self):
        done = self.finish(self.interrupted("""\
            sys.excepthook = lambda *a: print('hook', a[0].__name__)
            print('ready', flush=True)
            time.sleep(60)
            """))
        self.expect(done, -signal.SIGINT, "hook KeyboardInterrupt\n", "")

    def test_runs_functions_at_exit(self):
        done = self.finish(self.interrupted("""\
            import atexit
            atexit.register(print, 'at exit')
            print('ready', flush=True)
            time.sleep(60)
            """))
        self.expect(done, -signal.SIGINT, "at exit\n", err_end="KeyboardInterrupt")

    def test_while_the_end_waits_for_a_thread(self):
        done = self.finish(self.interrupted("""\
            def f():
                print('ready', flush=True)
                time.sleep(60)
            threading.Thread(target=f).start()
            """))
        self.expect(done, 0, "", err_end="KeyboardInterrupt: ")
        self.assertTrue(done.err.startswith("Exception ignored on threading shutdown <module 'threading' "), done.err)

    @gilt_only
    def test_while_statistics_wait_for_a_thread(self):
        done = self.finish(self.interrupted("""\
            def f():
                print('ready', flush=True)
                time.sleep(60)
            threading.Thread(target=f).start()
            """, "--stats"))
        self.expect(done, 0, "")

    def test_in_a_function_at_exit(self):
        done = self.finish(self.interrupted("""\
            import atexit
            def last():
                print('ready', flush=True)
                time.sleep(60)
            atexit.register(last)
            """))
        self.expect(done, 0, "", err_end="KeyboardInterrupt: ")
        self.assertTrue(done.err.startswith("Exception ignored in atexit callback <function last at "), done.err)

    def test_in_a_finaliser(self):
        done = self.finish(self.interrupted("""\
            class Slow:
                def __del__(self):
                    print('ready', flush=True)
                    time.sleep(60)
            Slow()
            print('on')
            """))
        self.expect(done, 0, "on\n", err_end="KeyboardInterrupt: ")
        self.assertTrue(done.err.startswith("Exception ignored while calling deallocator <function Slow.__del__ "),
                        done.err)

    def test_while_the_program_comes_from_a_pipe(self):
        process = self.start("-")
        process.stdin.write("print('ran')\n")
        process.stdin.flush()
        time.sleep(0.5)
        interrupt(process)
        done = self.finish(process)
        self.expect(done, -signal.SIGINT, "", err_end="KeyboardInterrupt")

    def test_ignored_by_who_started_it(self):
        # As in the background of a shell: then there is no KeyboardInterrupt.
        code = HEAD + READY + "time.sleep(1); print('on')"
        process = self.start("-c", code, prefix=["bash", "-c", "trap '' INT; exec \"$0\" \"$@\""])
        self.wait_for_line(process, "ready")
        interrupt(process)
        self.expect(self.finish(process), 0, "on\n", "")

    def test_at_a_terminal(self):
        self.write("prog.py", HEAD + READY + "input('name? ')\n")
        terminal = Terminal(self, "prog.py")
        terminal.expect("name? ")
        terminal.interrupt()
        terminal.expect("KeyboardInterrupt")
        self.assertEqual(terminal.end(), -signal.SIGINT)

    def test_of_a_busy_program_at_a_terminal(self):
        self.write("prog.py", HEAD + READY + "while True: pass\n")
        terminal = Terminal(self, "prog.py")
        terminal.expect("ready")
        terminal.interrupt()
        terminal.expect("KeyboardInterrupt")
        self.assertEqual(terminal.end(), -signal.SIGINT)


def add_way(name, code):
    def test(self):
        done = self.finish(self.interrupted(code))
        self.expect(done, -signal.SIGINT, "", err_end="KeyboardInterrupt")

    setattr(Interrupt, f"test_ends_{name}", test)


for way in WAYS.items():
    add_way(*way)
