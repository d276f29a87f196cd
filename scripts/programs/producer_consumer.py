"""Producers and consumers in four styles, with a table of what each style costs.

Threads, processes, interpreters and coroutines do the same: some producers put numbers on a queue of limited size,
some consumers take them off and add up what they make of them. Every style must find the same sum.

    producer_consumer.py [ITEMS] [PRODUCERS] [CONSUMERS]
"""

import asyncio
import multiprocessing
import queue
import sys
import threading
import time

try:
    from concurrent import interpreters
except ImportError:  # older than Python 3.14
    interpreters = None

SIZE = 64  # of the queue
END = -1


def digest(item):
    """What a consumer makes of an item."""
    return item * item % 1009


def shares(items, number):
    """The numbers below items, shared out among so many producers."""
    return [range(n, items, number) for n in range(number)]


# -- threads and processes: the same two functions --

def produce(channel, share):
    for item in share:
        channel.put(item)


def consume(channel, results):
    total = 0
    while (item := channel.get()) != END:
        total += digest(item)
    results.put(total)


def run_workers(start, channel, results, items, producers, consumers):
    """Runs both functions in what [start] starts; returns the sum and the moment when all were under way."""
    takers = [start(consume, channel, results) for _ in range(consumers)]
    makers = [start(produce, channel, share) for share in shares(items, producers)]
    started = time.perf_counter()
    for maker in makers:
        maker.join()
    for _ in takers:
        channel.put(END)
    total = sum(results.get() for _ in takers)
    for taker in takers:
        taker.join()
    return total, started


def by_threads(*sizes):
    def start(function, *args):
        thread = threading.Thread(target=function, args=args)
        thread.start()
        return thread

    return run_workers(start, queue.Queue(SIZE), queue.Queue(), *sizes)


def by_processes(*sizes):
    def start(function, *args):
        process = multiprocessing.Process(target=function, args=args)
        process.start()
        return process

    return run_workers(start, multiprocessing.Queue(SIZE), multiprocessing.Queue(), *sizes)


# -- interpreters: threads whose objects are apart; each gets its code as text --

PRODUCE_TEXT = """
for item in range(*share):
    channel.put(item)
"""

CONSUME_TEXT = """
total = 0
while (item := channel.get()) != end:
    total += item * item % 1009
results.put(total)
"""


def by_interpreters(*sizes):
    made = []

    def start(function, channel, argument):
        interpreter = interpreters.create()
        made.append(interpreter)
        if function is produce:
            share = argument.start, argument.stop, argument.step
            interpreter.prepare_main(channel=channel, share=share)
            text = PRODUCE_TEXT
        else:
            interpreter.prepare_main(channel=channel, results=argument, end=END)
            text = CONSUME_TEXT
        thread = threading.Thread(target=interpreter.exec, args=(text,))
        thread.start()
        return thread

    try:
        return run_workers(start, interpreters.create_queue(SIZE), interpreters.create_queue(), *sizes)
    finally:
        for interpreter in made:
            interpreter.close()


# -- coroutines: the same with await --

async def produce_async(channel, share):
    for item in share:
        await channel.put(item)


async def consume_async(channel):
    total = 0
    while (item := await channel.get()) != END:
        total += digest(item)
    return total


async def run_coroutines(items, producers, consumers):
    channel = asyncio.Queue(SIZE)
    takers = [asyncio.create_task(consume_async(channel)) for _ in range(consumers)]
    makers = [asyncio.create_task(produce_async(channel, share)) for share in shares(items, producers)]
    started = time.perf_counter()
    await asyncio.gather(*makers)
    for _ in takers:
        await channel.put(END)
    return sum(await asyncio.gather(*takers)), started


def by_coroutines(*sizes):
    return asyncio.run(run_coroutines(*sizes))


STYLES = {
    "threads": (by_threads, "one process, one lock, common objects"),
    "processes": (by_processes, "a lock each, objects are copied through pipes"),
    "interpreters": (by_interpreters, "one process, a lock each, objects are copied"),
    "coroutines": (by_coroutines, "one thread, no lock needed, switches only at await"),
}


def main():
    items, producers, consumers = (
        int(sys.argv[n]) if len(sys.argv) > n else usual for n, usual in ((1, 5000), (2, 2), (3, 2)))
    expected = sum(digest(item) for item in range(items))
    locked = getattr(sys, "_is_gil_enabled", lambda: True)()
    print(f"{items} items from {producers} producers to {consumers} consumers over a queue of {SIZE}, "
          f"{'with the GIL' if locked else 'without a GIL'}")
    print(f"{'style':<14}{'right':<7}{'start ms':>10}{'us an item':>12}{'in all ms':>11}  how")
    right = True
    for name, (run, how) in STYLES.items():
        if name == "interpreters" and interpreters is None:
            print(f"{name:<14}skipped: this Python has no concurrent.interpreters")
            continue
        begin = time.perf_counter()
        total, started = run(items, producers, consumers)
        end = time.perf_counter()
        right = right and total == expected
        print(f"{name:<14}{'yes' if total == expected else 'NO':<7}{(started - begin) * 1e3:>10.2f}"
              f"{(end - started) * 1e6 / items:>12.2f}{(end - begin) * 1e3:>11.1f}  {how}")
    sys.exit(0 if right else 1)


if __name__ == "__main__":
    main()
