"""What the programs of this folder share: each prints figures as `LABEL: VALUE UNIT`, then `SECONDS RESULT`."""

from time import perf_counter

UNITS = {"us": 1e6, "ms": 1e3}


class Figures:
    """Takes times, prints them; end() prints the closing line."""

    def __init__(self):
        self.begin = perf_counter()
        self.count = 0

    def median(self, label, unit, runs, function, *args):
        """Prints the median time of some runs of a function."""
        times = []
        for _ in range(runs):
            start = perf_counter()
            function(*args)
            times.append(perf_counter() - start)
        self.tell(label, unit, sorted(times)[runs // 2])

    def tell(self, label, unit, seconds):
        print(f"{label}: {seconds * UNITS[unit]:.2f} {unit}", flush=True)
        self.count += 1

    def end(self):
        print(perf_counter() - self.begin, "done")
