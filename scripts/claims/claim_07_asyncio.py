"""asyncio overlaps waits on one thread; it does not compute in parallel."""

import asyncio
import threading
import time

from claim import decide, median, row, scaled, title, verdict

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
    """Seconds until all are done, and the processor time that it took."""
    start, on_core = time.perf_counter(), time.process_time()
    await asyncio.gather(*coroutines)
    return time.perf_counter() - start, time.process_time() - on_core


async def one_after_another(coroutines):
    start = time.perf_counter()
    for coroutine in coroutines:
        await coroutine
    return time.perf_counter() - start


def main():
    seconds = scaled(2.0)
    n = scaled(1_000_000)
    title(7, f"asyncio overlaps waits on one thread: {DOWNLOADS} downloads of {seconds:g} s take about {seconds:g} s")
    threads = set()

    waiting, _ = asyncio.run(together([download(seconds, threads) for _ in range(DOWNLOADS)]))
    row(f"{DOWNLOADS} waits of {seconds:g} s, gathered", f"{waiting:7.3f} s")
    in_turn = asyncio.run(one_after_another([download(seconds / 4, threads) for _ in range(DOWNLOADS)]))
    row(f"{DOWNLOADS} waits of {seconds / 4:g} s, awaited in turn", f"{in_turn:7.3f} s")

    def measure():
        return [asyncio.run(together([number_crunching(n, threads) for _ in range(number)]))
                for number in (1, DOWNLOADS)]

    # As much time of a core as one after another would take, and that on one thread.
    rounds, as_much = decide(measure, lambda taken: taken[1][1] > 0.8 * DOWNLOADS * taken[0][1])
    row("CPU-bound work, one coroutine", f"{median(one for (one, _), _ in rounds):7.3f} s")
    row(f"{DOWNLOADS} coroutines, gathered",
        f"{median(all for _, (all, _) in rounds):7.3f} s, "
        f"{median(all / one for (one, _), (all, _) in rounds):.2f} times one")
    row("threads that ran them all", len(threads))
    overlapped = waiting < 1.5 * seconds and in_turn > 0.9 * DOWNLOADS * seconds / 4
    verdict(as_much if overlapped and len(threads) == 1 else False,
            "waits overlap, work does not, and all of it is one thread")


if __name__ == "__main__":
    main()
