"""Start-up: what it takes to start one of each style and to wait for its end."""

# A spawned child imports what this file imports, so that is little.
import multiprocessing

RUNS = 30


def nothing():
    pass


def thread(threading):
    worker = threading.Thread(target=nothing)
    worker.start()
    worker.join()


def process(context):
    worker = context.Process(target=nothing)
    worker.start()
    worker.join()


def pool(context):
    with context.Pool(4) as workers:
        workers.apply(nothing)


def interpreter(interpreters):
    made = interpreters.create()
    made.exec("pass")
    made.close()


def main():
    import threading

    from measure import Figures

    figures = Figures()
    figures.median("thread", "us", 20 * RUNS, thread, threading)
    for method in ("fork", "forkserver", "spawn"):
        context = multiprocessing.get_context(method)
        process(context)  # the first one starts what all need
        figures.median(f"process ({method})", "us", RUNS, process, context)
    figures.median("Pool(4) (forkserver), one call", "us", RUNS // 3, pool, multiprocessing.get_context("forkserver"))
    try:
        from concurrent import interpreters
    except ImportError:
        pass
    else:
        figures.median("interpreter", "us", RUNS, interpreter, interpreters)
    coroutines(figures)
    figures.end()


def coroutines(figures):
    import asyncio

    async def wait():
        await asyncio.sleep(0)

    async def many(number):
        for _ in range(number):
            await asyncio.create_task(wait())

    figures.median("event loop (asyncio.run)", "us", RUNS, lambda: asyncio.run(wait()))
    number = 1000
    runner = asyncio.Runner()
    figures.median(f"{number} tasks in turn", "us", RUNS, lambda: runner.run(many(number)))
    runner.close()


if __name__ == "__main__":
    main()
