"""asyncio overlaps waits on one thread; it does not compute in parallel."""

import asyncio
import threading
import time

from claim import row, scaled, title, verdict

DOWNLOADS = 3


def compute(n):
    total = 0
    for i in range(n):
        total += i & 3
    return total


async def download(seconds, threads):
    """Stands for a download: what it does is wait."""
    threads.add(threading.get_ident())
    await asyncio.sleep(seconds)
    threads.add(threading.get_ident())


async def number_crunching(n, threads):
    threads.add(threading.get_ident())
    compute(n)


async def together(coroutines):
    """Seconds until all are done."""
    start = time.perf_counter()
    await asyncio.gather(*coroutines)
    return time.perf_counter() - start


async def one_after_another(coroutines):
    start = time.perf_counter()
    for coroutine in coroutines:
        await coroutine
    return time.perf_counter() - start


def main():
    seconds = scaled(2.0)
    n = scaled(1_500_000)
    title(7, f"asyncio overlaps waits on one thread: {DOWNLOADS} downloads of {seconds:g} s take about {seconds:g} s")
    threads = set()

    waiting = asyncio.run(together([download(seconds, threads) for _ in range(DOWNLOADS)]))
    row(f"{DOWNLOADS} waits of {seconds:g} s, gathered", f"{waiting:7.3f} s")
    in_turn = asyncio.run(one_after_another([download(seconds / 4, threads) for _ in range(DOWNLOADS)]))
    row(f"{DOWNLOADS} waits of {seconds / 4:g} s, awaited in turn", f"{in_turn:7.3f} s")

    compute(n)
    once = min(asyncio.run(together([number_crunching(n, threads)])) for _ in range(3))
    thrice = min(asyncio.run(together([number_crunching(n, threads) for _ in range(DOWNLOADS)])) for _ in range(3))
    row("CPU-bound work, one coroutine", f"{once:7.3f} s")
    row(f"{DOWNLOADS} coroutines, gathered", f"{thrice:7.3f} s, {thrice / once:.2f} times one")
    row("threads that ran them all", len(threads))
    verdict(waiting < 1.5 * seconds and in_turn > 0.9 * DOWNLOADS * seconds / 4 and thrice > 0.8 * DOWNLOADS * once
            and len(threads) == 1,
            "waits overlap, work does not, and all of it is one thread")


if __name__ == "__main__":
    main()
