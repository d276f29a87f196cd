#!/usr/bin/env python3
"""What starting, handing over and passing on cost in each style, beside other Pythons.

    ./dev bench concurrency                                    against the python3 on the path
    ./dev bench concurrency --against python3.15 start         only the programs named

Subjects run each program in turns; the median of each figure counts. A ratio above 1 says that gilt needs less.
"""

import argparse
import os
import pathlib
import re
import shlex
import statistics
import subprocess
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
PROGRAMS = ["start", "handover", "throughput", "task_switch", "sleepers", "lost_worker"]
FIGURE = re.compile(r"(.+): ([0-9.]+) (\w+)")


def figures(command, program):
    """{(label, unit): value} of one run."""
    done = subprocess.run([*command, str(program)], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=300)
    if done.returncode:
        sys.exit(f"{shlex.join([*command, str(program)])}\n{done.stderr}exit code {done.returncode}")
    return {(match[1], match[3]): float(match[2]) for match in map(FIGURE.fullmatch, done.stdout.splitlines()) if match}


def compare(program, subjects, rounds):
    """The median of each figure for each subject, None where a subject has none; in the order of the program."""
    found = [{} for _ in subjects]
    for _ in range(rounds):
        for command, known in zip(subjects, found):
            for key, value in figures(command, program).items():
                known.setdefault(key, []).append(value)
    keys = max((list(known) for known in found), key=len)
    return {key: [statistics.median(known[key]) if key in known else None for known in found] for key in keys}


def main():
    parser = argparse.ArgumentParser(prog="./dev bench concurrency", description=__doc__.splitlines()[0])
    parser.add_argument("programs", nargs="*", choices=[[], *PROGRAMS], metavar="PROGRAM", help=", ".join(PROGRAMS))
    parser.add_argument("--gilt", required=True)
    parser.add_argument("--free", required=True)
    parser.add_argument("--against", action="append", metavar="COMMAND", help="default: python3")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()

    against = options.against or ["python3"]
    subjects = [[options.gilt], [options.free], *map(shlex.split, against)]
    print(f"{os.cpu_count()} cores")
    for number, command in enumerate(against, 1):
        print(f"({number}) {command}")
    heads = "".join(f"{f'({n})':>11}{'ratio':>7}" for n in range(1, len(against) + 1))
    for name in options.programs or PROGRAMS:
        program = FOLDER / f"{name}.py"
        print("\n#", program.read_text().splitlines()[0].strip('"'))
        print(f"{'':<42}{'gilt':>10}{'gilt-nogil':>12}{heads}")
        for (label, unit), values in compare(program, subjects, options.rounds).items():
            line = f"{f'{label}, {unit}':<42}"
            for value, width in zip(values[:2], (10, 12)):
                line += f"{'-' if value is None else f'{value:.1f}':>{width}}"
            for value in values[2:]:
                ratio = f"{value / values[0]:.2f}" if value is not None and values[0] else ""
                line += f"{'-' if value is None else f'{value:.1f}':>11}{ratio:>7}"
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
