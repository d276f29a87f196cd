"""The prompt at a terminal, used as a user would."""

import os
import re
import signal
import time

from harness import Case, Terminal, gilt_only


@gilt_only
class Prompt(Case):
    def open(self, *arguments, **more):
        terminal = Terminal(self, *arguments, **more)
        terminal.prompt()
        return terminal

    def check(self, *dialogue):
        """Pairs of what is typed and what is printed."""
        terminal = self.open("-q")
        for typed, printed in dialogue:
            self.assertEqual(terminal.run(typed), printed, f"after {typed!r}")
        return terminal

    def test_banner(self):
        terminal = Terminal(self)
        terminal.prompt()
        lines = terminal.text.split("\n")
        kind = "free-threaded" if self.is_nogil else "with the GIL"
        self.assertRegex(lines[0], rf"^gilt \d\S* \({kind}\) on linux, Python 3\.14")
        self.assertIn("help", lines[1])
        self.assertEqual(lines[2], ">>> ")

    def test_no_banner(self):
        self.assertEqual(self.open("-q").text, ">>> ")

    def test_values_and_underscore(self):
        self.check(("1 + 2", "3\n"), ("_ * 2", "6\n"), ("None", ""), ("_", "6\n"), ("x = 5", ""), ("x", "5\n"),
                   ("'a\\n'", "'a\\n'\n"), ("print('a')", "a\n"), ("1; 2", "1\n2\n"), ("# nothing", ""))

    def test_output_without_newline_is_seen(self):
        terminal = self.open("-q")
        terminal.send("print('here', end='')\r")
        terminal.expect("end='')")
        self.assertEqual(terminal.expect(">>> "), "\nhere")

    def test_block(self):
        terminal = self.open("-q")
        for line in ("def f(x):", "if x:", "return 1", "return 2"):
            terminal.send(line + "\r")
            terminal.expect("... ")
        terminal.send("\r")
        terminal.prompt()
        self.assertEqual(terminal.run("f(0), f(1)"), "(2, 1)\n")

    def test_indentation_follows_the_block(self):
        terminal = self.open("-q")
        shown = []
        for line in ("class A:", "def f(self):", "while True:", "break", "return 1", "x = 3", ""):
            terminal.send(line + "\r")
            terminal.expect(line or "\n")
            if line:
                terminal.expect("... ")
                terminal.shown("   ", 0.3)
                shown.append(len(re.match(" *", terminal.text[terminal.mark:])[0]))
        self.assertEqual(shown, [4, 8, 12, 8, 4, 4])
        terminal.prompt()
        self.assertEqual(terminal.run("A().f(), A.x"), "(1, 3)\n")

    def test_statement_over_several_lines(self):
        terminal = self.open("-q")
        for line in ("print([1,", "2,"):
            terminal.send(line + "\r")
            terminal.expect("... ")
        terminal.send("3])\r")
        terminal.expect("3])\n")
        self.assertEqual(terminal.expect(">>> "), "[1, 2, 3]\n")
        terminal.send("'''a\r")
        terminal.expect("... ")
        terminal.send("b'''\r")
        terminal.expect("b'''\n")
        self.assertEqual(terminal.expect(">>> "), "'a\\nb'\n")

    def test_try_and_decorators_and_else(self):
        terminal = self.open("-q")
        for line in ("try:", "1 / 0", "\b\b\b\bexcept ZeroDivisionError:", "print('caught')", "\b\b\b\belse:", "pass"):
            terminal.send(line + "\r")
            terminal.expect("... ")
        terminal.send("\r")
        self.assertIn("caught\n", terminal.expect(">>> "))

    def test_syntax_errors(self):
        terminal = self.open("-q")
        out = terminal.run("x = = 1")
        self.assertRegex(out, r'^  File "<stdin-\d+>", line 1\n    x = = 1\n        \^\nSyntaxError: invalid syntax\n$')
        self.assertIn("IndentationError: unexpected indent\n", terminal.run("  y = 1"))
        self.assertIn("SyntaxError: unterminated string literal", terminal.run("'abc"))
        self.assertEqual(terminal.run("1 + 1"), "2\n")

    def test_exceptions_show_the_lines_that_were_typed(self):
        terminal = self.open("-q")
        for line in ("def f(x):", "return 1 / x"):
            terminal.send(line + "\r")
            terminal.expect("... ")
        terminal.send("\r")
        terminal.prompt()
        out = terminal.run("f(0)")
        self.assertTrue(out.startswith("Traceback (most recent call last):\n"), out)
        self.assertIn(", line 1, in <module>\n    f(0)\n    ~^^^\n", out)
        self.assertIn(", line 2, in f\n    return 1 / x\n           ~~^~~\n", out)
        self.assertTrue(out.endswith("ZeroDivisionError: division by zero\n"), out)
        self.assertEqual(terminal.run("import sys; sys.last_exc"), "ZeroDivisionError('division by zero')\n")

    def test_name_suggestions(self):
        terminal = self.open("-q")
        terminal.run("total = 1")
        self.assertIn("NameError: name 'totl' is not defined. Did you mean: 'total'?\n", terminal.run("totl"))

    def test_interrupt_at_the_prompt(self):
        terminal = self.open("-q")
        terminal.interrupt()
        terminal.expect("KeyboardInterrupt\n>>> ")
        terminal.send("half a line")
        terminal.expect("line")
        terminal.interrupt()
        terminal.expect("KeyboardInterrupt\n>>> ")
        self.assertEqual(terminal.run("1 + 1"), "2\n")

    def test_interrupt_in_a_block(self):
        terminal = self.open("-q")
        terminal.send("def f():\r")
        terminal.expect("... ")
        terminal.interrupt()
        terminal.expect("KeyboardInterrupt\n>>> ")
        self.assertEqual(terminal.run("1 + 1"), "2\n")

    def test_interrupt_of_a_statement(self):
        terminal = self.open("-q")
        terminal.run("import threading, time")
        for statement in ("time.sleep(60)", "threading.Event().wait()", "input('? ')", "sum(x for x in range(10**12))"):
            terminal.send(statement + "\r")
            terminal.expect(statement)
            time.sleep(0.2)
            terminal.interrupt()
            self.assertIn("Traceback", terminal.expect("KeyboardInterrupt\n>>> "), statement)
        self.assertEqual(terminal.run("1 + 1"), "2\n")

    def test_interrupt_many_times(self):
        terminal = self.open("-q")
        for _ in range(20):
            terminal.interrupt()
            terminal.expect("KeyboardInterrupt\n>>> ")
        self.assertEqual(terminal.run("1 + 1"), "2\n")

    def test_end_of_input_leaves(self):
        terminal = self.open("-q")
        terminal.send("\x04")
        self.assertEqual(terminal.end(), 0)
        self.assertTrue(terminal.text.endswith("\n"), terminal.text)

    def test_end_of_input_in_a_line_does_not(self):
        terminal = self.open("-q")
        terminal.send("12")
        terminal.expect("12")
        terminal.send("\x04\r")
        self.assertEqual(terminal.expect(">>> "), "\n12\n")

    def test_exit(self):
        for leave, status in (("exit()", 0), ("quit(3)", 3), ("import sys; sys.exit(4)", 4), ("raise SystemExit", 0),
                              ("exit", 0), ("quit", 0)):
            terminal = self.open("-q")
            terminal.send(leave + "\r")
            self.assertEqual(terminal.end(), status, leave)
        terminal = self.open("-q")
        terminal.send("exit('a reason')\r")
        self.assertEqual(terminal.end(), 1)
        self.assertTrue(terminal.text.endswith("\na reason\n"), terminal.text)

    def test_a_name_is_no_farewell(self):
        terminal = self.open("-q")
        self.assertEqual(terminal.run("quit = 'stays'").strip(), "")
        self.assertIn("stays", terminal.run("quit"))
        self.assertIn("Ctrl-D", terminal.run("print(exit)"))

    def test_exit_runs_what_is_to_run_at_the_end(self):
        terminal = self.open("-q")
        terminal.run("import atexit; f = atexit.register(print, 'at the end')")
        terminal.send("exit()\r")
        terminal.end()
        self.assertTrue(terminal.text.endswith("at the end\n"), terminal.text)

    def test_help(self):
        terminal = self.open("-q")
        self.assertTrue(terminal.run("help(len)").startswith("len(obj, /)\n"), terminal.text)
        self.assertIn("split(sep=None, maxsplit=-1)", terminal.run("help(str.split)"))
        self.assertIn("help", terminal.run("help()"))
        out = terminal.run("help(int)")
        self.assertIn("class int", out)
        self.assertIn("bit_length", out)
        self.assertIn("sqrt", terminal.run("import math; help(math)"))
        self.assertIn("No documentation found for 'nonsense'", terminal.run("help('nonsense')"))
        for line in ("def f(a, b=2, *c, d, **e):", "'What f does.'"):
            terminal.send(line + "\r")
            terminal.expect("... ")
        terminal.send("\r")
        terminal.prompt()
        self.assertEqual(terminal.run("help(f)"), "f(a, b=2, *c, d, **e)\n    What f does.\n")

    def test_prompts_of_ones_own(self):
        terminal = self.open("-q")
        terminal.send("import sys; sys.ps1 = 'gilt> '; sys.ps2 = '      '\r")
        terminal.expect("\n")
        terminal.expect("gilt> ")
        terminal.send("1 + 1\r")
        self.assertEqual(terminal.expect("gilt> "), "1 + 1\n2\n")

    def test_background_threads_run_while_the_prompt_waits(self):
        terminal = self.open("-q")
        terminal.run("import threading, time")
        terminal.send("threading.Timer(0.3, print, ('from a thread',)).start()\r")
        terminal.prompt()
        terminal.expect("from a thread")

    def test_colours(self):
        terminal = Terminal(self, "-q", env={"NO_COLOR": None})
        terminal.prompt()
        self.assertRegex(terminal.raw, r"\x1b\[[\d;]+m>>> \x1b\[0m")
        terminal.run("1 / 0")
        self.assertRegex(terminal.raw, r"\x1b\[[\d;]+mZeroDivisionError\x1b\[0m")
        self.assertNotRegex(self.open("-q").raw, r"\x1b\[[\d;]+m>>>")

    def test_after_a_program(self):
        self.write("prog.py", "x = 41\n1 / 0\n")
        terminal = self.open("-i", "prog.py")
        self.assertIn("ZeroDivisionError: division by zero\n", terminal.text)
        self.assertNotIn("gilt ", terminal.text)
        self.assertEqual(terminal.run("x + 1"), "42\n")

    def test_closed_terminal_ends_it(self):
        terminal = self.open("-q")
        os.kill(terminal.process.pid, signal.SIGHUP)
        self.assertEqual(terminal.end(), -signal.SIGHUP)


@gilt_only
class Completion(Case):
    def complete(self, typed, *before):
        """The line after a Tab, or what is offered after two."""
        terminal = Terminal(self, "-q")
        terminal.prompt()
        for line in before:
            terminal.run(line)
        terminal.send(typed)
        terminal.expect(typed)
        terminal.send("\t")
        terminal.shown("\0", 0.3)
        rest = terminal.text[terminal.mark:]
        terminal.send("\t")
        terminal.shown("\0", 0.3)
        return rest.replace("\0", ""), terminal.text[terminal.mark:].split()

    def test_of_names(self):
        self.assertEqual(self.complete("pri")[0], "nt(")
        self.assertEqual(self.complete("somet", "something_long = 1")[0], "hing_long")
        self.assertEqual(self.complete("some_", "some_one = some_two = 1")[1][:2], ["some_one", "some_two"])

    def test_of_keywords(self):
        self.assertEqual(self.complete("whi")[0], "le")
        self.assertEqual(self.complete("x = lamb")[0], "da")

    def test_of_attributes(self):
        self.assertEqual(self.complete("math.sqr", "import math")[0], "t(")
        self.assertEqual(self.complete("x.appe", "x = []")[0], "nd(")
        offered = self.complete("math.is", "import math")[1]
        for name in ("math.isclose(", "math.isfinite(", "math.isnan("):
            self.assertIn(name, offered)

    def test_of_attributes_of_attributes(self):
        self.assertEqual(self.complete("os.path.basen", "import os")[0], "ame(")

    def test_runs_no_property(self):
        line = "A = type('A', (), {'prop': property(lambda s: print('ran'))}); a = A()"
        self.assertEqual(self.complete("a.pr", line)[0], "op")

    def test_of_modules(self):
        self.assertEqual(self.complete("import thre")[0], "ading")
        self.assertEqual(self.complete("from collec")[0], "tions")
        self.assertEqual(self.complete("from math import sqr")[0], "t")
        self.write("mymodule.py", "")
        self.assertEqual(self.complete("import mym")[0], "odule")

    def test_at_the_start_of_a_line_it_indents(self):
        terminal = Terminal(self, "-q")
        terminal.prompt()
        terminal.send("\tx")
        terminal.expect("    x")

    def test_of_nothing(self):
        self.assertEqual(self.complete("no_such_na")[0], "")


@gilt_only
class History(Case):
    UP = "\x1b[A"

    def test_within_a_session(self):
        terminal = Terminal(self, "-q")
        terminal.prompt()
        terminal.run("6 * 7")
        terminal.run("'other'")
        terminal.send(self.UP + self.UP + "\r")
        terminal.expect("6 * 7")
        self.assertEqual(terminal.expect(">>> "), "\n42\n")

    def test_is_kept_in_a_file(self):
        terminal = Terminal(self, "-q")
        terminal.prompt()
        terminal.run("6 * 7")
        for line in ("for i in range(2):", "print('round', i)"):
            terminal.send(line + "\r")
            terminal.expect("... ")
        terminal.send("\r")
        terminal.prompt()
        terminal.send("\x04")
        self.assertEqual(terminal.end(), 0)
        kept = (self.folder / ".gilt_history").read_text()
        self.assertIn("6 * 7\n", kept)
        self.assertIn("for i in range(2):\n    print('round', i)\n", kept)

        terminal = Terminal(self, "-q")
        terminal.prompt()
        terminal.send(self.UP + "\r")
        self.assertTrue(terminal.shown("round 1\n", self.limit), terminal.text)
        terminal.prompt()
        terminal.send(self.UP + self.UP + "\r")
        terminal.expect("6 * 7")
        self.assertTrue(terminal.shown("42\n", self.limit), terminal.text)

    def test_file_can_be_chosen(self):
        terminal = Terminal(self, "-q", env={"GILT_HISTORY": str(self.folder / "mine")})
        terminal.prompt()
        terminal.run("6 * 7")
        terminal.send("\x04")
        terminal.end()
        self.assertIn("6 * 7", (self.folder / "mine").read_text())
        self.assertFalse((self.folder / ".gilt_history").exists())

    def test_has_no_repetitions(self):
        terminal = Terminal(self, "-q")
        terminal.prompt()
        for line in ("1", "2", "2", "2"):
            terminal.run(line)
        terminal.send("\x04")
        terminal.end()
        lines = [line for line in (self.folder / ".gilt_history").read_text().splitlines() if line[:1] != "#"]
        self.assertEqual(lines, ["1", "2"])


@gilt_only
class Pasting(Case):
    def paste(self, text):
        """A block as a terminal pastes it, and what it prints."""
        terminal = Terminal(self, "-q")
        terminal.prompt()
        terminal.send(f"\x1b[200~{text}\x1b[201~")
        time.sleep(0.3)
        terminal.send("\r")
        before = terminal.expect(">>> ")
        return before, terminal

    def test_function(self):
        out, terminal = self.paste("def f(x):\n    if x:\n        return 1\n\n    return 2\n")
        self.assertNotIn("Error", out)
        self.assertEqual(terminal.run("f(0), f(1)"), "(2, 1)\n")

    def test_several_statements(self):
        out, terminal = self.paste("@staticmethod\ndef f(x):\n    return x + 1\n\nprint(f(1))\nfor i in range(2):\n"
                                   "    print('i', i)\ny = 3\nf(41)\n")
        self.assertTrue(out.endswith("\n2\ni 0\ni 1\n42\n"), out)
        self.assertEqual(terminal.run("y"), "3\n")

    def test_statements_that_share_a_line(self):
        self.assertTrue(self.paste("x = 1\ny = 2; x + y\n")[0].endswith("\n3\n"))

    def test_error_names_its_line(self):
        out, _ = self.paste("x = 1\ny = 0\n\nx / y\nprint('never')\n")
        self.assertIn(", line 4, in <module>\n    x / y\n    ~~^~~\nZeroDivisionError", out)
        self.assertNotIn("\nnever\n", out)

    def test_error_in_the_syntax_runs_nothing(self):
        out, _ = self.paste("print('ran')\nx = = 1\n")
        self.assertIn("SyntaxError: invalid syntax\n", out)
        self.assertNotIn("\nran\n", out)


@gilt_only
class Magics(Case):
    def test_time(self):
        terminal = Terminal(self, "-q")
        terminal.prompt()
        out = terminal.run("%time sum(range(1000))")
        self.assertRegex(out, r"^499500\nwall [\d.]+ (us|ms|s), CPU [\d.]+ (us|ms|s)\n$")
        terminal.run("%time x = 5")
        self.assertEqual(terminal.run("x"), "5\n")
        self.assertIn("ZeroDivisionError: division by zero\nwall ", terminal.run("%time 1 / 0"))
        self.assertIn("usage: %time", terminal.run("%time"))
        self.assertRegex(terminal.run("%time print('a', end='')"), r"^awall")

    def test_gil(self):
        terminal = Terminal(self, "-q")
        terminal.prompt()
        self.assertRegex(terminal.run("%gil"), "^GIL off" if self.is_nogil else "^GIL on, switch interval 5 ms")
        terminal.run("import sys; sys.setswitchinterval(0.02)")
        self.assertIn("switch interval 20 ms", terminal.run("%gil"))

    def test_stats(self):
        terminal = Terminal(self, "-q")
        terminal.prompt()
        out = terminal.run("%stats")
        self.assertIn("GIL statistics", out)
        self.assertIn("MainThread", out)

    def test_dis(self):
        terminal = Terminal(self, "-q")
        terminal.prompt()
        self.assertIn("ADD", terminal.run("%dis a + 1"))
        terminal.run("f = lambda x: x * 2")
        self.assertIn("MUL", terminal.run("%dis f"))
        self.assertIn("usage: %dis", terminal.run("%dis"))
        self.assertIn("SyntaxError", terminal.run("%dis x = = 1"))

    def test_help_and_unknown_ones(self):
        terminal = Terminal(self, "-q")
        terminal.prompt()
        for command in ("%help", "%nonsense"):
            out = terminal.run(command)
            for name in ("%time", "%gil", "%stats", "%dis"):
                self.assertIn(name, out)
        self.assertIn("There is no command %nonsense", terminal.text)
        self.assertEqual(terminal.run("1 + 1"), "2\n")
