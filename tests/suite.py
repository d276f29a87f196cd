#!/usr/bin/env python3
"""All tests in all builds, as ./dev test runs them.

Without arguments every stage runs: build, unit tests (ctest), script tests (run.py), each stage with
its own CMake preset. With GROUPs only those groups run, on both variants of the release build; `unit`
is the group of the GoogleTest units, `cli` that of the command line's. --stage picks stages.
"""

import argparse
import contextlib
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field

ROOT = pathlib.Path(__file__).resolve().parent.parent
FUZZ_SECONDS = 60
STORM_SECONDS = 60  # --storm-seconds
# Inputs at most: each of the verifier's runs a whole interpreter's worth of bytecode.
FUZZ_RUNS = {"verifier": 8000}
CLOSING = re.compile(r"(\d+) passed, (\d+) failed(?:, (\d+) skipped)?")

SANITIZER_ENV = {
    "ASAN_OPTIONS": "detect_stack_use_after_return=0:allocator_may_return_null=1:detect_leaks=0",
    "UBSAN_OPTIONS": "print_stacktrace=1",
    "TSAN_OPTIONS": "halt_on_error=1",
    "ASAN_SYMBOLIZER_PATH": "/usr/bin/llvm-symbolizer-19",
    "TSAN_SYMBOLIZER_PATH": "/usr/bin/llvm-symbolizer-19",
    "MALLOC_ARENA_MAX": "2",
}


@dataclass
class Stage:
    name: str
    what: str
    preset: str | None = None
    programs: list[str] = field(default_factory=list)
    units: bool = True
    options: list[str] = field(default_factory=list)  # of run.py
    groups: list[str] = field(default_factory=list)   # all, when empty
    fuzz: bool = False
    package: bool = False
    cli: bool = False
    oracle: bool = False
    storm: bool = False
    env: dict = field(default_factory=dict)  # for the script tests

    @property
    def folder(self):
        return ROOT / "build" / ("" if self.preset == "release" else self.preset)


BOTH = ["gilt", "gilt-nogil"]
SLOW_BUILD = ["--quick", "--no-memory-limit"]
STAGES = [
    Stage("release", "clang, tail calls, both variants", "release", BOTH, cli=True),
    Stage("package", "the installed library, used from outside", "release", package=True),
    Stage("oracle", "the same scripts under CPython", oracle=True),
    Stage("random", f"random operations by many threads, {STORM_SECONDS} s", "release", ["gilt-nogil"], storm=True),
    Stage("gcc", "GCC, computed goto", "gcc", ["gilt"]),
    Stage("asan", "address and undefined-behaviour sanitizers", "asan", ["gilt"],
          options=[*SLOW_BUILD, "--patience=6"]),
    Stage("fuzz", f"libFuzzer, {FUZZ_SECONDS} s in all", "asan", fuzz=True),
    Stage("tsan", "thread sanitizer, without the lock", "tsan", ["gilt-nogil"],
          options=[*SLOW_BUILD, "--patience=10"], groups=["threading"]),
    Stage("races", "random operations under the thread sanitizer", "tsan", ["gilt-nogil"], storm=True),
    # The same program as asan's: who forgot to hold a reference uses freed memory.
    Stage("stress", "collect and switch at every opportunity", "asan", ["gilt"], units=False,
          options=[*SLOW_BUILD, "--patience=20"], groups=["language", "threading"], env={"GILT_STRESS": "1"}),
    Stage("stressed", "the same without the lock: nothing shared reaches anything private", "release",
          ["gilt-nogil"], units=False, options=[*SLOW_BUILD, "--patience=20"],
          groups=["language", "threading"], env={"GILT_STRESS": "1"}),
]


class Count:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def add(self, passed, failed, skipped=0):
        self.passed += passed
        self.failed += failed
        self.skipped += skipped

    def __str__(self):
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"


@contextlib.contextmanager
def timed(parts, name):
    start = time.monotonic()
    yield
    parts.append(f"{name} {time.monotonic() - start:.0f} s")


def build(stage):
    """Returns whether it worked; prints the log when it did not."""
    commands = []
    if not (stage.folder / "build.ninja").exists():
        commands.append(["cmake", "--preset", stage.preset])
    commands.append(["ninja", "-C", str(stage.folder), "-j", str(os.cpu_count())])
    for command in commands:
        done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, text=True, errors="replace",
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode:
            print(done.stdout[-20000:])
            return False
    return True


def run_units(stage, count):
    done = subprocess.run(
        ["ctest", "--test-dir", str(stage.folder), "--output-on-failure", "-j", str(os.cpu_count())],
        cwd=ROOT, stdin=subprocess.DEVNULL, text=True, errors="replace", env=os.environ | SANITIZER_ENV,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    summary = re.search(r"(\d+) tests failed out of (\d+)", done.stdout)
    if done.returncode or not summary:
        print(re.sub(r"(?m)^.*\bPassed\b.*\n", "", done.stdout)[-20000:])
    if not summary:
        print(f"FAIL {stage.name}: no unit test ran")
        count.add(0, 1)
        return
    failed, total = map(int, summary.groups())
    count.add(total - failed, failed)


def run_runner_tests(count):
    """The tests of the script runner itself."""
    done = subprocess.run([sys.executable, str(ROOT / "tests/run_test.py")], cwd=ROOT, text=True,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    total = re.search(r"Ran (\d+) tests?", done.stdout)
    wrong = sum(map(int, re.findall(r"(?:failures|errors)=(\d+)", done.stdout)))
    if done.returncode or not total:
        print(done.stdout)
        wrong = max(wrong, 1)
    count.add(max(0, int(total[1] if total else 0) - wrong), wrong)


def run_scripts(label, arguments, count, extra_env={}, runner="tests/run.py"):
    process = subprocess.Popen(
        [sys.executable, str(ROOT / runner), *arguments], cwd=ROOT, text=True, errors="replace",
        env=os.environ | SANITIZER_ENV | extra_env, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    closing = None
    for line in process.stdout:
        if match := CLOSING.fullmatch(line.rstrip("\n")):
            closing = [int(number or 0) for number in match.groups()]
        else:
            print(line, end="", flush=True)
    process.wait()
    if not closing or not sum(closing[:2]):
        print(f"FAIL {label}: no test ran")
        closing = [0, 1, 0]
    count.add(*closing)


def run_fuzzers(stage, count):
    fuzzers = sorted(stage.folder.glob("*_fuzz"))
    if not fuzzers:
        print("FAIL fuzz: there is no fuzzer")
        count.add(0, 1)
        return
    workers = min(len(fuzzers), os.cpu_count())
    seconds = max(1, FUZZ_SECONDS // len(fuzzers))
    for start in range(0, len(fuzzers), workers):
        with contextlib.ExitStack() as stack:
            running = []
            for fuzzer in fuzzers[start:start + workers]:
                name = fuzzer.name.removesuffix("_fuzz")
                found = stack.enter_context(tempfile.TemporaryDirectory())
                log = stack.enter_context(tempfile.TemporaryFile("w+", errors="replace"))
                command = [str(fuzzer), f"-max_total_time={seconds}", "-seed=1",
                           f"-runs={FUZZ_RUNS.get(name, -1)}", "-timeout=10", "-rss_limit_mb=3000",
                           f"-artifact_prefix={stage.folder}/{name}-", found]
                if (corpus := ROOT / "tests/fuzz/corpus" / name).is_dir():
                    command.append(str(corpus))
                if (words := ROOT / f"tests/fuzz/{name}.dict").exists():
                    command.append(f"-dict={words}")
                running.append((name, log, subprocess.Popen(
                    command, cwd=found, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                    env=os.environ | SANITIZER_ENV)))
            for name, log, process in running:
                try:
                    code = process.wait(seconds + 120)
                except subprocess.TimeoutExpired:
                    process.kill()
                    code = process.wait()
                log.seek(0)
                text = log.read()
                if code:
                    print(f"FAIL fuzz {name}: exit code {code}", text[-6000:], sep="\n")
                runs = re.search(r"Done (\d+) runs", text)
                print(f"  {name}: {runs[1] if runs else '?'} inputs in {seconds} s")
                count.add(*(0, 1) if code or not runs else (1, 0))


def run_package(stage, count):
    """Installs the build and uses it from outside: find_package, pkg-config, add_subdirectory."""
    with tempfile.TemporaryDirectory() as folder:
        prefix, client, sub = (pathlib.Path(folder) / name for name in ("prefix", "client", "sub"))
        source = ROOT / "tests/package"
        configure = ["cmake", "-G", "Ninja", "-D", "CMAKE_CXX_COMPILER=g++-12", "-S", source, "-B"]
        search = os.environ | {"PKG_CONFIG_PATH": f"{prefix}/lib/pkgconfig:{prefix}/lib/x86_64-linux-gnu/pkgconfig"}
        by_hand = f"g++-12 -std=c++20 -o {folder}/%s {source}/client.cpp $(pkg-config --cflags --libs %s)"
        ways = {
            "install": [["cmake", "--install", stage.folder, "--prefix", prefix]],
            "find_package": [[*configure, client, "-D", f"CMAKE_PREFIX_PATH={prefix}"],
                             ["ninja", "-C", client], [client / "client-gilt"], [client / "client-nogil"]],
            "pkg-config": [["sh", "-c", by_hand % ("a", "gilt")], [f"{folder}/a"],
                           ["sh", "-c", by_hand % ("b", "gilt-nogil")], [f"{folder}/b"]],
            "add_subdirectory": [[*configure, sub, "-D", f"GILT_SOURCE={ROOT}"], ["ninja", "-C", sub, "gilt_embed"]],
            "programs": [[prefix / "bin/gilt", "-c", "print(1)"], [prefix / "bin/gilt-nogil", "-c", "print(1)"]],
        }
        for way, commands in ways.items():
            for command in commands:
                done = subprocess.run([*map(str, command)], stdin=subprocess.DEVNULL, text=True, errors="replace",
                                      env=search, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
                if done.returncode:
                    print(f"FAIL package {way}: {' '.join(map(str, command))}", done.stdout[-6000:], sep="\n")
                    break
            count.add(*(0, 1) if done.returncode else (1, 0))


def oracles():
    """The CPythons at hand; python3 is one always."""
    return [name for name in ("python3", "python3.14") if shutil.which(name)]


def run_stage(stage, groups, parts, storm_seconds=STORM_SECONDS):
    count = Count()
    with timed(parts, "build"):
        if stage.preset and not build(stage):
            print(f"FAIL {stage.name}: does not build")
            count.add(0, 1)
            return count
    if stage.fuzz:
        with timed(parts, "fuzzers"):
            run_fuzzers(stage, count)
        return count
    if stage.package:
        with timed(parts, "clients"):
            run_package(stage, count)
        return count
    if stage.storm:
        with timed(parts, "rounds"):
            arguments = [f"--gilt={stage.folder / stage.programs[0]}", f"--seconds={storm_seconds}"]
            run_scripts(stage.name, arguments, count, runner="tests/random_threads.py")
        return count
    scripts = [group for group in groups if group not in ("unit", "cli")]
    if stage.oracle and not groups:
        with timed(parts, "runner"):
            run_runner_tests(count)
    if stage.units and stage.preset and (not groups or "unit" in groups):
        with timed(parts, "units"):
            run_units(stage, count)
    if stage.cli and (not groups or "cli" in groups):
        with timed(parts, "command line"):
            programs = [f"--gilt={stage.folder / name}" for name in stage.programs]
            run_scripts(stage.name, programs, count, runner="tests/cli/run.py")
    if not groups or scripts:
        if stage.oracle:
            arguments = [f"--oracle={name}" for name in oracles()]
        else:
            arguments = [f"--gilt={stage.folder / name}" for name in stage.programs]
        with timed(parts, "scripts"):
            run_scripts(stage.name, [*arguments, *stage.options, *(scripts or stage.groups)], count,
                        stage.env)
    return count


def main():
    parser = argparse.ArgumentParser(prog="./dev test", description=__doc__.splitlines()[0])
    parser.add_argument("groups", nargs="*", metavar="GROUP", help="unit, cli, or a folder of tests/")
    parser.add_argument("--stage", action="append", choices=[stage.name for stage in STAGES])
    parser.add_argument("--storm-seconds", type=float, default=STORM_SECONDS, metavar="N",
                        help=f"how long the randomised thread test runs; default {STORM_SECONDS}")
    options = parser.parse_args()
    # What a shell made this process ignore (it does for commands in the background) would be ignored
    # by every program under test.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    wanted = options.stage or (["release"] if options.groups else [stage.name for stage in STAGES])

    total, summary, begin = Count(), [], time.monotonic()
    for stage in STAGES:
        if stage.name not in wanted:
            continue
        print(f"== {stage.name}: {stage.what}", flush=True)
        parts = []
        count = run_stage(stage, options.groups, parts, options.storm_seconds)
        total.add(count.passed, count.failed, count.skipped)
        summary.append(f"{stage.name:<9}{count!s:<42}{', '.join(parts)}")
    print("", *summary, f"{'in all':<51}{time.monotonic() - begin:.0f} s", "", sep="\n")
    print(total)
    return 1 if total.failed or not total.passed else 0


if __name__ == "__main__":
    sys.exit(main())
