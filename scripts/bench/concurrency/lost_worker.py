"""A worker that is killed: from the kill to the error in the program that waits for its result."""

import multiprocessing.pool
import os
import signal
import time

from measure import Figures

RUNS = 10


def now():
    # Of the system: the same in all processes.
    return time.clock_gettime(time.CLOCK_MONOTONIC)


def die(killed_at):
    killed_at.value = now()
    os.kill(os.getpid(), signal.SIGKILL)


def initialize(shared):
    global killed_at
    killed_at = shared


def die_in_pool():
    die(killed_at)


def delay(run, killed_at):
    try:
        run()
    except Exception:
        return now() - killed_at.value
    raise SystemExit("a killed worker went unnoticed")


def executor(context, killed_at):
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(2, context, initialize, (killed_at,)) as workers:
        return delay(workers.submit(die_in_pool).result, killed_at)


def pool(context, killed_at):
    with context.Pool(2, initialize, (killed_at,)) as workers:
        return delay(lambda: workers.apply(die_in_pool), killed_at)


def main():
    figures = Figures()
    context = multiprocessing.get_context("forkserver")
    killed_at = context.Value("d")
    ways = [("ProcessPoolExecutor", executor)]
    # Where there is no such error a Pool waits for ever.
    if hasattr(multiprocessing.pool, "WorkerLostError"):
        ways.append(("Pool", pool))
    for label, way in ways:
        delays = sorted(way(context, killed_at) for _ in range(RUNS))
        figures.tell(f"{label}, median", "ms", delays[RUNS // 2])
        figures.tell(f"{label}, longest", "ms", delays[-1])
    figures.end()


if __name__ == "__main__":
    main()
