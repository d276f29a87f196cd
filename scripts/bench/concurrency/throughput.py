"""Throughput: messages one way through a queue of limited size, time of one; and tasks given to pools."""

import multiprocessing
import queue
import threading

from measure import Figures, perf_counter

MESSAGES = 10_000
SIZE = 64
TASKS = 1000
WORKERS = 4


def small(n):
    return n * n


def fill(channel, number):
    for message in range(number):
        channel.put(message)


def drain(figures, label, start, channel, number=MESSAGES):
    worker = start(target=fill, args=(channel, number))
    worker.start()
    assert channel.get() == 0
    begin = perf_counter()
    for _ in range(number - 1):
        channel.get()
    figures.tell(label, "us", (perf_counter() - begin) / number)
    worker.join()


def interpreter(figures):
    from concurrent import interpreters

    channel = interpreters.create_queue(SIZE)
    made = interpreters.create()
    made.prepare_main(channel=channel, number=MESSAGES // 10)

    def start(target, args):
        return threading.Thread(target=made.exec, args=("for message in range(number):\n    channel.put(message)\n",))

    drain(figures, "interpreters, Queue", start, channel, MESSAGES // 10)
    made.close()


def coroutine(figures):
    import asyncio

    async def fill_async(channel):
        for message in range(MESSAGES):
            await channel.put(message)

    async def drain_async():
        channel = asyncio.Queue(SIZE)
        task = asyncio.create_task(fill_async(channel))
        begin = perf_counter()
        for _ in range(MESSAGES):
            await channel.get()
        figures.tell("coroutines, asyncio.Queue", "us", (perf_counter() - begin) / MESSAGES)
        await task

    asyncio.run(drain_async())


def pools(figures):
    from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

    tasks = range(TASKS)
    with multiprocessing.Pool(WORKERS) as pool:
        pool.map(small, tasks)
        figures.median(f"Pool({WORKERS}).map, {TASKS} small tasks", "us", 21, pool.map, small, tasks)
        figures.median("  the same, chunksize=1", "us", 9, pool.map, small, tasks, 1)
        figures.median("  imap_unordered", "us", 9, lambda: list(pool.imap_unordered(small, tasks)))
        figures.median("  one apply", "us", 200, pool.apply, small, (1,))
    with ProcessPoolExecutor(WORKERS) as executor:
        list(executor.map(small, tasks))
        figures.median(f"ProcessPoolExecutor({WORKERS}).map, the same", "us", 5,
                       lambda: list(executor.map(small, tasks)))
    with ThreadPoolExecutor(WORKERS) as executor:
        list(executor.map(small, tasks))
        figures.median(f"ThreadPoolExecutor({WORKERS}).map, the same", "us", 9,
                       lambda: list(executor.map(small, tasks)))


def main():
    figures = Figures()
    drain(figures, "threads, queue.Queue", threading.Thread, queue.Queue(SIZE))
    drain(figures, "processes, Queue", multiprocessing.Process, multiprocessing.Queue(SIZE))
    try:
        interpreter(figures)
    except ImportError:
        pass
    coroutine(figures)
    pools(figures)
    figures.end()


if __name__ == "__main__":
    main()
