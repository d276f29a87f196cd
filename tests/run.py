#!/usr/bin/env python3
"""Runs the script tests: tests/GROUP/NAME.py, found without being registered.

A script says in comments what it expects, beside the line that does it:

    # expect: TEXT                 the next line of stdout is TEXT (all lines, in order, nothing more)
    # expect error: NAME: TEXT     it ends with this uncaught error (last line of stderr, exit code 1)
    # expect syntax error: TEXT    it does not compile
    # expect stderr: TEXT          stderr has this line, after those named before
    # exit: N                      the exit code (otherwise 0, or 1 where an error is expected)

and in comments at the start of a line how it wants to be run:

    # args: A B    # options: -X switch=opcode    # env: NAME=VALUE    # stdin: one line
    # timeout: 60  # needs: 3.12+ | gil | nogil   # gilt only   # slow   # alone   # unshared

Without any expectation a script has to exit with 0. `gilt only` scripts are not shown to CPython
(`options` implies it); `slow` ones are left out of sanitizer and stress builds; `alone` ones have
the machine to themselves; `unshared` ones count on objects that end at once, which none does that
threads may share: they are left out of the free-threaded build's stress runs, where all may. Files whose name starts with an underscore, and folders in a group, are
material for the tests; a folder with a run.py of its own is run by that. The folder of the script is the working directory, and is cut from paths in
the output; TMPDIR is a fresh folder.
"""

import argparse
import concurrent.futures
import difflib
import os
import pathlib
import re
import resource
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass, field

TESTS = pathlib.Path(__file__).resolve().parent
OUTPUT_LIMIT = 4 << 20
MEMORY_LIMIT = 8 << 30

DIRECTIVE = re.compile(r"#\s*(expect(?: error| syntax error| stderr)?|exit): ?(.*)$")
SETTING = re.compile(r"#\s*(args|options|env|stdin|timeout|needs): ?(.*)$|#\s*(gilt only|slow|alone|unshared)\s*$")


@dataclass
class Script:
    path: pathlib.Path
    stdout: list[str] = field(default_factory=list)
    stderr: list[str] = field(default_factory=list)
    error: str | None = None
    syntax_error: str | None = None
    exit: int | None = None
    args: list[str] = field(default_factory=list)
    options: list[str] = field(default_factory=list)
    env: dict[str, str] = field(default_factory=dict)
    stdin: list[str] = field(default_factory=list)
    timeout: float = 20
    needs: list[str] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)

    @property
    def name(self):
        try:
            return str(self.path.relative_to(TESTS))
        except ValueError:
            return str(self.path)

    @property
    def wanted_exit(self):
        if self.exit is not None:
            return self.exit
        return 0 if self.error is None and self.syntax_error is None else 1


def read_script(path):
    script = Script(path)
    for line in path.read_bytes().decode("utf-8", "replace").splitlines():
        if match := SETTING.match(line):
            key, text, flag = match.groups()
            if flag:
                script.flags.add(flag)
            elif key == "env":
                script.env.update(item.split("=", 1) for item in shlex.split(text))
            elif key in ("args", "options"):
                getattr(script, key).extend(shlex.split(text))
            elif key == "stdin":
                script.stdin.append(text)
            elif key == "timeout":
                script.timeout = float(text)
            else:
                script.needs += text.split()
        elif match := DIRECTIVE.search(line):
            key, text = match.groups()
            text = text.rstrip()
            if key == "expect":
                script.stdout.append(text)
            elif key == "expect stderr":
                script.stderr.append(text)
            elif key == "expect error":
                script.error = text
            elif key == "expect syntax error":
                script.syntax_error = text
            else:
                script.exit = int(text)
    return script


@dataclass
class Subject:
    """Who runs the scripts: a build of gilt, or CPython."""

    command: list[str]
    label: str
    oracle: bool
    version: tuple[int, int] = (3, 14)

    @classmethod
    def gilt(cls, path):
        return cls([os.path.abspath(path)], os.path.relpath(path), False)

    @classmethod
    def cpython(cls, command):
        words = shlex.split(command)
        out = subprocess.run(
            [*words, "-c", "import sys; print(*sys.version_info[:2], sys.executable)"],
            capture_output=True, text=True, check=True, stdin=subprocess.DEVNULL)
        major, minor, program = out.stdout.rstrip("\n").split(" ", 2)
        if len(words) == 1:
            words = [program]  # what a wrapper on the path stands for starts faster
        return cls(words, command, True, (int(major), int(minor)))

    def reason_to_skip(self, script, quick):
        if self.oracle and ("gilt only" in script.flags or script.options):
            return "gilt only"
        if quick and "slow" in script.flags:
            return "slow"
        nogil = os.path.basename(self.command[0]).endswith("-nogil")
        if nogil and "unshared" in script.flags and "GILT_STRESS" in os.environ:
            return "unshared"
        for need in script.needs:
            if match := re.fullmatch(r"(\d+)\.(\d+)\+", need):
                if self.version < tuple(map(int, match.groups())):
                    return f"needs {need}"
            elif not self.oracle and nogil != (need == "nogil"):
                return f"needs {need}"
        return None


def limit_processes(memory):
    """Limits this process and with it all that it starts."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if memory:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def read_some(stream, into):
    """Keeps what fits the limit, and reads on so that the writer never blocks."""
    while chunk := stream.read1(1 << 16):
        if sum(map(len, into)) < OUTPUT_LIMIT:
            into.append(chunk)


def execute(subject, script, options):
    """Returns (exit code or None after a timeout, stdout lines, stderr lines)."""
    scratch = tempfile.mkdtemp(prefix="gilt-test-")
    # What makes the tests harder is not taken from them.
    env = {key: value for key, value in os.environ.items()
           if not key.startswith(("PYTHON", "GILT")) or key == "GILT_STRESS"}
    env |= {"TMPDIR": scratch, "NO_COLOR": "1", "TERM": "dumb", "LC_ALL": "C.UTF-8"}
    if subject.oracle:
        env["PYTHONDONTWRITEBYTECODE"] = "1"
    env |= script.env
    process = subprocess.Popen(
        [*subject.command, *script.options, script.path.name, *script.args],
        cwd=script.path.parent, env=env, start_new_session=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    chunks = [], []
    readers = [threading.Thread(target=read_some, args=pair, daemon=True)
               for pair in zip((process.stdout, process.stderr), chunks)]
    for reader in readers:
        reader.start()
    try:
        process.stdin.write("".join(line + "\n" for line in script.stdin).encode())
        process.stdin.close()
    except BrokenPipeError:
        pass
    try:
        code = process.wait(script.timeout * options.patience)
    except subprocess.TimeoutExpired:
        code = None
    try:  # also what the script may have left running
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    process.wait()
    for reader in readers:
        reader.join(5)
    shutil.rmtree(scratch, ignore_errors=True)
    here = f"{script.path.parent}/"
    texts = (b"".join(part).decode("utf-8", "backslashreplace") for part in chunks)
    return code, *([line.rstrip() for line in text.replace(here, "").split("\n")] for text in texts)


def strip_end(lines):
    while lines and not lines[-1]:
        lines = lines[:-1]
    return lines


def judge(script, code, stdout, stderr):
    """Returns what is wrong, as lines; nothing when all is well."""
    wrong = []
    stdout, stderr = strip_end(stdout), strip_end(stderr)
    if code is None:
        wrong.append("did not end in time")
    elif code < 0:
        wrong.append(f"killed by {signal.Signals(-code).name}")
    elif code != script.wanted_exit:
        wrong.append(f"exit code {code}, expected {script.wanted_exit}")
    if script.stdout and stdout != strip_end(script.stdout):
        wrong += difflib.unified_diff(strip_end(script.stdout), stdout, "expected", "printed", lineterm="", n=2)
    last = stderr[-1] if stderr else ""
    if script.error is not None and last != script.error:
        wrong += [f"expected error: {script.error}", f"last of stderr: {last}"]
    if script.syntax_error is not None and not (
            re.match(r"(Syntax|Indentation|Tab)Error: ", last) and
            last.split(": ", 1)[1] == script.syntax_error):
        wrong += [f"expected syntax error: {script.syntax_error}", f"last of stderr:        {last}"]
    rest = iter(stderr)
    for line in script.stderr:
        if line not in rest:
            wrong.append(f"stderr lacks: {line}")
            break
    if wrong and stderr:
        wrong += ["--- stderr", *stderr[-40:]]
    return wrong


def find_scripts(names):
    paths = []
    for name in names or sorted(p.name for p in TESTS.iterdir() if p.is_dir() and not (p / "run.py").exists()):
        path = pathlib.Path(name)
        if path.is_file():
            paths.append(path.resolve())
        elif (TESTS / name).is_dir():
            paths += sorted(p for p in (TESTS / name).glob("*.py") if not p.name.startswith("_"))
        else:
            sys.exit(f"no such group or file: {name}")
    return [read_script(path) for path in paths]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="GROUP|FILE")
    parser.add_argument("--gilt", action="append", default=[], metavar="PATH", help="a program to test")
    parser.add_argument("--oracle", action="append", default=[], metavar="COMMAND",
                        help="a CPython that has to meet the same expectations")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--patience", type=float, default=1, help="multiplies every timeout")
    parser.add_argument("--quick", action="store_true", help="leave out scripts marked slow")
    parser.add_argument("--no-memory-limit", action="store_true", help="for sanitizer builds")
    parser.add_argument("--without", action="append", default=[], metavar="GROUP", help="leave out a group")
    parser.add_argument("--show-skipped", action="store_true")
    options = parser.parse_args()
    subjects = [Subject.gilt(p) for p in options.gilt] + [Subject.cpython(c) for c in options.oracle]
    if not subjects:
        parser.error("say whom to test: --gilt PATH or --oracle COMMAND")

    limit_processes(0 if options.no_memory_limit else MEMORY_LIMIT)
    passed, failed, skipped = 0, 0, 0
    together, alone = [], []
    for script in find_scripts(options.names):
        if script.path.parent.name in options.without:
            continue
        for subject in subjects:
            if reason := subject.reason_to_skip(script, options.quick):
                skipped += 1
                if options.show_skipped:
                    print(f"SKIP {script.name} [{subject.label}] {reason}")
            else:
                (alone if "alone" in script.flags else together).append((script, subject))

    def run_one(job):
        script, subject = job
        return script, subject, judge(script, *execute(subject, script, options))

    for jobs, workers in ((together, max(1, options.jobs)), (alone, 1)):
        with concurrent.futures.ThreadPoolExecutor(workers) as pool:
            for script, subject, wrong in pool.map(run_one, jobs):
                if wrong:
                    failed += 1
                    print(f"FAIL {script.name} [{subject.label}]", *wrong, sep="\n  ", flush=True)
                else:
                    passed += 1
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 0 if passed and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
