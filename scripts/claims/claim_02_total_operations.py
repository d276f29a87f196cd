"""Threads together do as many operations as one thread while a GIL is in force; processes do as many times more."""

import time

from claim import CORES, alone, decide, has_gil, in_processes, in_threads, median, row, scaled, title, verdict

WORKERS = 4
SECONDS = scaled(0.15)


def count():
    """How many operations fit into SECONDS."""
    end = time.perf_counter() + SECONDS
    operations = 0
    value = 0
    while time.perf_counter() < end:
        for i in range(1000):
            value = (value * 3 + i) & 0xFFFF
        operations += 1000
    return operations


def measure():
    faster, slower = alone(count)
    return {"one": faster, "slower": slower, "threads": in_threads(*[count] * WORKERS),
            "processes": in_processes(*[count] * WORKERS)}


def rate(run):
    """Operations a second of all workers together."""
    return sum(run.results) / run.seconds


def rate_of_core(run):
    """Operations in a second of a core's time."""
    return sum(run.results) / run.on_cores


def same_total(kind):
    """Conditions: one worker at a time does operations, and no more than one thread that has the core for itself."""
    return [lambda runs: runs[kind].serial(runs["processes"]),
            lambda runs: rate_of_core(runs[kind]) < 1.25 * rate_of_core(runs["one"])]


def more_in_total(kind):
    """Conditions: several workers do operations at a time, and two of them 1.4 times as many as one thread."""
    return [lambda runs: runs[kind].parallel(),
            lambda runs: 2 * rate_of_core(runs[kind]) > 1.4 * rate_of_core(runs["slower"])]


def main():
    title(2, f"threads together do as many operations as one; {WORKERS} processes do {WORKERS} times as many")
    measure()
    threads = same_total("threads") if has_gil() else more_in_total("threads")
    rounds, held = decide(measure, *threads, *more_in_total("processes"))
    row("1 thread", f"{median(rate(runs['one']) for runs in rounds) / 1e6:7.2f} million operations a second")
    for kind in ("threads", "processes"):
        row(f"{WORKERS} {kind} together",
            f"{median(rate(runs[kind]) for runs in rounds) / 1e6:7.2f} million, "
            f"{median(rate(runs[kind]) / rate(runs['one']) for runs in rounds):.2f} times one, "
            f"{median(runs[kind].in_use for runs in rounds):.2f} cores in use")
    row("this machine has", f"{CORES} cores")
    verdict(held, "more threads, the same total; processes use the cores there are" if has_gil() else
            "threads use the cores there are, as processes do")


if __name__ == "__main__":
    main()
