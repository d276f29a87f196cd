#!/usr/bin/env python3
"""What starting, handing over and passing on cost in each style, beside other Pythons.

    ./dev bench concurrency                                    against the python3 on the path
    ./dev bench concurrency --against python3.15 start         only the programs named

Subjects run each program in turns; the median of each figure counts. A ratio above 1 says that gilt needs less: it is
the median of the rounds' ratios, since a core's speed may double from one second to the next, and hardly within a round.
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
    """Each figure of each subject, one for each round, None where a subject has none; in the order of the program."""
    found = [{} for _ in subjects]
    for _ in range(rounds):
        for command, known in zip(subjects, found):
            for key, value in figures(command, program).items():
                known.setdefault(key, []).append(value)
    keys = max((list(known) for known in found), key=len)
    return {key: [known.get(key) for known in found] for key in keys}


def ratio(values, ours):
    """The median over the rounds, as text."""
    return f"{statistics.median(a / b for a, b in zip(values, ours)):.2f}" if values and ours and all(ours) else ""


def main():
    parser = argparse.ArgumentParser(prog="./dev bench concurrency", description=__doc__.splitlines()[0])
    parser.add_argument("programs", nargs="*", choices=[[], *PROGRAMS], metavar="PROGRAM", help=", ".join(PROGRAMS))
    parser.add_argument("--gilt", required=True)
    parser.add_argument("--free", required=True)
    parser.add_argument("--against", action="append", metavar="COMMAND", help="default: python3")
    parser.add_argument("--rounds", type=int, default=5)
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
        for (label, unit), found in compare(program, subjects, options.rounds).items():
            line = f"{f'{label}, {unit}':<42}"
            medians = [f"{statistics.median(values):.1f}" if values else "-" for values in found]
            for text, width in zip(medians[:2], (10, 12)):
                line += f"{text:>{width}}"
            for text, values in zip(medians[2:], found[2:]):
                line += f"{text:>11}{ratio(values, found[0]):>7}"
            print(line, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
