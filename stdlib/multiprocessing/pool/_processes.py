"""The side of the pool: its worker processes, and the thread that hands out tasks and collects results."""

import collections
import errno
import itertools
import os
import threading
import time

import _multiprocessing

from ..context import ProcessError
from ..reduction import ForkingPickler
from ..sharedctypes import _Memory
from ._feeds import _Feeder, _feed_pickled_batches
from ._packets import make_channel
from ._states import CLOSE, END, IDLE, LEAVING, RUN, STARTING, TERMINATE
from ._worker import worker

__name__ = "multiprocessing.pool"  # the module that these belong to

_dumps = ForkingPickler.dumps
_loads = ForkingPickler.loads
_send = _multiprocessing.send_packets
_receive = _multiprocessing.receive_packets
_wait = _multiprocessing.wait
_now = time.perf_counter

_MOST_TOGETHER = 16      # tasks that are put into the channel together
_LONGEST_HELD = 0.00005  # seconds that the first of them may wait for the last


class WorkerLostError(ProcessError):
    """A worker process has ended while it did a task."""


class _Worker:
    """A worker process, and the place where it says what it is about."""

    __slots__ = ('process', 'place', 'sentinel', 'ready')

    def __init__(self, process, place):
        self.process = process
        self.place = place
        self.sentinel = process.sentinel
        self.ready = False  # as far as the pool knows


class _Core:
    """What the pool's thread works on. It does not know the pool, which may end before it.

    Tasks wait in a channel, from which whatever worker is idle takes the next, and results come back by another one:
    a worker need not ask the pool's thread after each task.
    """

    daemon = True
    do = None
    begins_at_once = True  # whoever brings a job may hand out its first tasks

    def __init__(self, ctx, processes, initializer, initargs, maxtasks):
        self.ctx = ctx
        self.processes = processes
        self.start_args = initializer, initargs, maxtasks, self.do
        self.lock = threading.Lock()
        self.state = RUN
        self.feeds = collections.deque()  # iterators of (job, index, func, args, kwargs)
        self.jobs = set()                 # that are not done
        self.given = {}                   # number -> (job, index) of a task that waits in the channel or is being done
        self.most_given = 4 * processes   # enough that no worker waits for this thread
        self.put_off = []                 # packets of those that the channel had no room for
        self.unsent = collections.deque()  # (task, error) of those that cannot be sent
        self.last_number = END
        self.workers = []
        self.lost_in_row = 0              # workers that ended before they were ready
        self.asleep = False
        self.wake_read, self.wake_write = os.pipe()
        os.set_blocking(self.wake_write, False)
        self.tasks, self.tasks_end = make_channel(senders_wait=False)
        self.results_end, self.results = make_channel(senders_wait=True)
        self.memory = _Memory(8 * processes)
        self.claims = self.memory.view('q')
        try:
            self.start_workers()
        except BaseException:
            self.end_workers()
            self.close_all()
            raise

    def start_workers(self):
        """At the beginning."""
        for place in range(self.processes):
            self.start_worker(place)

    def close_all(self):
        os.close(self.wake_read)
        os.close(self.wake_write)
        for each in (self.tasks, self.tasks_end, self.results, self.results_end):
            each.close()

    def start_worker(self, place):
        self.claims[place] = STARTING
        process = self.ctx.Process(target=worker,
                                   args=(self.tasks, self.results, self.memory, place, *self.start_args))
        process.daemon = self.daemon
        self.name_worker(process)
        process.start()
        self.workers.append(_Worker(process, place))

    def name_worker(self, process):
        process.name = process.name.replace('Process', 'PoolWorker')

    def wake(self):
        """REQUIRES: the lock."""
        if self.asleep:
            self.asleep = False
            try:
                os.write(self.wake_write, b'x')
            except OSError:
                pass  # full: it will wake

    def add(self, job, feed):
        with self.lock:
            if self.state != RUN:
                raise ValueError("Pool not running")
            self.jobs.add(job)
        if self.begins_at_once and self.asleep and not self.feeds:
            # It would only have to be woken; it wakes up when there are results.
            try:
                feed = self.begin(feed)
            except BaseException:
                self.drop(job)
                raise
        if feed is not None:
            with self.lock:
                self.feeds.append(feed)
                self.wake()

    def begin(self, feed):
        """Hands out tasks of a feed as long as there is room. Returns what is left of it, None if nothing is."""
        if type(feed) is _Feeder:
            return feed
        tasks = []
        end = _now() + _LONGEST_HELD
        while feed is not None and len(self.given) + len(tasks) < self.most_given:
            try:
                job, index, func, args, kwargs = made = next(feed)
            except StopIteration:
                feed = None
                break
            try:
                tasks.append((job, index, _dumps((func, args, kwargs))))
            except Exception:
                # The pool's thread finds out once more, and tells: who is told may want what this thread holds.
                feed = itertools.chain((made,), feed)
                break
            if len(tasks) == _MOST_TOGETHER or _now() > end:
                self.give(tasks)
                tasks = []
                end = _now() + _LONGEST_HELD
        self.give(tasks)
        return feed

    def give(self, tasks):
        """Puts (job, index, octets) where idle workers take them, and what was put off before."""
        with self.lock:
            if self.state == TERMINATE:
                return
            for job, index, octets in tasks:
                self.last_number += 1
                self.given[self.last_number] = job, index
                self.put_off.append((self.last_number, octets))
            sent = True
            while self.put_off and sent:
                try:
                    sent = _send(*self.tasks_end.fds(), self.put_off)
                    del self.put_off[:sent]
                except OSError as error:
                    # A long task lies in a file of its own, which may be one too many.
                    number, _ = self.put_off.pop(0)
                    self.unsent.append((self.given.pop(number), error))
            if self.put_off or self.unsent:
                self.wake()

    batch_feed = staticmethod(_feed_pickled_batches)

    def lazy_feed(self, tasks):
        return _Feeder(self, tasks)

    def drop(self, job):
        with self.lock:
            self.jobs.discard(job)

    # -- in the pool's thread --

    def run(self):
        try:
            results, _ = self.results_end.fds()
            while self.state != TERMINATE:
                self.hand_out()
                with self.lock:
                    if self.state == CLOSE and not self.jobs:
                        break
                    self.asleep = not self.has_room() or not self.has_feed()
                timeout = 0.5 if self.asleep else 0
                ready = _wait((self.wake_read, results, *[each.sentinel for each in self.workers]), timeout,
                              self.tasks_end.fds()[0] if self.put_off else None)
                self.asleep = False
                if self.wake_read in ready:
                    os.read(self.wake_read, 4096)
                self.collect()
                for each in self.workers[:]:
                    # Who inherited a sentinel keeps it from telling.
                    if each.sentinel in ready or timeout and not ready and not each.process.is_alive():
                        self.replace(each)
        except BaseException as error:
            self.fail_all(error)
            self.state = TERMINATE
            if not isinstance(error, Exception):
                raise
        finally:
            try:
                if self.state == CLOSE:
                    self.retire_workers()
                self.end_workers()
            finally:
                self.fail_all(ProcessError('the pool was terminated'))
                with self.lock:
                    self.close_all()

    def has_feed(self):
        return bool(self.feeds) and (type(self.feeds[0]) is not _Feeder or self.feeds[0].ready())

    def has_room(self):
        return not self.put_off and len(self.given) < self.most_given

    def hand_out(self):
        """Gives tasks as long as there is room."""
        while self.state != TERMINATE:
            while self.unsent:
                task, error = self.unsent.popleft()
                self.settle(*task, False, error)
            # Several at a time: each worker that sleeps is woken once, not for every one of them.
            tasks = []
            end = _now() + _LONGEST_HELD
            while len(self.given) + len(tasks) < self.most_given and len(tasks) < _MOST_TOGETHER:
                task = self.next_task()
                if task is None:
                    break
                tasks.append(task)
                if _now() > end:
                    break
            if not tasks and not self.put_off:
                return
            self.give(tasks)
            if self.put_off and not self.unsent:
                return

    def next_task(self):
        """(job, index, octets) of another task; None when there is none (yet)."""
        while self.feeds:
            try:
                made = next(self.feeds[0])
            except StopIteration:
                with self.lock:
                    self.feeds.popleft()
                continue
            if made is None:
                break  # it will wake this thread
            job, index, func, args, kwargs = made
            try:
                return job, index, _dumps((func, args, kwargs))
            except Exception as error:
                self.settle(job, index, False, error)
        return None

    def settle(self, job, index, success, value):
        if job._set(index, success, value):
            with self.lock:
                self.jobs.discard(job)

    def collect(self, unmarked=False):
        """Takes the results that there are."""
        for number, octets in _receive(*self.results_end.fds(), unmarked):
            task = self.given.pop(number, None)
            if task is None:
                continue
            try:
                if octets is None:
                    raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))
                success, value = _loads(octets)
            except Exception as error:
                success, value = False, error
            self.settle(*task, success, value)

    def replace(self, each):
        """A worker has ended: tells who waits for its task, and starts another one."""
        process = each.process
        claim = self.bury(each)
        text = '(%s) ended with %s' % (process.name, _exit_text(process.exitcode))
        if claim == STARTING:
            self.lost_in_row += 1
            if self.lost_in_row > max(3, self.processes):
                raise ProcessError('worker processes end with %s before they can do anything'
                                   % _exit_text(process.exitcode))
        for task in self.taken_along(claim):
            self.settle(*task, False, WorkerLostError('worker process %d %s while it did a task' % (process.pid, text)))
        process.close()
        if self.state != TERMINATE:
            self.start_worker(each.place)

    def bury(self, each):
        """Sees to it that a worker has ended. Returns what it said last."""
        self.workers.remove(each)
        each.process.join(1)
        if each.process.exitcode is None:
            each.process.kill()
            each.process.join()
        self.collect(True)  # what it had sent
        for other in (each, *self.workers):
            if not other.ready and self.claims[other.place] != STARTING:
                other.ready = True
                self.lost_in_row = 0
        return self.claims[each.place]

    def taken_along(self, claim):
        """The tasks that a worker had which ended and had said this."""
        if claim != IDLE:
            return [self.given.pop(claim)] if claim in self.given else []
        # It may have ended after it took a task and before it said so. Where else can that be? Those that nobody has
        # taken come out of the channel, and go in again, which also wakes another worker for the one that this one
        # may have been woken for.
        with self.lock:
            known = set(self.given)
            self.put_off[:0] = _receive(*self.tasks.fds(), True)
            known.difference_update(number for number, _ in self.put_off)
        self.give(())
        # Another worker may be just about to say that it has taken a task.
        for _ in range(50):
            taken = {self.claims[other.place] for other in self.workers}
            missing = {number for number in known if number in self.given} - taken
            if not missing:
                break
            time.sleep(0.001)
            self.collect()
        return [self.given.pop(number) for number in missing]

    def fail_all(self, error):
        with self.lock:
            jobs, self.jobs = self.jobs, set()
            for feed in self.feeds:
                if type(feed) is _Feeder:
                    feed.close()
            self.feeds.clear()
        for job in jobs:
            job._fail(error)

    def retire_workers(self):
        """Lets the workers end by themselves."""
        _send(*self.tasks_end.fds(), [(END, b'')] * len(self.workers))
        end = time.monotonic() + 5
        for each in self.workers:
            each.process.join(max(0.01, end - time.monotonic()))

    def end_workers(self):
        for each in self.workers:
            if each.process.exitcode is None:
                each.process.terminate()
        end = time.monotonic() + 1
        for each in self.workers:
            each.process.join(max(0.01, end - time.monotonic()))
            if each.process.exitcode is None:
                each.process.kill()
                each.process.join()


def _exit_text(code):
    if code is not None and code < 0:
        import signal
        try:
            return signal.Signals(-code).name
        except ValueError:
            return 'signal %d' % -code
    return 'exit code %s' % code


def _end_core(core, thread):
    with core.lock:
        core.state = TERMINATE
        core.wake()
    if thread is not threading.current_thread():
        thread.join()
