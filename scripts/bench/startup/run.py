#!/usr/bin/env python3
"""What it takes to start: a program that does nothing, and a process that a program spawns.

    ./dev bench startup                           against the python3 on the path
    ./dev bench startup --against python3.15 --runs 500

Subjects start in turns. Beside the median stands the quickest run, which other programs on the machine delayed least;
the processor time of the process (average) and its page faults come from the kernel.
"""

import argparse
import os
import pathlib
import shlex
import shutil
import statistics
import sys
import time

SPAWN = pathlib.Path(__file__).with_name("spawn.py")


def start(command):
    """(milliseconds, of them on a processor, page faults) of a process from its start to its end."""
    begin = time.perf_counter()
    pid = os.posix_spawn(command[0], command, os.environ)
    _, status, used = os.wait4(pid, 0)
    taken = time.perf_counter() - begin
    if status:
        sys.exit(f"{shlex.join(command)}\nexit code {os.waitstatus_to_exitcode(status)}")
    return 1e3 * taken, 1e3 * (used.ru_utime + used.ru_stime), used.ru_minflt


def spawn(command, number):
    """The same of [number] processes that a program of that subject spawns."""
    reading, writing = os.pipe()
    pid = os.posix_spawn(command[0], [*command, str(SPAWN), str(number)], os.environ,
                         file_actions=[(os.POSIX_SPAWN_DUP2, writing, 1)])
    os.close(writing)
    with open(reading, encoding="ascii") as lines:
        figures = [tuple(map(float, line.split())) for line in lines]
    if os.waitpid(pid, 0)[1]:
        sys.exit(f"{shlex.join(command)} {SPAWN} failed")
    return figures


def table(heading, subjects, figures):
    print(f"\n# {heading}\n{'':<32}{'median, ms':>12}{'quickest':>10}{'processor':>11}{'page faults':>13}{'ratio':>7}")
    medians = [statistics.median(taken for taken, _, _ in runs) for runs in figures]
    for subject, runs, median in zip(subjects, figures, medians):
        print(f"{subject:<32}{median:>12.2f}{min(runs)[0]:>10.2f}{statistics.mean(run[1] for run in runs):>11.2f}"
              f"{statistics.median(run[2] for run in runs):>13.0f}{median / medians[0]:>7.2f}")


def main():
    parser = argparse.ArgumentParser(prog="./dev bench startup", description=__doc__.splitlines()[0])
    parser.add_argument("--gilt", required=True)
    parser.add_argument("--free", required=True)
    parser.add_argument("--against", action="append", metavar="COMMAND", help="default: python3")
    parser.add_argument("--runs", type=int, default=100)
    options = parser.parse_args()

    subjects = {"gilt": [options.gilt], "gilt-nogil": [options.free]}
    for against in options.against or ["python3"]:
        program, *arguments = shlex.split(against)
        subjects[against] = [shutil.which(program) or program, *arguments]
    commands = list(subjects.values())

    rounds = [[start([*command, "-c", "pass"]) for command in commands] for _ in range(options.runs)]
    table("-c pass", subjects, list(zip(*rounds)))
    rounds = [[spawn(command, 10) for command in commands] for _ in range(max(options.runs // 10, 1))]
    table("a spawned process, from start() to join()", subjects, [sum(runs, []) for runs in zip(*rounds)])
    return 0


if __name__ == "__main__":
    sys.exit(main())
