"""Exercise 5: five coroutines that wait a second and print a message, run together by asyncio.gather.

What it shows: waits overlap on one thread. There is nobody to contend with for the lock.

    exercise_05_gather.py [SECONDS]
"""

import asyncio
import sys
import threading
import time

COROUTINES = 5


async def wait_and_print(number, seconds):
    await asyncio.sleep(seconds)
    print(f"message {number}, from thread {threading.current_thread().name}")
    return number


async def main():
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    start = time.perf_counter()
    numbers = await asyncio.gather(*(wait_and_print(n, seconds) for n in range(1, COROUTINES + 1)))
    took = time.perf_counter() - start
    print(f"gathered {numbers}")
    print(f"{COROUTINES} waits of {seconds:g} s took {took:.2f} s; in turn they would take {COROUTINES * seconds:g} s")
    print(f"threads of this process: {threading.active_count()}")
    print("The GIL: one thread does it all and keeps it; a coroutine lets others run only where it awaits.")


if __name__ == "__main__":
    asyncio.run(main())
