"""What the claim scripts share: measuring that other programs do not disturb, and how a result is stated.

A claim script prints the claim, what it measured and whether the claim held. It ends with exit code 1 when the
claim did not hold and with 2 when that could not be told, so that a run of all of them is a test. All run on CPython
too. A number as first argument scales the work: `claim_01_cpu_threads.py 0.1` does a tenth of it, which shows less
clearly what it shows.

A time on the clock says little where other programs want the cores too. What other programs cannot change is the
processor time that work takes; and whether it ran in parallel shows from two sides:

    cores in use   processor time / time on the clock: at least so many workers were able to run at a time
    cores wanted   the same with the time in which a worker was ready to run and had no core. At most so many were
                   able to: who waits for the GIL is neither running nor ready.

On a machine of one's own they are the same number. And since a core's speed changes from one second to the next,
only runs that follow each other are compared: a round of them is a vote, and `decide` goes on until it is clear.
"""

import os
import sys
import threading
import time

CORES = len(os.sched_getaffinity(0))
PARALLEL = 1.2  # cores: one worker at a time uses at most 1, two at a time 2, or 1.33 beside another busy program


def scaled(size):
    """The size of some work, a count or seconds, times the first argument of the script."""
    factor = float(sys.argv[1]) if len(sys.argv) > 1 else 1
    return size * factor if isinstance(size, float) else max(1, int(size * factor))


def has_gil():
    """Whether a global interpreter lock is in force."""
    check = getattr(sys, "_is_gil_enabled", None)
    return check() if check else True


def runner():
    """Name of what runs the script, with or without lock."""
    return f"{sys.implementation.name} ({'with the GIL' if has_gil() else 'without a GIL'})"


def median(values):
    values = sorted(values)
    return values[len(values) // 2]


def timed(function, *args):
    """Seconds that function(*args) takes."""
    start = time.perf_counter()
    function(*args)
    return time.perf_counter() - start


def shortest_of(runs, function, *args):
    """The shortest of the times of some runs: what other programs do only makes them longer."""
    return min(timed(function, *args) for _ in range(runs))


def schedule(task="thread-self"):
    """Seconds that a thread was on a core, and those in which it was ready to run and had none, as far as Linux tells.
    (The first is exact when the thread has left the core.)"""
    try:
        with open(f"/proc/{task}/schedstat") as file:
            on_core, waited, _ = file.read().split()
        return int(on_core) / 1e9, int(waited) / 1e9
    except OSError:
        return 0.0, 0.0


def waited():
    """Seconds in which the calling thread was ready to run and had no core."""
    return schedule()[1]


class Run:
    """What workers took that ran at the same time."""

    def __init__(self, seconds, on_cores, waited, results=()):
        self.seconds = seconds  # from the first one's start to the last one's end
        self.on_cores = on_cores  # processor time of all of them
        self.waited = waited  # how long they were ready and had no core, all together
        self.results = results  # the numbers that they returned

    @property
    def in_use(self):
        return self.on_cores / self.seconds

    @property
    def wanted(self):
        return (self.on_cores + self.waited) / self.seconds

    @property
    def disturbed(self):
        """Whether there was a worker without a core for much of the time."""
        return self.wanted - self.in_use > 0.3

    def parallel(self):
        """Whether several workers ran at a time; None if other programs leave that open."""
        if self.in_use > PARALLEL:
            return True
        return False if self.wanted < PARALLEL else None

    def serial(self, beside=None):
        """Whether one worker ran at a time; None as above. What workers [beside] used just before or after may tell
        that there were cores to be had."""
        parallel = self.parallel()
        if parallel is None and beside is not None and beside.in_use > 1.4 * self.in_use:
            return True
        return None if parallel is None else not parallel


def account(job, ready, gate, number, notes):
    """What a worker does: job(), when the gate opens, noting what it took."""
    on_core, without = time.thread_time(), waited()
    os.write(ready, b".")
    os.read(gate, 1)
    start = time.perf_counter()
    result = job()
    notes[5 * number:5 * number + 5] = [start, time.perf_counter(), time.thread_time() - on_core,
                                        waited() - without, result or 0]


def at_once(kind, notes, jobs):
    (told, ready), (gate, opener) = pipes = os.pipe(), os.pipe()
    workers = [kind(target=account, args=(job, ready, gate, number, notes)) for number, job in enumerate(jobs)]
    for worker in workers:
        worker.start()
    for _ in workers:
        os.read(told, 1)
    os.write(opener, b"." * len(workers))
    for worker in workers:
        worker.join()
    for pipe in pipes:
        for end in pipe:
            os.close(end)
    starts, ends, on_core, without, results = (list(notes)[n::5] for n in range(5))
    return Run(max(ends) - min(starts), sum(on_core), sum(without), results)


def in_threads(*jobs):
    """The Run of a thread for each job, all at once."""
    return at_once(threading.Thread, [0.0] * (5 * len(jobs)), jobs)


def alone(job):
    """The Runs of one thread, on the faster and on the slower of two cores: on machines that others use too they may
    differ by half. What needs more than one thread has to need more than the faster, and the other way round."""
    cores = os.sched_getaffinity(0)
    runs = []
    try:
        for core in sorted(cores)[:2]:
            os.sched_setaffinity(0, {core})
            runs.append(in_threads(job))
    finally:
        os.sched_setaffinity(0, cores)
    runs.sort(key=lambda run: run.on_cores / (sum(run.results) or 1))
    return runs[0], runs[-1]


def in_processes(*jobs):
    """The Run of a child process for each job, all at once."""
    import multiprocessing
    fork = multiprocessing.get_context("fork")
    return at_once(fork.Process, fork.Array("d", 5 * len(jobs), lock=False), jobs)


def decide(measure, *conditions, lead=6, seconds=10.0):
    """Calls measure() again and again and asks each of the conditions about each result: True, False or None for
    `this round cannot tell`. A condition is met, or not, when one answer leads by so many rounds. Returns all results
    and whether all conditions are met, None if that is not clear after some seconds."""
    rounds = []
    leads = [0] * len(conditions)
    end = time.perf_counter() + scaled(seconds)
    while any(abs(one) < lead for one in leads) and min(leads) > -lead:
        rounds.append(measure())
        for number, condition in enumerate(conditions):
            answer = condition(rounds[-1])
            if abs(leads[number]) < lead and answer is not None:
                leads[number] += 1 if answer else -1
        if time.perf_counter() > end:
            break
    if min(leads) <= -lead:
        return rounds, False
    return rounds, True if min(leads) >= lead else None


def title(number, text):
    print(f"Claim {number}: {text}")
    print(f"  measured on {runner()}, switch interval {sys.getswitchinterval() * 1000:g} ms")


def row(label, value):
    print(f"  {label:<44} {value}")


def verdict(held, text):
    """States the outcome and ends the script."""
    if held is None:
        reason = "other programs want the cores too much" if CORES > 1 else "with one core nothing runs in parallel"
        print(f"  NO VERDICT, {reason}: {text}")
        sys.exit(2)
    print(f"  {'HELD' if held else 'DID NOT HOLD'}: {text}")
    sys.exit(0 if held else 1)
