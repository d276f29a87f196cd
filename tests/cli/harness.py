"""What the tests of the command line are made of: a Case knows the program that it tests.

Nothing here measures how fast something is. A test that waits for an event gives up after LIMIT
seconds, which is far more than the event takes and far less than what the program itself would wait.
"""

import contextlib
import os
import pathlib
import pty
import re
import select
import signal
import subprocess
import tempfile
import textwrap
import time
import unittest
from dataclasses import dataclass

LIMIT = 15  # seconds; multiplied by --patience
ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07]*\x07|\x1b[=>]|\x07")


def gilt_only(test):
    """What CPython has not: its command line and prompt are its own."""
    test.gilt_only = True
    return test


@dataclass
class Done:
    """How a program ended. status is negative for a signal."""

    status: int
    out: str
    err: str

    def __str__(self):
        return f"status {self.status}\n-- stdout\n{self.out}\n-- stderr\n{self.err}"


class Case(unittest.TestCase):
    program = None   # path, set by run.py
    is_gilt = True   # not CPython
    patience = 1.0
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="gilt-cli-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name).resolve()
        self.limit = LIMIT * self.patience

    @property
    def is_nogil(self):
        return os.path.basename(self.program).endswith("-nogil")

    def environment(self, changes):
        env = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "GILT"))}
        env |= {"HOME": str(self.folder), "TMPDIR": str(self.folder), "NO_COLOR": "1", "TERM": "dumb",
                "LC_ALL": "C.UTF-8", "INPUTRC": "/dev/null"}
        for key, value in changes.items():
            env.pop(key, None)
            if value is not None:
                env[key] = value
        return env

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(text, bytes):
            path.write_bytes(text)
        else:
            path.write_text(textwrap.dedent(text))
        return path

    def start(self, *arguments, env={}, prefix=(), **more):
        """A running program, which is killed when the test ends. prefix: who executes it."""
        streams = dict(stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        process = subprocess.Popen([*prefix, self.program, *arguments], cwd=self.folder, text=True, errors="replace",
                                   env=self.environment(env), **streams | more)
        self.addCleanup(self._end, process)
        return process

    def _end(self, process):
        if process.poll() is None:
            process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def finish(self, process, stdin=None, limit=None):
        kept_open = None
        if stdin is None:
            kept_open, process.stdin = process.stdin, None  # communicate() would close it
        try:
            out, err = process.communicate(stdin, timeout=limit or self.limit)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            self.fail(f"did not end\n{Done(process.returncode, out, err)}")
        finally:
            if kept_open is not None:
                kept_open.close()
        return Done(process.returncode, out or "", err or "")

    def run_program(self, *arguments, stdin="", limit=None, **more):
        return self.finish(self.start(*arguments, **more), stdin, limit)

    def run_code(self, code, *options, **more):
        return self.run_program(*options, "-c", textwrap.dedent(code), **more)

    def shell(self, command, env={}):
        """A command of the shell in which $P is the program."""
        done = subprocess.run(["bash", "-c", command], cwd=self.folder, text=True, errors="replace",
                              env=self.environment(env) | {"P": self.program}, stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=self.limit)
        return Done(done.returncode, done.stdout, done.stderr)

    def wait_for_line(self, process, text):
        """Reads stdout up to a line. The program must print nothing that buffers behind it."""
        os.set_blocking(process.stdout.fileno(), True)
        end = time.monotonic() + self.limit
        while time.monotonic() < end:
            if select.select([process.stdout], [], [], 0.5)[0]:
                line = process.stdout.readline()
                if line.rstrip("\n") == text:
                    return
                if not line:
                    break
        self.fail(f"no line {text!r} came")

    def expect(self, done, status=0, out=None, err=None, err_end=None):
        self.assertEqual(done.status, status, f"\n{done}")
        if out is not None:
            self.assertEqual(done.out, out, f"\n{done}")
        if err is not None:
            self.assertEqual(done.err, err, f"\n{done}")
        if err_end is not None:
            self.assertEqual(done.err.rstrip("\n").rpartition("\n")[2], err_end, f"\n{done}")


class Terminal:
    """A program at a terminal of its own, driven as a user would."""

    def __init__(self, case, *arguments, env={}, columns=200):
        self.case = case
        self.text = ""   # all that was shown, without escape sequences
        self.raw = ""
        self.mark = 0    # up to here it has been looked at
        self.fd, child = pty.openpty()
        case.addCleanup(os.close, self.fd)
        with contextlib.suppress(OSError):
            import fcntl, struct, termios
            fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
        # setsid -c makes the terminal the program's own, so that Ctrl-C reaches it.
        self.process = subprocess.Popen(
            ["setsid", "-c", case.program, *arguments], cwd=case.folder, stdin=child, stdout=child, stderr=child,
            env=case.environment({"TERM": "xterm"} | env))
        os.close(child)
        case.addCleanup(case._end, self.process)

    def send(self, text):
        os.write(self.fd, text.encode())

    def _read(self, seconds):
        if not select.select([self.fd], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self.fd, 1 << 16)
        except OSError:  # the other side is gone
            return False
        if not data:
            return False
        self.raw += data.decode(errors="replace")
        # A carriage return alone goes back to the start of the line, which does not matter here.
        self.text = ESCAPES.sub("", self.raw).replace("\r\n", "\n").replace("\r", "")
        return True

    def expect(self, text):
        """Waits until text is shown; returns what was shown before it, since the last expect."""
        end = time.monotonic() + self.case.limit
        while True:
            at = self.text.find(text, self.mark)
            if at >= 0:
                before = self.text[self.mark:at]
                self.mark = at + len(text)
                return before
            if time.monotonic() > end or not self._read(0.2):
                self.case.fail(f"{text!r} was not shown; shown since: {self.text[self.mark:]!r}")

    def shown(self, text, within):
        """Is text shown within so many seconds?"""
        end = time.monotonic() + within
        while text not in self.text[self.mark:] and time.monotonic() < end:
            if not self._read(0.05):
                break
        return text in self.text[self.mark:]

    def prompt(self):
        self.expect(">>> ")

    def run(self, line):
        """Types a line at the prompt; returns what it prints until the next prompt."""
        self.send(line + "\r")
        self.expect(line)
        return self.expect(">>> ").removeprefix("\n")

    def interrupt(self):
        self.send("\x03")

    def end(self):
        """Waits for the program's end; its status."""
        end = time.monotonic() + self.case.limit
        while self.process.poll() is None:
            if time.monotonic() > end:
                self.case.fail(f"did not end; shown: {self.text[self.mark:]!r}")
            if not self._read(0.1):
                time.sleep(0.05)
        while select.select([self.fd], [], [], 0)[0] and self._read(0):
            pass
        return self.process.returncode


def interrupt(process):
    process.send_signal(signal.SIGINT)
