#!/usr/bin/env python3
"""Compares gilt with other Pythons on the programs of this folder, in one run.

Each program measures its own work and prints `SECONDS RESULT` as its last line. Every subject runs
every program in turns, so that whatever else the machine does hits all of them, and the best time
counts. A ratio above 1 says that gilt is faster. Subjects that print another result are an error.

    ./dev bench                                      against the python3 on the path
    ./dev bench --against python3.14 --against pypy3 calls floats
"""

import argparse
import math
import pathlib
import shlex
import subprocess
import sys

FOLDER = pathlib.Path(__file__).resolve().parent


def measure(command, program):
    """Returns (seconds, result), or (None, why not)."""
    try:
        done = subprocess.run([*command, str(program)], stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, timeout=300)
    except (OSError, subprocess.TimeoutExpired) as error:
        return None, str(error)
    lines = done.stdout.splitlines()
    if done.returncode or not lines:
        return None, (done.stderr.splitlines() or [f"exit code {done.returncode}"])[-1]
    seconds, _, result = lines[-1].partition(" ")
    return float(seconds), result


def geometric_mean(values):
    return math.exp(sum(map(math.log, values)) / len(values))


def main():
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__.splitlines()[0])
    parser.add_argument("programs", nargs="*", metavar="NAME", help="of this folder; all by default")
    parser.add_argument("--gilt", required=True, help="the program that is measured")
    parser.add_argument("--against", action="append", metavar="COMMAND", help="default: python3")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()

    against = options.against or ["python3"]
    subjects = [[options.gilt], *map(shlex.split, against)]
    programs = sorted(FOLDER.glob("*.py"))
    programs = [p for p in programs if p.name != "run.py" and (not options.programs or p.stem in options.programs)]
    if not programs:
        parser.error("no such program")

    for number, command in enumerate(against, 1):
        print(f"({number}) {command}")
    heads = "".join(f"{f'({n}) s':>10}{'ratio':>7}" for n in range(1, len(subjects)))
    print(f"{'':<14}{'gilt s':>9}{heads}")
    ratios = [[] for _ in against]
    wrong = 0
    for program in programs:
        best, results = [None] * len(subjects), [None] * len(subjects)
        for _ in range(options.rounds):
            for index, command in enumerate(subjects):
                seconds, result = measure(command, program)
                results[index] = result
                if seconds is None:
                    best[index] = None
                elif best[index] is None or seconds < best[index]:
                    best[index] = seconds
        line = f"{program.stem:<14}{best[0]:>9.3f}" if best[0] else f"{program.stem:<14}{'failed':>9}"
        for index in range(1, len(subjects)):
            if best[0] and best[index]:
                ratios[index - 1].append(best[index] / best[0])
                line += f"{best[index]:>10.3f}{best[index] / best[0]:>7.2f}"
            else:
                line += f"{f'{best[index]:.3f}' if best[index] else 'failed':>10}{'':>7}"
        print(line, flush=True)
        if best[0] is None or any(b is not None and r != results[0] for b, r in zip(best, results)):
            wrong += 1
            print(*(f"    {' '.join(c)}: {r}" for c, r in zip(subjects, results)), sep="\n")
    for name, pick in (("geometric mean", geometric_mean), ("slowest", min)):
        values = "".join(f"{'':>10}{pick(column):>7.2f}" if column else f"{'':>17}" for column in ratios)
        print(f"{name:<23}{values}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
