"""Hand-over: a message goes to another worker and comes back, through the queues of each style."""

import multiprocessing
import queue
import threading

from measure import Figures, perf_counter

ROUNDS = 2000


def echo(here, there):
    """Sends back what comes, until None comes."""
    while (message := here.get()) is not None:
        there.put(message)


def echo_pipe(pipe):
    while (message := pipe.recv()) is not None:
        pipe.send(message)


def play(start, here, there):
    """The time of one round trip."""
    worker = start(echo, here, there)
    for number in range(10):
        here.put(number)
        there.get()
    begin = perf_counter()
    for number in range(ROUNDS):
        here.put(number)
        assert there.get() == number
    taken = (perf_counter() - begin) / ROUNDS
    here.put(None)
    worker.join()
    return taken


def thread(function, *args):
    worker = threading.Thread(target=function, args=args)
    worker.start()
    return worker


def process(function, *args):
    worker = multiprocessing.Process(target=function, args=args)
    worker.start()
    return worker


def pipe():
    mine, other = multiprocessing.Pipe()
    worker = process(echo_pipe, other)
    mine.send(0), mine.recv()
    begin = perf_counter()
    for number in range(ROUNDS):
        mine.send(number)
        assert mine.recv() == number
    taken = (perf_counter() - begin) / ROUNDS
    mine.send(None)
    worker.join()
    return taken


def interpreter(interpreters):
    made = interpreters.create()
    here, there = interpreters.create_queue(), interpreters.create_queue()
    made.prepare_main(here=here, there=there)
    text = "while (message := here.get()) is not None:\n    there.put(message)\n"

    def start(*ignored):
        return thread(made.exec, text)

    taken = play(start, here, there)
    made.close()
    return taken


def coroutine():
    import asyncio

    async def echo_async(here, there):
        while (message := await here.get()) is not None:
            there.put_nowait(message)

    async def rounds():
        here, there = asyncio.Queue(), asyncio.Queue()
        task = asyncio.create_task(echo_async(here, there))
        begin = perf_counter()
        for number in range(ROUNDS):
            here.put_nowait(number)
            assert await there.get() == number
        taken = (perf_counter() - begin) / ROUNDS
        here.put_nowait(None)
        await task
        return taken

    return asyncio.run(rounds())


def main():
    figures = Figures()
    figures.tell("threads, queue.Queue", "us", play(thread, queue.Queue(), queue.Queue()))
    figures.tell("threads, queue.SimpleQueue", "us", play(thread, queue.SimpleQueue(), queue.SimpleQueue()))
    figures.tell("processes, Queue", "us", play(process, multiprocessing.Queue(), multiprocessing.Queue()))
    figures.tell("processes, SimpleQueue", "us",
                 play(process, multiprocessing.SimpleQueue(), multiprocessing.SimpleQueue()))
    figures.tell("processes, Pipe", "us", pipe())
    try:
        from concurrent import interpreters
    except ImportError:
        pass
    else:
        figures.tell("interpreters, Queue", "us", interpreter(interpreters))
    figures.tell("coroutines, asyncio.Queue", "us", coroutine())
    figures.end()


if __name__ == "__main__":
    main()
