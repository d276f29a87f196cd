"""The lock as a user sees it: --stats, -X switch=opcode, --gil, sys.setswitchinterval."""

import re

from harness import Case, gilt_only

# `n` threads that compute until a second of processor time is used up, all in all.
BUSY = """
import sys, threading, time
{before}
def work():
    while not stop:
        for i in range(1000): pass
stop = False
threads = [threading.Thread(target=work, name=f"busy {{i}}") for i in range(2)]
for t in threads: t.start()
time.sleep(0.5)
stop = True
for t in threads: t.join()
"""
# One thread reads from a pipe what another writes now and then, while a third computes.
INPUT_OUTPUT = """
import os, threading, time
r, w = os.pipe()
stop = False
def compute():
    while not stop:
        for i in range(1000): pass
def write():
    for i in range(30):
        time.sleep(0.002)
        os.write(w, b"x")
def read():
    for i in range(30): os.read(r, 1)
computes = threading.Thread(target=compute, name="computes"); computes.start()
threads = [threading.Thread(target=f, name=f.__name__) for f in (write, read)]
for t in threads: t.start()
for t in threads: t.join()
stop = True
computes.join()
"""
COUNTER = """
import sys, threading
counter = 0
def work():
    global counter
    for i in range({n}):
        counter += 1
sys.setswitchinterval(1e-5)
threads = [threading.Thread(target=work) for i in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print(4 * {n} - counter)
"""


class Report:
    """What --stats prints, taken apart."""

    def __init__(self, text):
        self.text = text
        self.acquisitions, self.contended = map(
            int, re.search(r"acquisitions\s+(\d+) \((\d+) had to wait\)", text).groups())
        self.drop_requests = int(re.search(r"drop requests\s+(\d+)", text)[1])
        reasons = re.search(r"hand-overs\s+(.*)", text)[1]
        self.hand_overs = {name: int(count) for name, count in re.findall(r"([\w/]+) (\d+)", reasons)}
        self.longest_wait = float(re.search(r"longest wait\s+([\d.]+)", text)[1])
        self.threads = {}
        table = text[re.search(r"(?m)^.*\bthread +acquisitions.*\n", text).end():]
        for line in table.splitlines():
            if match := re.match(r"\s+(.+?)\s+(\d+)\s+(\d+)\s+([\d.]+)\s+([\d.]+|-)\s+([\d.]+)$", line):
                name, *numbers = match.groups()
                self.threads[name] = [0.0 if number == "-" else float(number) for number in numbers]


@gilt_only
class Statistics(Case):
    def report(self, code, *options):
        done = self.run_code(code, "--gil=on", "--stats", *options)
        self.expect(done, 0, "")
        return Report(done.err)

    def test_of_threads_that_compute(self):
        report = self.report(BUSY.format(before=""))
        self.assertGreater(report.hand_overs["interval"], 10, report.text)
        self.assertGreater(report.drop_requests, 10, report.text)
        for name in ("busy 0", "busy 1"):
            acquisitions, contended, waited, held, longest = report.threads[name]
            self.assertGreater(acquisitions, 5, report.text)
            self.assertGreater(contended, 5, report.text)
            # Both want all of the half second: each holds and waits about half of the time.
            self.assertGreater(held, 50, report.text)
            self.assertGreater(waited, 50, report.text)
            self.assertGreaterEqual(waited, longest, report.text)

    def test_of_threads_that_do_input_and_output(self):
        report = self.report(INPUT_OUTPUT)
        self.assertGreater(report.hand_overs["I/O"], 10, report.text)
        self.assertGreater(report.hand_overs["sleep"], 10, report.text)
        self.assertGreater(report.threads["read"][0], 30, report.text)
        acquisitions, contended, waited, held, longest = report.threads["write"]
        # Behind a thread that computes, the lock comes back only after an interval.
        self.assertGreater(contended, 5, report.text)
        self.assertGreater(waited, held, report.text)
        self.assertGreater(report.threads["computes"][3], held, report.text)

    def test_of_locks_and_joins(self):
        report = self.report("""
            import threading, time
            def busy():
                while not stop: pass
            stop = False
            lock = threading.Lock(); lock.acquire()
            t = threading.Thread(target=busy); t.start()
            for i in range(10):
                lock.acquire(timeout=0.01)
            for i in range(10):
                time.sleep(0.001)
            for i in range(10):
                t.join(0.01)
            stop = True
            """)
        for reason in ("lock", "sleep", "join"):
            self.assertGreater(report.hand_overs[reason], 2, report.text)

    def test_adds_up(self):
        for code in (BUSY.format(before=""), INPUT_OUTPUT, "pass", "for i in range(10 ** 6): pass"):
            report = self.report(code)
            self.assertEqual(report.acquisitions, sum(row[0] for row in report.threads.values()), report.text)
            self.assertEqual(report.contended, sum(row[1] for row in report.threads.values()), report.text)
            self.assertAlmostEqual(report.longest_wait, max(row[4] for row in report.threads.values()), delta=0.002)

    def test_of_one_thread(self):
        report = self.report("for i in range(10 ** 6): pass")
        self.assertEqual(report.contended, 0, report.text)
        self.assertEqual(report.drop_requests, 0, report.text)
        self.assertEqual(set(report.hand_overs.values()), {0}, report.text)
        self.assertEqual(list(report.threads), ["MainThread"])

    def test_without_the_lock_nobody_holds_it(self):
        done = self.run_code("pass", "--stats", *(["--gil=off"] if self.is_nogil else []))
        held = Report(done.err).threads["MainThread"][3]
        self.assertEqual(held == 0, self.is_nogil, done.err)

    def test_come_after_the_output_and_keep_the_status(self):
        done = self.shell("$P --stats -c 'print(1); import sys; sys.exit(3)' 2>&1; echo $?")
        self.assertTrue(done.out.startswith("1\nGIL statistics"), done)
        self.assertTrue(done.out.endswith("\n3\n"), done)
        done = self.run_code("1 / 0", "--stats")
        self.assertEqual(done.status, 1)
        self.assertIn("ZeroDivisionError: division by zero\nGIL statistics", done.err)


@gilt_only
class Switching(Case):
    def lost(self, n, *options):
        done = self.run_code(COUNTER.format(n=n), "--gil=on", *options)
        self.expect(done, 0, err="")
        return int(done.out)

    def test_by_default_a_counter_in_a_loop_loses_nothing(self):
        # The lock is given up at the end of a round only.
        for _ in range(5):
            self.assertEqual(self.lost(20000), 0)

    def test_at_every_instruction_it_loses_updates(self):
        self.assertTrue(any(self.lost(20000, "-X", "switch=opcode") > 0 for _ in range(10)))

    def test_interval(self):
        def switches(interval):
            done = self.run_code(BUSY.format(before=f"sys.setswitchinterval({interval})"), "--gil=on", "--stats")
            self.expect(done, 0, "")
            return Report(done.err).hand_overs["interval"]
        often, seldom = switches(0.0005), switches(0.1)
        self.assertGreater(often, 3 * seldom)

    def test_interval_is_kept(self):
        done = self.run_code("""
            import sys
            print(sys.getswitchinterval())
            sys.setswitchinterval(0.25)
            print(sys.getswitchinterval())
            for wrong in (0, -1, 'x'):
                try:
                    sys.setswitchinterval(wrong)
                except (ValueError, TypeError) as e:
                    print(type(e).__name__, e)
            """)
        self.expect(done, 0, "0.005\n0.25\n"
                             "ValueError switch interval must be strictly positive\n"
                             "ValueError switch interval must be strictly positive\n"
                             "TypeError must be real number, not str\n", "")


@gilt_only
class OnAndOff(Case):
    SHOW = "import sys; print(sys._is_gil_enabled())"

    def test_default_is_the_programs(self):
        self.expect(self.run_code(self.SHOW), 0, f"{not self.is_nogil}\n", "")

    def test_asked_for(self):
        for value in (True, False):
            option = f"--gil={'on' if value else 'off'}"
            self.expect(self.run_code(self.SHOW, option), 0, f"{value}\n", "")
            self.write("prog.py", self.SHOW + "; print(sys.argv)\nsys.exit(3)")
            done = self.run_program(option, "prog.py", "a", "--gil=x")
            self.expect(done, 3, f"{value}\n['prog.py', 'a', '--gil=x']\n", "")

    def test_other_options_reach_the_sibling(self):
        for value in ("on", "off"):
            done = self.run_code("assert 0\nimport sys; print(sys._xoptions)", f"--gil={value}", "-O", "-X", "a=b")
            self.expect(done, 0, "{'a': 'b'}\n", "")
