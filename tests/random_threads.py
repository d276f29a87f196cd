#!/usr/bin/env python3
"""The randomised thread test: rounds of tests/threading_random/_storm.py with new seeds, for some time; with
--library of _library_storm.py, which does the same with the standard library's native objects.

    tests/random_threads.py --gilt build/gilt-nogil --seconds 600
    tests/random_threads.py --gilt build/gilt-nogil --seed 1234/3 --rounds 20    # one round again

A round that crashes, hangs or leaves something broken is a failure; its seed is printed, with which
each thread makes the same choices again. Who comes first is not in the seed: try it several times.
"""

import argparse
import os
import pathlib
import random
import shlex
import signal
import subprocess
import sys
import time

STORMS = pathlib.Path(__file__).resolve().parent / "threading_random"
# Threads, operations of each.
SIZES = [(2, 2000), (4, 1000), (4, 3000), (8, 500), (16, 200), (1, 3000)]


def play(command, storm, seed, size, patience):
    """One round: nothing, or what went wrong."""
    process = subprocess.Popen([*command, str(STORMS / storm), seed, *map(str, size)], stdin=subprocess.DEVNULL,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
                               start_new_session=True)
    try:
        out, _ = process.communicate(timeout=patience)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        out, _ = process.communicate()
        return f"hangs: not finished in {patience:.0f} s\n{out[-2000:]}"
    if process.returncode < 0:
        return f"ended by {signal.Signals(-process.returncode).name}\n{out[-4000:]}"
    if process.returncode or out.strip().splitlines()[-1:] != ["whole"]:
        return f"exit code {process.returncode}\n{out[-4000:]}"
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gilt", default="build/gilt-nogil", help="the command to test; default build/gilt-nogil")
    parser.add_argument("--library", action="store_true", help="the objects of the standard library")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rounds", type=int, default=1 << 30, help="at most so many")
    parser.add_argument("--seed", help="the same seed each time, as a failure printed it; else new ones")
    parser.add_argument("--patience", type=float, default=60, help="seconds after which a round hangs")
    parser.add_argument("--failures", type=int, default=5, help="stop after so many")
    options = parser.parse_args()
    command = shlex.split(options.gilt)
    first = random.SystemRandom().randrange(1 << 32)
    begin, passed, failed = time.monotonic(), 0, 0
    while time.monotonic() - begin < options.seconds and passed + failed < options.rounds and failed < options.failures:
        number = passed + failed
        seed = options.seed or f"{first + number // len(SIZES)}/{number % len(SIZES)}"
        storm = "_library_storm.py" if options.library else "_storm.py"
        problem = play(command, storm, seed, SIZES[int(seed.partition("/")[2] or 0) % len(SIZES)], options.patience)
        if problem is None:
            passed += 1
        else:
            failed += 1
            print(f"FAIL random threads: --seed {seed}: {problem}", flush=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
