"""Exercise 6: a child process sends a message to the main process through a multiprocessing.Queue.

What it shows: processes share neither a lock nor objects; what goes between them is copied.

    exercise_06_queue.py [MESSAGES]
"""

import multiprocessing
import os
import sys


sent = []  # each process has a list of its own here


def child(queue, messages):
    for number in range(1, messages + 1):
        message = {"from": os.getpid(), "text": f"hello number {number} from the child"}
        sent.append(message)
        queue.put(message)


def main():
    messages = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    queue = multiprocessing.Queue()
    process = multiprocessing.Process(target=child, args=(queue, messages))
    process.start()
    received = [queue.get() for _ in range(messages)]
    process.join()
    for message in received:
        print(message["text"])
    print(f"sent by the child process: {all(message['from'] == process.pid for message in received)}")
    print(f"what the child has put on its list is on the list of this process: {bool(sent)}")
    print(f"exitcode {process.exitcode}")
    print("The GIL: the child has one of its own, and objects of its own; the queue carries copies of them.")


if __name__ == "__main__":
    main()
