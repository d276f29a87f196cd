"""What the claim scripts share: what runs them, timing, and how they state a result.

A claim script prints the claim, what it measured and whether the claim held. It ends with exit code 1 when the
claim did not hold, so that a run of all of them is a test. All run on CPython too. A number as first argument
scales the work: `claim_01_cpu_threads.py 0.1` does a tenth of it, which shows less clearly what it shows.
"""

import sys
import time


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


def timed(function, *args):
    """Seconds that function(*args) takes."""
    start = time.perf_counter()
    function(*args)
    return time.perf_counter() - start


def median_of(runs, function, *args):
    """Median of the times of some runs."""
    times = sorted(timed(function, *args) for _ in range(runs))
    return times[len(times) // 2]


def title(number, text):
    print(f"Claim {number}: {text}")
    print(f"  measured on {runner()}, switch interval {sys.getswitchinterval() * 1000:g} ms")


def row(label, value):
    print(f"  {label:<44} {value}")


def verdict(held, text):
    """States the outcome and ends the script."""
    print(f"  {'HELD' if held else 'DID NOT HOLD'}: {text}")
    sys.exit(0 if held else 1)
