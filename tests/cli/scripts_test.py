"""The programs under scripts/ that show something run, with small sizes, and find the right results.

Whether a claim held is not asked here, since that is a matter of time; only that it was measured and stated.
"""

import pathlib
import re

from harness import Case

SCRIPTS = pathlib.Path(__file__).resolve().parents[2] / "scripts"
SQUARES = [n * n for n in range(1, 6)]


class Scripts(Case):
    def run_script(self, path, *arguments):
        return self.run_program(str(SCRIPTS / path), *arguments, limit=8 * self.limit)

    def lines(self, path, *arguments):
        done = self.run_script(path, *arguments)
        self.expect(done, err="")
        return done.out.splitlines()


class Claims(Scripts):
    def check(self, name, *expected):
        """Runs a claim with a hundredth of its work. expected: what stands in its output, whatever the times."""
        [path] = (SCRIPTS / "claims").glob(f"claim_{name}_*.py")
        done = self.run_script(path, "0.01")
        self.assertIn(done.status, (0, 1, 2), f"\n{done}")
        self.assertEqual(done.err, "", f"\n{done}")
        first, *_, last = done.out.splitlines()
        self.assertRegex(first, rf"^Claim {int(name)}: ")
        self.assertRegex(last, "^  " + ("HELD: ", "DID NOT HOLD: ", "NO VERDICT, .*: ")[done.status])
        for text in expected:
            self.assertIn(text, re.sub(" +", " ", done.out), f"\n{done}")
        return done

    def check_held(self, name, *expected):
        """A claim that is not about time has to hold."""
        done = self.check(name, *expected)
        self.assertEqual(done.status, 0)
        return done

    def test_01(self):
        self.check("01", "4 threads")

    def test_02(self):
        self.check("02", "4 threads together", "4 processes together")

    def test_03(self):
        self.check("03")

    def test_06(self):
        self.check("06", "process (fork)", "process (forkserver)", "process (spawn)", "memory of its own, thread")

    def test_07(self):
        self.check("07", "threads that ran them all 1\n")

    def test_08(self):
        self.check("08", "0 of 800 updates lost in 20 rounds")

    def test_09(self):
        done = self.check_held("09", "A holds first, waits for second", "B holds second, waits for first")
        self.assertIn("reported with both stacks " + ("True" if self.is_gilt else "CPython says nothing"),
                      re.sub(" +", " ", done.out))

    def test_10(self):
        self.check("10")

    def test_12(self):
        self.check("12", "most inside 3\n", "10 received")

    def test_13(self):
        self.check_held("13", "a child that raises exitcode 1", "after terminate() exitcode -15",
                        "after kill() exitcode -9", "10, ZeroDivisionError, 5")

    def test_16(self):
        self.check("16")

    def test_17(self):
        self.check("17")

    def test_18(self):
        self.check("18", "break-even for 2 threads", "break-even for 2 processes")

    def test_19(self):
        if self.run_program("-c", "import concurrent.interpreters").status != 0:
            self.skipTest("no concurrent.interpreters")
        self.check("19", "threads of one interpreter", "threads, an interpreter each")

    def test_every_claim_has_a_test(self):
        for path in (SCRIPTS / "claims").glob("claim_*.py"):
            self.assertTrue(hasattr(self, "test_" + path.name.split("_")[1]), path.name)


class Exercises(Scripts):
    def test_01_thread(self):
        lines = self.lines("exercises/exercise_01_thread.py")
        self.assertEqual(lines[:5], [f"printer: {n}" for n in range(1, 6)])

    def test_03_pool(self):
        lines = self.lines("exercises/exercise_03_pool.py", "1000")
        self.assertEqual(lines[:3], ["the sum of the squares below 1000: 332833500",
                                     "one process after another says the same: True",
                                     "done by other processes than this one: True"])

    def test_04_gil_limit(self):
        lines = self.lines("exercises/exercise_04_gil_limit.py", "1000", "2")
        self.assertRegex(lines[3], r"^speed-up: \d")
        self.assertTrue(lines[4].startswith("The GIL: " + ("there is none" if self.is_nogil else "only its holder")))

    def test_05_gather(self):
        lines = self.lines("exercises/exercise_05_gather.py", "0.01")
        self.assertEqual(sorted(lines[:5]), [f"message {n}, from thread MainThread" for n in range(1, 6)])
        self.assertEqual(lines[5], "gathered [1, 2, 3, 4, 5]")
        self.assertEqual(lines[7], "threads of this process: 1")

    def test_06_queue(self):
        lines = self.lines("exercises/exercise_06_queue.py", "2")
        self.assertEqual(lines[:5], ["hello number 1 from the child", "hello number 2 from the child",
                                     "sent by the child process: True",
                                     "what the child has put on its list is on the list of this process: False",
                                     "exitcode 0"])

    def test_07_lock(self):
        lines = self.lines("exercises/exercise_07_lock.py", "4000")
        self.assertEqual(lines[1], "with a lock:    0 of 4000 updates were lost")

    def test_10_profile(self):
        lines = self.lines("exercises/exercise_10_profile.py", "8", "2")
        self.assertTrue(lines[0].startswith("faulty: 1600 words, "))
        self.assertTrue(any(line.startswith("corrected: 1600 words, 0 of them lost in run") for line in lines))
        self.assertTrue(any(line.split()[:2] == ["add_one", "1600"] for line in lines))


class Programs(Scripts):
    def test_dining_philosophers(self):
        lines = self.lines("programs/dining_philosophers.py")
        self.assertEqual([line.split()[:2] for line in lines[-3:]],
                         [[cure, "100"] for cure in ("order", "timeout", "arbitrator")])

    def test_greedy_writer(self):
        lines = self.lines("programs/greedy_writer.py", "20")
        self.assertEqual(lines[0].split()[-1], "20")

    def test_log_cruncher(self):
        lines = self.lines("programs/log_cruncher.py", "20000", "2")
        self.assertTrue(lines[-2].startswith("20000 lines in 4 pieces; the same as one process finds: True"))

    def test_pipeline(self):
        lines = self.lines("programs/pipeline.py", "500")
        self.assertEqual(lines[5:7], ["4000 words; the same as one process finds: True",
                                      "all 5 processes ended well: True"])

    def test_producer_consumer(self):
        lines = self.lines("programs/producer_consumer.py", "200")
        found = {line.split()[0]: line.split()[1] for line in lines[2:]}
        self.assertEqual(list(found), ["threads", "processes", "interpreters", "coroutines"])
        self.assertLessEqual(set(found.values()), {"yes", "skipped:"}, lines)


class Documents(Scripts):
    """Programs from teaching material, unchanged but for the time that they take."""

    def run_document(self, name, *changes):
        [path] = (SCRIPTS / "documents").glob(f"{name}_*.py")
        text = path.read_text()
        for old, new in changes:
            self.assertIn(old, text)
            text = text.replace(old, new)
        return self.run_script(self.write(path.name, text))

    def check(self, name, *changes, out=None, lines=None, pattern=None):
        """out: all it prints; lines: the same in any order; pattern: where times are printed."""
        done = self.run_document(name, *changes)
        self.expect(done, out=out, err="")
        if lines is not None:
            self.assertEqual(sorted(done.out.splitlines()), sorted(lines), f"\n{done}")
        if pattern is not None:
            self.assertRegex(done.out, f"^{pattern}$", f"\n{done}")

    def test_a01(self):
        self.check("a01", ("10**7", "10**4"), pattern=r"(\d+\nTime taken: \d \d+\.\d+(e-\d+)?\n){9}")

    def test_a03(self):
        total = sum(i * i for i in range(1000))
        self.check("a03", ("10**7", "10**3"), pattern="".join(
            re.escape(str([total] * n)) + rf"\nTime taken {n} \d+\.\d+(e-\d+)?\n" for n in range(1, 10)))

    def test_a05(self):
        self.check("a05", out=f"{SQUARES}\n")

    def test_a10(self):
        self.check("a10", lines=[f"Process {n} is running." for n in range(4)])

    def test_a11(self):
        self.check("a11", out="Hello from child process!\n")

    def test_a12(self):
        self.check("a12", out="10\n")

    def test_a13(self):
        done = self.run_document("a13")
        self.expect(done, out="Process failed with an error!\n", err_end="ValueError: Something went wrong")
        self.assertTrue(done.err.startswith("Process Process-1:\nTraceback (most recent call last):\n"))

    def test_a14(self):
        self.check("a14", out="".join(f"Number: {n}\n" for n in range(5)))

    def test_a16(self):
        self.check("a16", out="Waiting for event...\nEvent received!\n")

    def test_a17(self):
        self.check("a17", ("sleep(1)", "sleep(0.01)"), out="Hello, world!\n")

    def test_a18(self):
        self.check("a18", ("sleep(2)", "sleep(0.01)"), lines=[
            *(f"Downloading file {n}..." for n in (1, 2, 3)), *(f"File {n} downloaded." for n in (1, 2, 3))])

    def test_a24_and_a25(self):
        self.check("a24", pattern=r"\d+\n")  # a race: whatever it makes of it
        self.check("a25", out="200000\n")

    def test_a26(self):
        done = self.run_document("a26")
        self.expect(done, out="")
        self.assertRegex(done.err, r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} \[MainThread\] Thread started\n$")

    def test_a27(self):
        self.check("a27", ("10**6", "10**3"), out=f"Total: {sum(i * i for i in range(4000))}\n")

    def test_b01(self):
        done = self.run_document("b01")
        self.expect(done, err="")
        *lines, last = done.out.splitlines()
        self.assertEqual(sorted(lines), [f"Process Process-{n}: Square of {n} is {n * n}" for n in range(1, 6)])
        self.assertRegex(last, r"^Time taken: \d+\.\d\d seconds$")

    def test_b03(self):
        self.check("b03", pattern=r"Final counter value: 400000\nTime taken: \d+\.\d\d seconds\n")

    def test_e01(self):
        total = sum(i * i for i in range(1000))
        self.check("e01", ("10000000", "1000"),
                   pattern=rf"Multiprocessing Time: \d+\.\d{{4}} seconds\nResults: {re.escape(str([total] * 4))}\n")
