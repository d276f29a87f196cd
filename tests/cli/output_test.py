"""Output that nobody takes, and streams that are closed from the start."""

from harness import Case

# Waits until the reader is gone: the pipe to `true` breaks when that ends.
LATER = "import os, sys, time; time.sleep(0.3)\n"


class ClosedPipe(Case):
    def piped(self, code, reader="true", options=""):
        """Exit status of a program whose output goes to a reader that ends early."""
        self.write("prog.py", code)
        return self.shell(f"$P {options} prog.py | {reader}; exit ${{PIPESTATUS[0]}}")

    def test_found_at_the_end(self):
        done = self.piped(LATER + "print(1)")
        self.expect(done, 120, "",
                    "Exception ignored while flushing sys.stdout:\nBrokenPipeError: [Errno 32] Broken pipe\n")

    def test_found_at_the_end_after_exit_and_error(self):
        self.expect(self.piped(LATER + "print(1); sys.exit(3)"), 120)
        done = self.piped(LATER + "print(1); 1 / 0")
        self.expect(done, 120)
        self.assertIn("ZeroDivisionError: division by zero\n", done.err)

    def test_found_by_print(self):
        done = self.piped("import itertools\nfor i in itertools.count(): print(i)", "head -1")
        self.expect(done, 120, "0\n")
        self.assertIn("BrokenPipeError: [Errno 32] Broken pipe\nException ignored while flushing sys.stdout:\n",
                      done.err)

    def test_found_by_flush_and_caught(self):
        done = self.piped(LATER + """
try:
    print(1, flush=True)
except BrokenPipeError as e:
    print(e.errno, file=sys.stderr)
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
""")
        self.expect(done, 0, "", "32\n")

    def test_unbuffered(self):
        done = self.piped(LATER + "print(1)", options="-u")
        self.expect(done, 1, "", err_end="BrokenPipeError: [Errno 32] Broken pipe")

    def test_found_in_a_thread(self):
        done = self.piped(LATER + """
import threading
def f():
    print(1, flush=True)
t = threading.Thread(target=f, name='writer'); t.start(); t.join()
print('on', file=sys.stderr)
""")
        self.assertIn("Exception in thread writer", done.err)
        self.assertIn("BrokenPipeError: [Errno 32] Broken pipe\non\n", done.err)

    def test_of_stderr(self):
        done = self.shell("($P -c 'import time; time.sleep(0.3); 1 / 0'; echo $? >status) 2>&1 | true; cat status")
        # There is nobody left to tell.
        self.expect(done, 0)

    def test_full_device(self):
        self.expect(self.shell("$P -c 'print(1)' >/dev/full"), 120, "",
                    "Exception ignored while flushing sys.stdout:\nOSError: [Errno 28] No space left on device\n")
        done = self.shell("$P -c 'print(1, flush=True)' >/dev/full")
        self.expect(done, 120)
        self.assertIn("OSError: [Errno 28] No space left on device\nException ignored while", done.err)


class ClosedStreams(Case):
    def test_stdout(self):
        self.expect(self.shell("$P -c 'print(1)' >&-"), 0, "", "")
        self.expect(self.shell("$P -c 'import sys; print(sys.stdout, file=sys.stderr)' >&-"), 0, "", "None\n")
        self.expect(self.shell("$P -c 'import sys; sys.stdout.write(\"x\")' >&-"), 1, "",
                    err_end="AttributeError: 'NoneType' object has no attribute 'write'")

    def test_stderr(self):
        self.expect(self.shell("$P -c 'import sys; print(sys.stderr)' 2>&-"), 0, "None\n")
        self.expect(self.shell("$P -c 'print(1); 1 / 0' 2>&-"), 1, "1\n")

    def test_stdin(self):
        self.expect(self.shell("$P -c 'import sys; print(sys.stdin)' <&-"), 0, "None\n", "")
        self.expect(self.shell("$P -c 'input()' <&-"), 1, "", err_end="RuntimeError: lost sys.stdin")
        self.expect(self.shell("$P <&-"), 0, "", "")

    def test_all(self):
        done = self.shell("$P -c 'import sys; open(\"seen\", \"w\").write(str((sys.stdin, sys.stdout, sys.stderr)))'"
                          " <&- >&- 2>&-; echo $?; cat seen")
        self.expect(done, 0, "0\n(None, None, None)")

    def test_end_of_input(self):
        self.expect(self.shell("$P -c 'input()' </dev/null"), 1, "", err_end="EOFError: EOF when reading a line")

    def test_closed_by_the_program(self):
        self.expect(self.run_code("import sys; sys.stdout.close()"), 0, "", "")
        self.expect(self.run_code("import sys; sys.stdout.close(); print(1)"), 1, "",
                    err_end="ValueError: I/O operation on closed file.")
        self.expect(self.run_code("import os; os.close(1)"), 0, "", "")
        self.expect(self.run_code("import os; os.close(1); print(1)"), 120, "",
                    "Exception ignored while flushing sys.stdout:\nOSError: [Errno 9] Bad file descriptor\n")
        self.expect(self.run_code("import sys; sys.stdout = None; print(1)"), 0, "", "")
        self.expect(self.run_code("import sys; sys.stderr = None; 1 / 0"), 1, "", "")
