#!/usr/bin/env python3
"""Runs the tests of the command line, the prompt and signals: tests/cli/NAME_test.py.

run.py --gilt PATH [--gilt PATH ...] [NAME ...] tests each program; NAME is a file or Class.method, or
part of one. --oracle COMMAND lets a CPython run what is not gilt's own.
"""

import argparse
import concurrent.futures
import importlib
import os
import pathlib
import shutil
import signal
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import harness  # noqa: E402


def load(names):
    """(test class, method name) of all tests whose name contains one of names."""
    found = []
    for path in sorted(HERE.glob("*_test.py")):
        module = importlib.import_module(path.stem)
        for cls in vars(module).values():
            if not isinstance(cls, type) or not issubclass(cls, harness.Case) or cls is harness.Case:
                continue
            for method in unittest.defaultTestLoader.getTestCaseNames(cls):
                full = f"{path.name}: {cls.__name__}.{method}"
                if not names or any(name in full for name in names):
                    found.append((full, cls, method))
    return found


def run_one(job):
    full, cls, method, program, is_gilt, patience = job
    case = cls(method)
    case.program, case.is_gilt, case.patience = program, is_gilt, patience
    if not is_gilt and (getattr(cls, "gilt_only", False) or getattr(getattr(cls, method), "gilt_only", False)):
        return full, program, "skipped", ""
    result = unittest.TestResult()
    case.run(result)
    if result.wasSuccessful():
        return full, program, "skipped" if result.skipped else "passed", ""
    return full, program, "failed", "\n".join(text for _, text in result.failures + result.errors)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--gilt", action="append", default=[], metavar="PATH", help="a program to test")
    parser.add_argument("--oracle", action="append", default=[], metavar="COMMAND", help="a CPython")
    parser.add_argument("--jobs", type=int, default=2 * (os.cpu_count() or 1), help="most of them wait")
    parser.add_argument("--patience", type=float, default=1, help="multiplies every limit")
    options = parser.parse_args()
    programs = [(os.path.abspath(path), True) for path in options.gilt]
    programs += [(shutil.which(command) or command, False) for command in options.oracle]
    if not programs:
        parser.error("say whom to test: --gilt PATH or --oracle COMMAND")
    # Who was started with Ctrl-C ignored, as in the background of a shell, would pass that on.
    signal.signal(signal.SIGINT, signal.default_int_handler)

    jobs = [(*test, *program, options.patience) for test in load(options.names) for program in programs]
    count = {"passed": 0, "failed": 0, "skipped": 0}
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for full, program, outcome, why in pool.map(run_one, jobs):
            count[outcome] += 1
            if why:
                print(f"FAIL cli/{full} [{os.path.relpath(program)}]", why, sep="\n", flush=True)
    skipped = f", {count['skipped']} skipped" if count["skipped"] else ""
    print(f"{count['passed']} passed, {count['failed']} failed{skipped}")
    return 0 if count["passed"] and not count["failed"] else 1


if __name__ == "__main__":
    sys.exit(main())
