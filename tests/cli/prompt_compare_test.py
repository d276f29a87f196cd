"""The prompt's %timeline, %compare and %gil."""

import re

from harness import Case, Terminal, gilt_only


@gilt_only
class Prompt(Case):
    def setUp(self):
        super().setUp()
        self.limit *= 4
        self.terminal = Terminal(self, "-q", columns=120)
        self.terminal.prompt()

    def test_timeline_draws_each_thread(self):
        run = self.terminal.run
        run("import threading, time")
        run("worker = threading.Thread(target=time.sleep, args=(0.05,), name='worker')")
        # It computes until the other has slept: both are seen, however fast or slow the machine is.
        shown = run("%timeline worker.start(); ignored = sum(0 for _ in iter(worker.is_alive, False))")
        self.assertRegex(shown, r"(?m)^MainThread +[^ ].*ran \d+%")
        self.assertRegex(shown, r"(?m)^worker .*zzzzzzzz.*ran \d+%")
        self.assertRegex(shown, r"(?m)^ +. runs.*z sleeps")
        self.assertIn("usage: %timeline", run("%timeline"))
        run("worker = threading.Thread(target=print, name='a name\\n of two lines and thirty characters 17')")
        self.assertRegex(run("%timeline worker.start(); worker.join()"), r"(?m)^a name\? of two….*s 17  ")
        self.assertIn("ZeroDivisionError", run("%timeline 1/0"))

    def test_compare_knows_what_the_session_defined(self):
        run = self.terminal.run
        run("import math")
        run("factor = 3")
        run("print('not repeated')")
        run("twice = lambda x: 2 * x * factor")
        shown = run("%compare print(twice(math.floor(7.5)))")
        self.assertIn("free-threaded, GIL on", shown)
        self.assertIn("printed the same", shown)
        self.assertNotIn("Error", shown)
        self.assertIn("NameError: name 'missing' is not defined", run("%compare missing"))
        self.assertIn("usage: %compare", run("%compare"))

    def test_gil_tells_and_switches(self):
        run = self.terminal.run
        self.assertRegex(run("%gil"), r"GIL (on|off), switch interval 5 ms")
        self.assertIn("usage: %gil", run("%gil perhaps"))
        shown = run("%gil on")
        self.assertTrue("always has its lock" in shown or "cannot switch" in shown or "GIL on" in shown, shown)
