#!/usr/bin/env python3
"""Tests of the script runner: a runner that lets a wrong script pass would make all others worthless."""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import textwrap
import unittest
import unittest.mock

RUN = pathlib.Path(__file__).resolve().parent / "run.py"


def run(text, *options):
    """Runs one script; returns (passed, failed, skipped, everything printed)."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "script.py"
        path.write_text(textwrap.dedent(text))
        done = subprocess.run([sys.executable, RUN, "--oracle", sys.executable, *options, path],
                              capture_output=True, text=True)
    closing = re.search(r"(?m)^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$", done.stdout)
    counts = tuple(int(number or 0) for number in closing.groups())
    assert (done.returncode == 0) == (counts[0] > 0 and counts[1] == 0), done
    return *counts, done.stdout + done.stderr


class Runner(unittest.TestCase):
    def passes(self, text, *options):
        *counts, output = run(text, *options)
        self.assertEqual(counts, [1, 0, 0], output)

    def fails(self, text, because, *options):
        *counts, output = run(text, *options)
        self.assertEqual(counts, [0, 1, 0], output)
        self.assertIn(because, output)

    def test_output(self):
        self.passes("print(1)  # expect: 1\nprint('é')  # expect: é")
        self.fails("print(1)  # expect: 2", "+1")
        self.fails("print(1)  # expect: 1\nprint(2)", "+2")
        self.fails("# expect: 1", "-1")
        self.fails("print(2); print(1)\n# expect: 1\n# expect: 2", "+2")

    def test_without_expectation(self):
        self.passes("print(1)\nassert True")
        self.fails("assert False", "exit code 1, expected 0")

    def test_error(self):
        self.passes("{}['k']  # expect error: KeyError: 'k'")
        self.fails("{}['j']  # expect error: KeyError: 'k'", "KeyError: 'j'")
        self.fails("# expect error: KeyError: 'k'", "exit code 0, expected 1")
        self.passes("(  # expect syntax error: '(' was never closed")
        self.passes("if 1:\nx\n# expect syntax error: expected an indented block after 'if' statement on line 1")
        self.fails("1 +  # expect syntax error: something else", "invalid syntax")

    def test_environment(self):
        text = "import os\nprint([name for name in os.environ if name.startswith('GILT')])  # expect: "
        with unittest.mock.patch.dict(os.environ, {"GILT_STRESS": "1", "GILT_GIL": "0"}):
            self.passes(text + "['GILT_STRESS']")

    def test_stderr_and_paths(self):
        self.passes('1/0\n# expect stderr:   File "script.py", line 1, in <module>\n'
                    "# expect error: ZeroDivisionError: division by zero")
        self.fails("# expect stderr: x", "stderr lacks: x")

    def test_exit(self):
        self.passes("raise SystemExit(3)  # exit: 3")
        self.fails("raise SystemExit(3)", "exit code 3, expected 0")
        self.fails("import os; os.abort()", "SIGABRT")

    def test_settings(self):
        self.passes("# args: a 'b c'\n# env: X=1\n# stdin: one\n# stdin: two\nimport os, sys\n"
                    "print(sys.argv[1:], os.environ['X'], input(), input())  # expect: ['a', 'b c'] 1 one two")
        self.fails("# timeout: 0.2\nimport time; time.sleep(30)", "did not end in time")
        self.fails("# timeout: 0.3\nwhile True: print('x' * 5000)", "did not end in time")

    def test_skipping(self):
        for text in ("# gilt only", "# options: -X y", "# needs: 3.99+"):
            self.assertEqual(run(text)[:3], (0, 0, 1))
        self.passes("# needs: 3.5+")
        self.passes("# needs: nogil")
        self.assertEqual(run("# slow", "--quick")[:3], (0, 0, 1))


if __name__ == "__main__":
    unittest.main()
