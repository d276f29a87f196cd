"""The side of the pool: its worker processes, and the thread that hands out tasks and collects results."""

import collections
import os
import threading
import time

import _multiprocessing

from .. import connection
from ..context import ProcessError
from ..reduction import ForkingPickler
from ._feeds import _Feeder
from ._states import CLOSE, RUN, TERMINATE
from ._worker import worker

__name__ = "multiprocessing.pool"  # the module that these belong to

_dumps = ForkingPickler.dumps
_loads = ForkingPickler.loads
_send = _multiprocessing.send
_receive = _multiprocessing.receive


class WorkerLostError(ProcessError):
    """A worker process has ended while it did a task."""


class _Task:
    """Something to do: its octets, and who wants to know the result."""

    __slots__ = ('job', 'index', 'octets')

    def __init__(self, job, index, octets):
        self.job = job
        self.index = index
        self.octets = octets


class _Worker:
    """A worker process, its pipes, and what it has been given to do."""

    def __init__(self, process, tasks_end, results_end, capacity):
        self.process = process
        self.send = tasks_end
        self.receive = results_end
        self.tasks_fd = tasks_end.fileno()
        self.results_fd = results_end.fileno()
        self.task = None
        self.capacity = capacity  # how many tasks it may still be given; None: any number
        self.ready = False

    def close(self):
        self.send.close()
        self.receive.close()


class _Core:
    """What the pool's thread works on. It does not know the pool, which may end before it."""

    daemon = True
    do = None

    def __init__(self, ctx, processes, initializer, initargs, maxtasks):
        self.ctx = ctx
        self.processes = processes
        self.start_args = initializer, initargs
        self.maxtasks = maxtasks
        self.lock = threading.Lock()
        self.state = RUN
        self.feeds = collections.deque()  # iterators of (job, index, func, args, kwargs)
        self.again = collections.deque()  # tasks to be handed out before others
        self.jobs = set()                 # that are not done
        self.workers = []
        self.lost_in_row = 0              # workers that ended before they were ready
        self.asleep = False
        self.wake_read, self.wake_write = os.pipe()
        os.set_blocking(self.wake_write, False)
        try:
            self.start_workers()
        except BaseException:
            self.end_workers()
            self.close_wake()
            raise

    def start_workers(self):
        """At the beginning."""
        while len(self.workers) < self.processes:
            self.workers.append(self.start_worker())

    def close_wake(self):
        os.close(self.wake_read)
        os.close(self.wake_write)

    def start_worker(self):
        receive, tasks_end = connection.Pipe(duplex=False)
        results_end, send = connection.Pipe(duplex=False)
        try:
            process = self.ctx.Process(target=worker,
                                       args=(receive, send, *self.start_args, self.maxtasks, self.do))
            process.daemon = self.daemon
            self.name_worker(process)
            process.start()
        except BaseException:
            tasks_end.close()
            results_end.close()
            raise
        finally:
            receive.close()
            send.close()
        return _Worker(process, tasks_end, results_end, self.maxtasks)

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
            self.feeds.append(feed)
            self.wake()

    def lazy_feed(self, tasks):
        return _Feeder(self, tasks)

    def drop(self, job):
        with self.lock:
            self.jobs.discard(job)

    # -- in the pool's thread --

    def run(self):
        try:
            while self.state != TERMINATE:
                self.hand_out()
                with self.lock:
                    if self.state == CLOSE and not self.jobs:
                        break
                    self.asleep = not self.has_feed() or not self.has_room()
                    timeout = 0.5 if self.asleep else 0
                ready = _multiprocessing.wait([self.wake_read, *[w.results_fd for w in self.workers]], timeout)
                self.asleep = False
                if self.wake_read in ready:
                    os.read(self.wake_read, 4096)
                for each in self.workers[:]:
                    if each.results_fd in ready:
                        self.collect(each)
                    elif timeout and not ready and not each.process.is_alive():
                        self.collect(each)
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
                self.close_wake()

    def has_feed(self):
        return bool(self.feeds) and (type(self.feeds[0]) is not _Feeder or self.feeds[0].ready())

    def has_room(self):
        for each in self.workers:
            if each.task is None and each.capacity != 0:
                return True
        return False

    def hand_out(self):
        """Gives tasks to idle workers."""
        for each in self.workers:
            if each.task is None and each.capacity != 0 and self.state != TERMINATE:
                task = self.next_task()
                if task is None:
                    return
                self.give(each, task)

    def give(self, each, task):
        each.task = task
        if each.capacity is not None:
            each.capacity -= 1
        try:
            _send(each.tasks_fd, task.octets)
        except OSError:
            pass  # it has ended, which the other pipe tells

    def next_task(self):
        if self.again:
            return self.again.popleft()
        while self.feeds:
            feed = self.feeds[0]
            try:
                made = next(feed)
            except StopIteration:
                with self.lock:
                    self.feeds.popleft()
                continue
            if made is None:
                return None  # it will wake this thread
            job, index, func, args, kwargs = made
            try:
                return _Task(job, index, _dumps((func, args, kwargs)))
            except Exception as error:
                self.settle(job, index, False, error)
        return None

    def settle(self, job, index, success, value):
        if job._set(index, success, value):
            with self.lock:
                self.jobs.discard(job)

    def collect(self, each):
        """Takes a worker's result, or notices that it has ended."""
        try:
            octets = _receive(each.results_fd)
        except (EOFError, OSError):
            octets = None
        if octets is None:
            self.replace(each)
            return
        if not octets:
            each.ready = True
            self.lost_in_row = 0
            return
        task, each.task = each.task, None
        try:
            success, value = _loads(octets)
        except Exception as error:
            success, value = False, error
        self.settle(task.job, task.index, success, value)

    def replace(self, each):
        """A worker has ended: tells who waits for its task, and starts another one."""
        self.workers.remove(each)
        each.close()
        each.process.join(1)
        if each.process.exitcode is None:
            each.process.kill()
            each.process.join()
        code = each.process.exitcode
        task = each.task
        if not each.ready:
            if task is not None:
                self.again.appendleft(task)
            self.lost_in_row += 1
            if self.lost_in_row > max(3, self.processes):
                raise ProcessError('worker processes end with %s before they can do anything' % _exit_text(code))
        elif task is not None:
            self.settle(task.job, task.index, False, WorkerLostError(
                'worker process %d (%s) ended with %s while it did a task'
                % (each.process.pid, each.process.name, _exit_text(code))))
        each.process.close()
        if self.state != TERMINATE:
            self.workers.append(self.start_worker())

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
        for each in self.workers:
            try:
                each.send.send_bytes(b'')
            except OSError:
                pass
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
            each.close()


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
