"""Crunches a web server's log on a Pool: requests, errors, bytes and slow paths.

The file is cut at line ends into pieces; each process reads its piece itself, so that only places in the file and
small summaries travel between processes. The log is made here and is the same in every run.

    log_cruncher.py [LINES] [PROCESSES]
"""

import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections import Counter

PATHS = ["/", "/login", "/search", "/cart", "/checkout", "/static/app.js", "/api/items", "/api/orders"]
PIECE = 256 * 1024  # bytes


def write_log(path, lines):
    """A log with a pattern: /search is slow, /api/orders fails now and then."""
    dice = random.Random(42)
    with open(path, "w") as file:
        for number in range(lines):
            page = PATHS[int(dice.random() ** 2 * len(PATHS))]
            slow = page == "/search"
            milliseconds = int(dice.random() * (900 if slow else 90)) + 1
            status = 500 if page == "/api/orders" and dice.random() < 0.2 else 404 if dice.random() < 0.02 else 200
            size = int(dice.random() * 20_000)
            client = f"10.0.{int(dice.random() * 8)}.{int(dice.random() * 256)}"
            second = f"{number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02}"
            file.write(f'{client} [{second}] "GET {page}" {status} {size} {milliseconds}ms\n')


def pieces(path):
    """(start, end) of pieces that together are the file, each from a line's start to a line's end."""
    size = os.path.getsize(path)
    found, start = [], 0
    with open(path, "rb") as file:
        while start < size:
            file.seek(min(start + PIECE, size))
            file.readline()
            end = file.tell()
            found.append((start, end))
            start = end
    return found


def crunch(piece):
    """Summary of one piece of a file: counters that can be added up."""
    path, start, end = piece
    requests, errors, sent, spent = Counter(), Counter(), Counter(), Counter()
    with open(path, "rb") as file:
        file.seek(start)
        text = file.read(end - start).decode()
    for line in text.splitlines():
        _, _, request, rest = line.split(" ", 3)
        page, _, numbers = rest.partition('" ')
        status, size, milliseconds = numbers.split()
        requests[page] += 1
        sent[page] += int(size)
        spent[page] += int(milliseconds.removesuffix("ms"))
        if status != "200":
            errors[page, int(status)] += 1
    return requests, errors, sent, spent


def add_up(summaries):
    total = Counter(), Counter(), Counter(), Counter()
    for summary in summaries:
        for counter, more in zip(total, summary):
            counter.update(more)
    return total


def report(total):
    requests, errors, sent, spent = total
    print(f"{'path':<16}{'requests':>10}{'errors':>8}{'kB sent':>10}{'mean ms':>9}")
    for page, number in sorted(requests.items(), key=lambda item: (-item[1], item[0])):
        failed = sum(count for (where, _), count in errors.items() if where == page)
        print(f"{page:<16}{number:>10}{failed:>8}{sent[page] // 1000:>10}{spent[page] / number:>9.1f}")


def main():
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    processes = int(sys.argv[2]) if len(sys.argv) > 2 else 4
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "access.log")
        write_log(path, lines)
        work = [(path, start, end) for start, end in pieces(path)]

        start = time.perf_counter()
        expected = add_up(map(crunch, work))
        alone = time.perf_counter() - start

        with multiprocessing.Pool(processes) as pool:
            start = time.perf_counter()
            # In whatever order they come: sums do not mind.
            total = add_up(pool.imap_unordered(crunch, work))
            together = time.perf_counter() - start

    report(total)
    print(f"{sum(total[0].values())} lines in {len(work)} pieces; the same as one process finds: {total == expected}")
    print(f"one process {alone:.3f} s, a pool of {processes} {together:.3f} s ({alone / together:.2f} times as fast)")


if __name__ == "__main__":
    main()
