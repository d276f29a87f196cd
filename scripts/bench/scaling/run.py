#!/usr/bin/env python3
"""How the free-threaded build scales. Every figure is a ratio between runs that alternate.

Where a table says `best`, it compares the shortest run of each: whatever else a machine does only ever adds time, and the
runs are short enough that some fall into a quiet moment. They go on until neither best has become better for a while.
The median of the ratios beside it tells how much was added meanwhile.

    ./dev bench scaling                    all sections
    ./dev bench scaling --threads 1,2,4    more threads for separate work
    ./dev bench scaling one separate       only these: one, separate, contended, memory
"""

import argparse
import functools
import math
import os
import pathlib
import shlex
import statistics
import subprocess
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
KINDS = ["calls", "loops", "floats", "objects", "private_dict", "private_list", "shared_dict_read",
         "shared_list_read", "strings", "closures"]


def last_line(command, **options):
    """The last line that a program prints, as words; ends the run if it fails."""
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=600, **options)
    if done.returncode:
        sys.exit(f"{shlex.join(map(str, command))}\n{done.stderr or done.stdout}exit code {done.returncode}")
    return done.stdout.splitlines()[-1].split(" ", 1)


def seconds(command):
    return float(last_line(command)[0])


def alternate(rounds, *commands):
    """The seconds of each command, run in turns. What can be called is, for its seconds."""
    times = [[] for _ in commands]
    for _ in range(rounds):
        for command, taken in zip(commands, times):
            taken.append(command() if callable(command) else seconds(command))
    return times


def best_ratio(rounds, below, above):
    """(ratio of the bests, median ratio, best of below, best of above)."""
    times = [[], []]
    since = 0
    while since < 8 * rounds and len(times[0]) < 40 * rounds:
        since += 1
        for taken, command in zip(times, (below, above)):
            value = command() if callable(command) else seconds(command)
            if not taken or value < 0.99 * min(taken):
                since = 0
            taken.append(value)
    below, above = times
    return min(above) / min(below), statistics.median(a / b for a, b in zip(above, below)), min(below), min(above)


def ratio(rounds, below, above):
    """The median over the rounds of what [above] takes, in units of what [below] took just before.

    A core's speed changes by half and more within seconds on machines that others use too, and rarely within two
    short runs: the ratio of two medians compares different seconds, the median of ratios does not.
    """
    before, after = alternate(3 * rounds, below, above)
    return statistics.median(a / b for a, b in zip(after, before))


def side_by_side(count, command):
    """The seconds of the slowest of several processes that do the same at the same time."""
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, stdin=subprocess.DEVNULL)
               for _ in range(count)]
    times = []
    for process in running:
        text, _ = process.communicate(timeout=600)
        if process.returncode:
            sys.exit(f"{shlex.join(map(str, command))}\n{text}exit code {process.returncode}")
        times.append(float(text.splitlines()[-1].split(" ", 1)[0]))
    return max(times)


def geometric_mean(values):
    return math.exp(sum(map(math.log, values)) / len(values))


def one_thread(options):
    print("\n# one thread: free-threaded against the build with the lock (ratio of times)")
    print(f"{'':<18}{'gilt':>11}{'gilt-nogil':>12}{'best':>7}{'median':>8}")
    ratios = []
    for program in sorted(FOLDER.parent.glob("*.py")):
        if program.name == "run.py":
            continue
        best, median, below, above = best_ratio(options.rounds, [options.gilt, program], [options.free, program])
        ratios.append(best)
        print(f"{program.stem:<18}{below:9.3f} s{above:10.3f} s{best:7.2f}{median:8.2f}", flush=True)
    print(f"{'geometric mean':<41}{geometric_mean(ratios):7.2f}")


def separate(options):
    counts = [int(n) for n in options.threads.split(",")]
    subjects = [("gilt-nogil", [options.free])] + [(c, shlex.split(c)) for c in options.against]
    many = [n for n in counts if n > 1]
    print("\n# separate work on N threads: time against one thread (1.00: perfect), best and median")
    print("# machine: N processes of the build with the lock at the same time, against one: what the cores allow")
    heads = [f"{name[:16]} x{n}" for name, _ in [*subjects, ("machine", None)] for n in many]
    print(f"{'':<18}" + "".join(f"{head:>20}" for head in heads))
    for kind in KINDS:
        work = [FOLDER / "kinds.py", "separate", kind]
        pairs = [([*command, *work, "1"], [*command, *work, str(n)]) for _, command in subjects for n in many]
        alone = [options.gilt, *work, "1"]
        pairs += [(alone, functools.partial(side_by_side, n, alone)) for n in many]
        line = f"{kind:<18}"
        for one, several in pairs:
            best, median, *_ = best_ratio(options.rounds, one, several)
            line += f"{best:12.2f}{median:8.2f}"
        print(line, flush=True)


def contended(options):
    print("\n# contended writes: throughput of the free-threaded build against the one with the lock")
    print(f"{'':<18}" + "".join(f"{f'{n} threads':>14}" for n in (2, 4, 8)))
    for kind in ("list", "dict", "counter", "number"):
        line = f"{kind:<18}"
        for threads in (2, 4, 8):
            arguments = [FOLDER / "kinds.py", "contended", kind, str(threads)]
            line += f"{ratio(options.rounds, [options.free, *arguments], [options.gilt, *arguments]):14.2f}"
        print(line, flush=True)


def memory(options):
    print("\n# retired memory: a shared dict whose values two threads replace")
    for name, program in (("gilt", options.gilt), ("gilt-nogil", options.free)):
        peak, before = map(int, last_line([program, FOLDER / "kinds.py", "memory", str(options.seconds)]))
        print(f"{name:<18}live {before / 1024:7.1f} MB   peak {peak / 1024:7.1f} MB   ratio {peak / before:5.2f}")
    done = subprocess.run([options.free, "--stats", FOLDER / "kinds.py", "memory", "3"], capture_output=True, text=True)
    for text in done.stderr.splitlines():
        if "pause" in text or "reclaim" in text or "collect" in text:
            print("  " + text.strip())


def main():
    parser = argparse.ArgumentParser(prog="./dev bench scaling", description=__doc__.splitlines()[0])
    parser.add_argument("sections", nargs="*", choices=[[], "one", "separate", "contended", "memory"], metavar="SECTION")
    parser.add_argument("--gilt", required=True)
    parser.add_argument("--free", required=True)
    parser.add_argument("--against", action="append", default=[], metavar="COMMAND", help="another Python")
    parser.add_argument("--threads", default="1,2")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=60, help="of the memory section")
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores")
    sections = {"one": one_thread, "separate": separate, "contended": contended, "memory": memory}
    for name in options.sections or sections:
        sections[name](options)


main()
