"""The workers of a ThreadPool."""

import collections
import threading

from ..context import ProcessError
from ._feeds import _feed_batches
from ._states import RUN, TERMINATE

__name__ = "multiprocessing.pool"  # the module that these belong to


class _ThreadCore:
    """Threads that take tasks from feeds."""

    def __init__(self, count, initializer, initargs):
        self.cond = threading.Condition(threading.Lock())
        self.feed_lock = threading.Lock()    # a generator runs in one thread at a time
        self.result_lock = threading.Lock()  # not the same: a generator may wait for results
        self.state = RUN
        self.feeds = collections.deque()
        self.jobs = set()
        self.workers = [threading.Thread(target=self.work, args=(initializer, initargs), daemon=True)
                        for _ in range(count)]
        for thread in self.workers:
            thread.start()

    def add(self, job, feed):
        with self.cond:
            if self.state != RUN:
                raise ValueError("Pool not running")
            self.jobs.add(job)
            self.feeds.append(feed)
            self.cond.notify_all()

    batch_feed = staticmethod(_feed_batches)

    def lazy_feed(self, tasks):
        return tasks

    def drop(self, job):
        with self.cond:
            self.jobs.discard(job)

    def next_task(self):
        while True:
            with self.cond:
                while not self.feeds:
                    if self.state != RUN:
                        return None
                    self.cond.wait()
                if self.state == TERMINATE:
                    return None
                feed = self.feeds[0]
            with self.feed_lock:
                try:
                    return next(feed)
                except StopIteration:
                    with self.cond:
                        if self.feeds and self.feeds[0] is feed:
                            self.feeds.popleft()

    def work(self, initializer, initargs):
        if initializer is not None:
            initializer(*initargs)
        while (task := self.next_task()) is not None:
            job, index, func, args, kwargs = task
            try:
                success, value = True, func(*args, **kwargs)
            except Exception as error:
                success, value = False, error
            with self.result_lock:
                done = job._set(index, success, value)
            if done:
                self.drop(job)
            task = job = func = args = kwargs = value = None

    def end(self, state):
        with self.cond:
            if self.state != TERMINATE:
                self.state = state
            jobs = []
            if state == TERMINATE:
                jobs = list(self.jobs)
                self.jobs.clear()
                self.feeds.clear()
            self.cond.notify_all()
        for job in jobs:
            job._fail(ProcessError('the pool was terminated'))
