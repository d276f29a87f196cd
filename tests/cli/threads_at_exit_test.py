"""The end of a program that has threads left: others are joined, daemons stopped, each time alike."""

import concurrent.futures
import signal
import textwrap
import time

from harness import Case, interrupt

TIMES = 20

# What a daemon does while the program ends. `started` tells that it is at it.
DAEMONS = {
    "computes": "started.set()\nwhile True: pass",
    "computes_in_a_generator": "started.set()\nsum(1 for i in range(10 ** 12))",
    "calls": "def f(n): return f(n - 1) if n else 0\nstarted.set()\nwhile True: f(50)",
    "makes_objects": "started.set()\nwhile True: [{'a': [i]} for i in range(100)]",
    "makes_cycles": "started.set()\nwhile True:\n    a = []; b = {'a': a}; a.append(b)",
    "sleeps": "started.set()\ntime.sleep(60)",
    "sleeps_shortly": "started.set()\nwhile True: time.sleep(0.0001)",
    "holds_a_lock": "with lock:\n    started.set()\n    while True: pass",
    "waits_for_a_lock": "started.set()\nheld.acquire()",
    "waits_for_an_event": "started.set()\nthreading.Event().wait()",
    "waits_for_a_queue": "started.set()\nqueue.Queue().get()",
    "reads": "r, w = os.pipe()\nstarted.set()\nos.read(r, 1)",
    "prints": "started.set()\nwhile True: print('x' * 50)",
    "writes_to_stderr": "started.set()\nwhile True: sys.stderr.write('')",
    "catches_everything":
        "started.set()\nwhile True:\n    try:\n        while True: pass\n    except BaseException: pass",
    "cleans_up": "try:\n    started.set()\n    while True: pass\nfinally:\n    print('never')",
    "starts_threads": "started.set()\nwhile True: threading.Thread(target=int, daemon=True).start()",
    # Who takes out the module that the other daemon is just making lets that one's import fail.
    "imports": "started.set()\nwhile True:\n    try: import string; sys.modules.pop('string', None)\n"
               "    except KeyError: pass",
    "raises": "started.set()\nwhile True:\n    try: 1 / 0\n    except ZeroDivisionError: pass",
    "changes_globals": "global shared\nstarted.set()\nwhile True: shared = {}; globals()['other'] = []",
}

PROGRAM = """\
import os, queue, sys, threading, time
started, lock, held = threading.Event(), threading.Lock(), threading.Lock()
held.acquire()
def daemon():
{body}
threads = [threading.Thread(target=daemon, daemon=True) for i in range({count})]
for t in threads: t.start()
started.wait()
{end}
"""


class Daemons(Case):
    def repeat(self, code, status, check, times=TIMES):
        """Runs the same program many times, two at once."""
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for done in pool.map(lambda _: self.run_code(code), range(times)):
                self.assertEqual(done.status, status, f"\n{done}")
                check(done)

    def check(self, name, end="", count=2, status=0, times=TIMES):
        if self.is_nogil and name in ("starts_threads", "may_start_others"):
            self.skipTest("without the lock a thread may be refused, and say so, while the program ends")
        code = PROGRAM.format(body=textwrap.indent(DAEMONS[name], "    "), count=count, end=end)

        def quiet(done):
            self.assertEqual(done.err, "", f"\n{done}")
            self.assertNotIn("never", done.out)
        self.repeat(code, status, quiet, times)

    def test_when_the_program_exits(self):
        self.check("computes", "sys.exit(3)", status=3)
        self.check("sleeps", "sys.exit(3)", status=3)

    def test_when_the_program_exits_at_once(self):
        self.check("computes", "os._exit(4)", status=4)

    def test_with_functions_at_exit(self):
        code = PROGRAM.format(body=textwrap.indent(DAEMONS["computes"], "    "), count=2,
                              end="import atexit; atexit.register(print, 'end')")
        self.repeat(code, 0, lambda done: self.assertEqual((done.out, done.err), ("end\n", "")))

    def test_many_at_once(self):
        # Each start waits for the lock behind those that compute.
        self.check("computes", count=8, times=5)
        self.check("sleeps", count=50)

    def test_when_the_program_fails(self):
        code = PROGRAM.format(body=textwrap.indent(DAEMONS["computes"], "    "), count=2, end="1 / 0")
        self.repeat(code, 1, lambda done: self.expect(done, 1, "", err_end="ZeroDivisionError: division by zero"))


def add_daemon(name):
    setattr(Daemons, f"test_that_{name}", lambda self: self.check(name))


for daemon in DAEMONS:
    add_daemon(daemon)


class Others(Case):
    """Threads that are no daemons: the program ends after them."""

    def test_are_joined(self):
        for _ in range(TIMES):
            done = self.run_code("""\
                import threading, time
                def work(n):
                    time.sleep(0.01 * n)
                    print('worker', n)
                for n in range(3): threading.Thread(target=work, args=(n,)).start()
                print('main ends')
                """)
            self.expect(done, 0, err="")
            self.assertEqual(sorted(done.out.split("\n")), ["", "main ends", "worker 0", "worker 1", "worker 2"])

    def test_are_joined_after_exit_and_error(self):
        code = "import sys, threading, time\n" \
               "def work(): time.sleep(0.2); print('worker ends')\n" \
               "threading.Thread(target=work).start()\n"
        self.expect(self.run_code(code + "sys.exit(3)"), 3, "worker ends\n", "")
        self.expect(self.run_code(code + "1 / 0"), 1, "worker ends\n", err_end="ZeroDivisionError: division by zero")

    def test_may_start_others(self):
        done = self.run_code("""\
            import threading
            def work(n):
                print(n)
                if n: threading.Thread(target=work, args=(n - 1,)).start()
            threading.Thread(target=work, args=(20,)).start()
            """)
        self.expect(done, 0, "".join(f"{n}\n" for n in range(20, -1, -1)), "")

    def test_end_before_functions_at_exit(self):
        done = self.run_code("""\
            import atexit, threading, time
            def work(): time.sleep(0.1); print('worker')
            atexit.register(print, 'at exit')
            threading.Thread(target=work).start()
            print('main')
            """)
        self.expect(done, 0, "main\nworker\nat exit\n", "")

    def test_exit_in_one_of_them(self):
        done = self.run_code("""\
            import os, threading, time
            threading.Thread(target=time.sleep, args=(60,)).start()
            threading.Thread(target=os._exit, args=(6,)).start()
            """)
        self.expect(done, 6, "", "")

    def test_timer_that_is_cancelled(self):
        done = self.run_code("""\
            import threading
            t = threading.Timer(60, print); t.start(); t.cancel()
            """)
        self.expect(done, 0, "", "")

    def test_an_interrupt_while_daemons_run(self):
        for _ in range(5):
            process = self.start("-c", PROGRAM.format(body="    started.set()\n    while True: pass", count=3,
                                                      end="print('ready', flush=True)\ntime.sleep(60)"))
            self.wait_for_line(process, "ready")
            time.sleep(0.05)
            interrupt(process)
            self.expect(self.finish(process), -signal.SIGINT, "", err_end="KeyboardInterrupt")
