"""For small tasks parallelism costs more than it gains; the break-even size is printed."""

import glob
import multiprocessing
import time
from concurrent.futures import ThreadPoolExecutor

from claim import Run, decide, has_gil, median, row, scaled, schedule, timed, title, verdict

WORKERS = 2
TASKS = 64
SIZES = [4 ** n for n in range(9)]  # loop rounds in one task
SEQUENCE, THREADS, PROCESSES = "one after another", f"{WORKERS} threads", f"{WORKERS} processes"


def task(rounds):
    total = 0
    for i in range(rounds):
        total += i & 7
    return total


def account():
    """Processor time of this process and its children so far, and the time that their threads waited for a core."""
    children = [schedule(child.pid) for child in multiprocessing.active_children()]
    threads = [schedule(path.split("/", 2)[2]) for path in glob.glob("/proc/self/task/*")]
    return (time.process_time() + sum(on_core for on_core, _ in children),
            sum(waited for _, waited in children + threads))


def run_of(way, sizes):
    """The Run of doing tasks in one of the ways."""
    on_cores, waited = account()
    seconds = timed(way, sizes)
    after = account()
    return Run(seconds, after[0] - on_cores, after[1] - waited)


def break_even(rounds, sizes, name):
    """The smallest size from which on the way wins against the sequence just before; None when it never does."""
    found = None
    for size in reversed(sizes):
        if median(runs[size][name].seconds / runs[size][SEQUENCE].seconds for runs in rounds) >= 1:
            break
        found = size
    return found


def in_sequence(sizes):
    return [task(size) for size in sizes]


def main():
    title(18, "for small tasks parallelism costs more than it gains")
    sizes = SIZES[:max(2, scaled(len(SIZES)))]
    with ThreadPoolExecutor(WORKERS) as threads, multiprocessing.Pool(WORKERS) as processes:
        ways = {
            SEQUENCE: in_sequence,
            THREADS: lambda sizes: list(threads.map(task, sizes)),
            PROCESSES: lambda sizes: processes.map(task, sizes, chunksize=1),
        }
        for way in ways.values():
            way([1] * TASKS)

        def measure():
            # The ways take turns, so that other work on the machine hits all.
            return {size: {name: run_of(way, [size] * TASKS) for name, way in ways.items()} for size in sizes}

        smallest, largest = sizes[0], sizes[-1]

        def small_lose(runs):
            one = runs[smallest]
            return one[SEQUENCE].seconds < min(one[THREADS].seconds, one[PROCESSES].seconds)

        def wins(name):
            """Conditions: in this way the largest tasks run in parallel, and cost less than a second core brings."""
            return [lambda runs: runs[largest][name].parallel(),
                    lambda runs: runs[largest][name].on_cores < WORKERS * runs[largest][SEQUENCE].on_cores]

        conditions = [small_lose, *wins(PROCESSES)]
        if has_gil():
            # Threads need as much of a core's time as the sequence, and keep no second core busy: together that is,
            # that they take as long. (On a machine with other work they may get a larger share of it, and end sooner.)
            # Cores differ in speed, which the bound leaves room for.
            conditions += [lambda runs: runs[largest][THREADS].serial(runs[largest][PROCESSES]),
                           lambda runs: runs[largest][THREADS].on_cores > 0.75 * runs[largest][SEQUENCE].on_cores]
        else:
            conditions += wins(THREADS)
        rounds, held = decide(measure, *conditions)

    row(f"{TASKS} tasks, loop rounds in each", "".join(f"{name:>20}" for name in ways))
    for size in sizes:
        times = (median(runs[size][name].seconds for runs in rounds) for name in ways)
        row(f"  {size}", "".join(f"{seconds * 1e3:17.3f} ms" for seconds in times))
    for name in (THREADS, PROCESSES):
        size = break_even(rounds, sizes, name)
        if size is None:
            busy = any(runs[largest][name].disturbed for runs in rounds)
            row(f"break-even for {name}", "none up to here" + (" (on a busy machine)" if busy else ""))
        else:
            one = median(runs[size][SEQUENCE].seconds for runs in rounds) / TASKS
            share = " (by a larger share of a busy machine)" if has_gil() and name == THREADS else ""
            row(f"break-even for {name}", f"tasks of {size} rounds, {one * 1e6:.0f} us each{share}")
    for name in (THREADS, PROCESSES):
        row(f"cores that {name} kept busy", f"{median(runs[largest][name].in_use for runs in rounds):.2f}")
    verdict(held, "small tasks lose by it; large ones win with processes, and with threads not even those"
            if has_gil() else "small tasks lose by it, large ones win")


if __name__ == "__main__":
    main()
