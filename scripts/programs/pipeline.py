"""A pipeline of processes over queues: read, split, count; each stage in processes of its own.

    source --lines--> splitters --words--> counters --counts--> the main process

A stage ends when every process of the stage before has sent its END; queues of limited size keep a fast stage from
running far ahead of a slow one.

    pipeline.py [LINES] [PROCESSES_OF_A_STAGE]
"""

import multiprocessing
import sys
import time
from collections import Counter

SYLLABLES = ["lo", "ck", "th", "read", "que", "ue", "ta", "sk"]
BATCH = 100  # lines in one message: fewer messages, less work for the queues
END = None


def lines_of_text(number):
    state = 1
    for _ in range(number):
        words = []
        for _ in range(8):
            state = state * 1103515245 + 12345 & 0x7FFFFFFF
            words.append(SYLLABLES[state >> 8 & 7] + SYLLABLES[state >> 16 & 7])
        yield " ".join(words)


def source(number, out, receivers):
    batch = []
    for line in lines_of_text(number):
        batch.append(line)
        if len(batch) == BATCH:
            out.put(batch)
            batch = []
    out.put(batch)
    for _ in range(receivers):
        out.put(END)


def splitter(lines, out, receivers):
    for batch in iter(lines.get, END):
        out.put([word for line in batch for word in line.split()])
    for _ in range(receivers):
        out.put(END)


def counter(words, out, senders):
    """Gets one END from each sender, through a queue that it shares with the other counters."""
    counts = Counter()
    ended = 0
    while ended < senders:
        batch = words.get()
        if batch is END:
            ended += 1
        else:
            counts.update(batch)
    out.put(counts)


def run(number, width):
    lines = multiprocessing.Queue(maxsize=16)
    words = multiprocessing.Queue(maxsize=16)
    counts = multiprocessing.Queue()
    stages = [multiprocessing.Process(target=source, args=(number, lines, width), name="source")]
    for n in range(width):
        stages.append(multiprocessing.Process(target=splitter, args=(lines, words, width), name=f"splitter {n}"))
        stages.append(multiprocessing.Process(target=counter, args=(words, counts, width), name=f"counter {n}"))
    for process in stages:
        process.start()
    total = Counter()
    for _ in range(width):
        total.update(counts.get())
    for process in stages:
        process.join()
    return total, {process.name: process.exitcode for process in stages}


def main():
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    width = int(sys.argv[2]) if len(sys.argv) > 2 else 2
    start = time.perf_counter()
    expected = Counter(word for line in lines_of_text(number) for word in line.split())
    alone = time.perf_counter() - start

    start = time.perf_counter()
    total, exitcodes = run(number, width)
    took = time.perf_counter() - start

    for word, count in sorted(total.items(), key=lambda item: (-item[1], item[0]))[:5]:
        print(f"{word:<12}{count:>8}")
    print(f"{sum(total.values())} words; the same as one process finds: {total == expected}")
    print(f"all {len(exitcodes)} processes ended well: {not any(exitcodes.values())}")
    print(f"one process {alone:.3f} s, the pipeline {took:.3f} s with its start")


if __name__ == "__main__":
    main()
