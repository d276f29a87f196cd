"""An exception in a child process does not end the parent; exitcode tells what became of the child."""

import multiprocessing
import os
import signal
import sys
import time

from claim import row, title, verdict


def quiet():
    """The child's traceback, which the claim is not about, goes nowhere."""
    sys.stderr = open(os.devnull, "w")


def returns():
    pass


def raises():
    quiet()
    raise ValueError("something went wrong")


def exits():
    sys.exit(3)


def exits_with_text():
    quiet()
    sys.exit("a reason")


def sleeps():
    time.sleep(100)


def in_pool(n):
    return 10 // n


CHILDREN = {returns: 0, raises: 1, exits: 3, exits_with_text: 1}


def main():
    title(13, "an exception in a child process does not end the parent; exitcode tells")
    right = True
    for target, expected in CHILDREN.items():
        process = multiprocessing.Process(target=target)
        process.start()
        process.join()
        row(f"a child that {target.__name__.replace('_', ' ')}", f"exitcode {process.exitcode}")
        right = right and process.exitcode == expected

    for end, number in (("terminate", signal.SIGTERM), ("kill", signal.SIGKILL)):
        process = multiprocessing.Process(target=sleeps)
        process.start()
        before = process.exitcode
        getattr(process, end)()
        process.join()
        row(f"a child that sleeps, after {end}()", f"exitcode {process.exitcode} (it was {before} before)")
        right = right and before is None and process.exitcode == -number

    # A pool hands the exception over, to where the result is asked for.
    with multiprocessing.Pool(2) as pool:
        results = [pool.apply_async(in_pool, (n,)) for n in (1, 0, 2)]
        outcomes = []
        for result in results:
            try:
                outcomes.append(result.get())
            except ZeroDivisionError as error:
                outcomes.append(type(error).__name__)
    row("10 // n in a pool, for n of 1, 0, 2", ", ".join(map(str, outcomes)))
    right = right and outcomes == [10, "ZeroDivisionError", 5]
    verdict(right, "the parent goes on, and knows how each child ended")


if __name__ == "__main__":
    main()
