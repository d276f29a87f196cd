"""A pool: processes that do tasks for the one that made it.

Every worker has a pipe of its own in each direction, so that one that is killed takes nothing along that others need.
One thread of the pool hands out tasks and collects results. A worker has one task at a time: what waited behind a
task could wait for ever, if that in turn waits for it. The task of a worker that ends fails with an error that says so;
if the worker had not even been ready, another one gets it.
"""

import collections
import itertools
import os
import threading
import time

import _multiprocessing

from . import context as contexts
from . import connection, reduction, util
from .context import ProcessError, TimeoutError

__all__ = ['Pool', 'ThreadPool']

RUN, CLOSE, TERMINATE = 'RUN', 'CLOSE', 'TERMINATE'

_job_counter = itertools.count()

_dumps = reduction.ForkingPickler.dumps
_loads = reduction.ForkingPickler.loads
_send = _multiprocessing.send
_receive = _multiprocessing.receive


class WorkerLostError(ProcessError):
    """A worker process has ended while it did a task."""


class RemoteTraceback(Exception):
    """The traceback of an exception in another process, as text."""

    def __init__(self, tb):
        self.tb = tb

    def __str__(self):
        return self.tb


class ExceptionWithTraceback:
    """An exception that keeps its traceback when it is pickled: as its __cause__."""

    def __init__(self, error, tb=None):
        import traceback
        lines = traceback.format_exception(type(error), error, error.__traceback__ if tb is None else tb)
        self.error = error
        self.tb = '\n"""\n%s"""' % ''.join(lines)

    def __reduce__(self):
        return _rebuild_exception, (self.error, self.tb)


def _rebuild_exception(error, tb):
    error.__cause__ = RemoteTraceback(tb)
    return error


class MaybeEncodingError(Exception):
    """A result that cannot be sent."""

    def __init__(self, exc, value):
        self.exc = repr(exc)
        self.value = repr(value)
        super().__init__(self.exc, self.value)

    def __str__(self):
        return "Error sending result: '%s'. Reason: '%s'" % (self.value, self.exc)

    def __repr__(self):
        return "<%s: %s>" % (type(self).__name__, self)


# -- what workers call --

def mapstar(func, items):
    return list(map(func, items))


def starmapstar(func, items):
    return list(itertools.starmap(func, items))


# A worker says so when it is ready; whatever else it sends is a result.
_READY = b''


def worker(receive, send, initializer=None, initargs=(), maxtasks=None, do=None):
    """What a worker process does: one task after the other."""
    if do is None:
        do = _do
    if initializer is not None:
        initializer(*initargs)
    try:
        send.send_bytes(_READY)
        tasks, results = receive.fileno(), send.fileno()
        done = 0
        while maxtasks is None or done < maxtasks:
            octets = _receive(tasks)
            if not octets:
                break
            _send(results, do(octets))
            done += 1
    except (EOFError, OSError):
        pass  # the pool has gone
    util.debug('worker exiting after %d tasks' % done)


def _do(octets):
    """The octets of the result of a task."""
    try:
        func, args, kwargs = _loads(octets)
        result = (True, func(*args, **kwargs))
    except Exception as error:
        result = (False, ExceptionWithTraceback(error))
    try:
        return _dumps(result)
    except Exception as error:
        return _dumps((False, MaybeEncodingError(error, result[1])))


# -- the pool's side --

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


# -- feeds: the tasks of a job, made when there is somebody to do them --

def _feed_one(job, func, args, kwargs):
    yield job, 0, func, args, kwargs


def _feed_batches(job, mapper, func, items, size):
    for index in range(0, len(items), size):
        yield job, index // size, mapper, (func, items[index:index + size]), {}


def _feed_lazily(job, func, iterable, size):
    """Tasks from an iterable that may be endless, or fail."""
    index = 0
    try:
        iterator = iter(iterable)
        while True:
            if size == 1:
                try:
                    item = next(iterator)
                except StopIteration:
                    break
                yield job, index, func, (item,), {}
            else:
                batch = tuple(itertools.islice(iterator, size))
                if not batch:
                    break
                yield job, index, mapstar, (func, batch), {}
            index += 1
    except Exception as error:
        job._set(index, False, error)
        index += 1
    job._set_length(index)


class _Feeder:
    """A feed whose tasks are read by a thread of its own, some ahead.

    What makes the items of an imap() is the script's code, and may wait for results of the same pool; the pool's
    thread, which takes those results, must not wait for it. Instead of waiting, next() gives None.
    """

    def __init__(self, core, tasks):
        self.core = core
        self.tasks = tasks
        self.ahead = collections.deque()
        self.room = threading.Semaphore(core.processes)
        self.over = False
        self.closed = False
        threading.Thread(target=self.read, name='PoolFeeder', daemon=True).start()

    def read(self):
        try:
            for task in self.tasks:
                self.room.acquire()
                if self.closed:
                    return
                self.ahead.append(task)
                self.tell()
        finally:
            self.over = True
            self.tell()

    def tell(self):
        with self.core.lock:
            self.core.wake()

    def ready(self):
        return bool(self.ahead) or self.over

    def close(self):
        self.closed = True
        self.room.release()

    def __next__(self):
        over = self.over  # before the look at what it has left
        if self.ahead:
            self.room.release()
            return self.ahead.popleft()
        if over:
            raise StopIteration
        return None


# Iterating over these runs no code of the script.
_PLAIN = frozenset((list, tuple, range, str, bytes, dict, set, frozenset))


class _PoolMethods:
    """What pools of processes and of threads offer. REQUIRES: self._core with add(job, feed)."""

    def apply(self, func, args=(), kwds={}):
        """func(*args, **kwds) in a worker."""
        return self.apply_async(func, args, kwds).get()

    def apply_async(self, func, args=(), kwds={}, callback=None, error_callback=None):
        """The same without waiting for it."""
        self._check_running()
        result = ApplyResult(self, callback, error_callback)
        self._core.add(result, _feed_one(result, func, tuple(args), dict(kwds)))
        return result

    def map(self, func, iterable, chunksize=None):
        """A list of func(item) for each item, made by the workers."""
        return self._map_async(func, iterable, mapstar, chunksize).get()

    def map_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        return self._map_async(func, iterable, mapstar, chunksize, callback, error_callback)

    def starmap(self, func, iterable, chunksize=None):
        """A list of func(*item) for each item."""
        return self._map_async(func, iterable, starmapstar, chunksize).get()

    def starmap_async(self, func, iterable, chunksize=None, callback=None, error_callback=None):
        return self._map_async(func, iterable, starmapstar, chunksize, callback, error_callback)

    def _map_async(self, func, iterable, mapper, chunksize=None, callback=None, error_callback=None):
        self._check_running()
        items = iterable if hasattr(iterable, '__len__') and type(iterable) in (list, tuple, range) else list(iterable)
        if chunksize is None:
            chunksize, extra = divmod(len(items), self._processes * 4)
            chunksize += bool(extra)
        if items and chunksize < 1:
            raise ValueError("Chunksize must be 1+, not {0:n}".format(chunksize))
        result = MapResult(self, chunksize, len(items), callback, error_callback)
        if items:
            self._core.add(result, _feed_batches(result, mapper, func, items, chunksize))
        return result

    def imap(self, func, iterable, chunksize=1):
        """An iterator over func(item) for each item, in their order."""
        return self._imap(IMapIterator, func, iterable, chunksize)

    def imap_unordered(self, func, iterable, chunksize=1):
        """The same in the order in which they are done."""
        return self._imap(IMapUnorderedIterator, func, iterable, chunksize)

    def _imap(self, kind, func, iterable, chunksize):
        self._check_running()
        if chunksize < 1:
            raise ValueError("Chunksize must be 1+, not {0:n}".format(chunksize))
        result = kind(self)
        result._drop = self._core.drop
        feed = _feed_lazily(result, func, iterable, chunksize)
        self._core.add(result, feed if type(iterable) in _PLAIN else self._core.lazy_feed(feed))
        if chunksize == 1:
            return result
        return (item for chunk in result for item in chunk)

    def _check_running(self):
        if self._core.state != RUN:
            raise ValueError("Pool not running")

    def __enter__(self):
        self._check_running()
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.terminate()

    def __reduce__(self):
        raise NotImplementedError('pool objects cannot be passed between processes or pickled')


class Pool(_PoolMethods):
    """Processes that do tasks."""

    def __init__(self, processes=None, initializer=None, initargs=(), maxtasksperchild=None, context=None):
        self._ctx = context or contexts._default_context.get_context()
        if processes is None:
            processes = getattr(os, 'process_cpu_count', os.cpu_count)() or 1
        if processes < 1:
            raise ValueError("Number of processes must be at least 1")
        if maxtasksperchild is not None and (not isinstance(maxtasksperchild, int) or maxtasksperchild <= 0):
            raise ValueError("maxtasksperchild must be a positive int or None")
        if initializer is not None and not callable(initializer):
            raise TypeError('initializer must be a callable')
        self._processes = processes
        self._core = core = _Core(self._ctx, processes, initializer, initargs, maxtasksperchild)
        self._thread = threading.Thread(target=core.run, name='PoolHandler', daemon=True)
        self._thread.start()
        self._terminate = util.Finalize(self, _end_core, args=(core, self._thread), exitpriority=15)

    @property
    def _pool(self):
        return [each.process for each in self._core.workers]

    @property
    def _state(self):
        return self._core.state

    def __repr__(self):
        return '<%s.%s state=%s pool_size=%s>' % (type(self).__module__, type(self).__qualname__, self._core.state,
                                                  len(self._core.workers))

    def __del__(self):
        core = getattr(self, '_core', None)
        if core is not None and core.state == RUN:
            import warnings
            warnings.warn("unclosed running multiprocessing pool %r" % self, ResourceWarning, source=self)

    def close(self):
        """No more tasks; the workers end when those that there are are done."""
        core = self._core
        with core.lock:
            if core.state == RUN:
                core.state = CLOSE
                core.wake()

    def terminate(self):
        """Ends the workers at once. Whoever waits for a result gets an error."""
        self._terminate()

    def join(self):
        """Waits until the workers have ended. REQUIRES: close() or terminate()."""
        if self._core.state == RUN:
            raise ValueError("Pool is still running")
        self._thread.join()


# -- results --

class ApplyResult:
    """What apply_async() returns."""

    def __init__(self, pool, callback, error_callback):
        self._pool = pool  # which stays as long as somebody waits
        self._event = threading.Event()
        self._job = next(_job_counter)
        self._callback = callback
        self._error_callback = error_callback
        self._success = True
        self._value = None

    def ready(self):
        return self._event.is_set()

    def successful(self):
        if not self.ready():
            raise ValueError("{0!r} not ready".format(self))
        return self._success

    def wait(self, timeout=None):
        self._event.wait(timeout)

    def get(self, timeout=None):
        """The result, or what was raised; TimeoutError when there is none in time."""
        self.wait(timeout)
        if not self.ready():
            raise TimeoutError
        if self._success:
            return self._value
        raise self._value

    def _finish(self):
        callback = self._callback if self._success else self._error_callback
        if callback is not None:
            try:
                callback(self._value)
            except Exception:
                import traceback
                traceback.print_exc()
        self._event.set()
        self._pool = None

    def _set(self, i, success, value):
        """A task is done. Says whether all are."""
        self._success, self._value = success, value
        self._finish()
        return True

    def _fail(self, error):
        if not self.ready():
            self._success, self._value = False, error
            self._finish()

    def __class_getitem__(cls, item):
        from types import GenericAlias
        return GenericAlias(cls, item)


AsyncResult = ApplyResult


class MapResult(ApplyResult):
    """What map_async() returns."""

    def __init__(self, pool, chunksize, length, callback, error_callback):
        super().__init__(pool, callback, error_callback)
        self._value = [None] * length
        self._chunksize = chunksize
        self._left = 0 if length == 0 else -(-length // chunksize)
        if length == 0:
            self._chunksize = 0
            self._event.set()
            self._pool = None

    def _set(self, i, success, value):
        if self.ready():
            return True
        self._left -= 1
        if not success:
            if self._success:
                self._success, self._value = False, value
        elif self._success:
            self._value[i * self._chunksize:(i + 1) * self._chunksize] = value
        if self._left == 0:
            self._finish()
        return self._left == 0


class IMapIterator:
    """What imap() returns."""

    def __init__(self, pool):
        self._pool = pool
        self._cond = threading.Condition(threading.Lock())
        self._items = collections.deque()
        self._index = 0         # of the next item to come
        self._length = None     # None: not known yet
        self._unsorted = {}
        self._error = None
        self._drop = None

    def __iter__(self):
        return self

    def next(self, timeout=None):
        """The next result; TimeoutError when there is none in time."""
        with self._cond:
            end = None if timeout is None else time.monotonic() + timeout
            while not self._items:
                if self._error is not None:
                    raise self._error
                if self._index == self._length:
                    self._pool = None
                    raise StopIteration
                rest = None if end is None else end - time.monotonic()
                if rest is not None and rest <= 0:
                    raise TimeoutError
                self._cond.wait(rest)
            success, value = self._items.popleft()
        if success:
            return value
        raise value

    __next__ = next

    def _add(self, i, item):
        self._unsorted[i] = item
        while self._index in self._unsorted:
            self._items.append(self._unsorted.pop(self._index))
            self._index += 1

    def _set(self, i, success, value):
        with self._cond:
            self._add(i, (success, value))
            self._cond.notify_all()
            return self._index == self._length

    def _set_length(self, length):
        with self._cond:
            self._length = length
            self._cond.notify_all()
            done = self._index == length
        if done and self._drop is not None:
            self._drop(self)

    def _fail(self, error):
        with self._cond:
            if self._index != self._length:
                self._error = error
            self._cond.notify_all()


class IMapUnorderedIterator(IMapIterator):
    def _add(self, i, item):
        self._items.append(item)
        self._index += 1


# -- threads instead of processes --

class _ThreadCore:
    """Threads that take tasks from feeds."""

    def __init__(self, count, initializer, initargs):
        self.cond = threading.Condition(threading.Lock())
        self.feed_lock = threading.Lock()    # a generator runs in one thread at a time
        self.result_lock = threading.Lock()  # not the same: a generator may wait for results
        self.state = RUN
        self.feeds = collections.deque()
        self.jobs = set()
        self.threads = [threading.Thread(target=self.work, args=(initializer, initargs), daemon=True)
                        for _ in range(count)]
        for thread in self.threads:
            thread.start()

    def add(self, job, feed):
        with self.cond:
            if self.state != RUN:
                raise ValueError("Pool not running")
            self.jobs.add(job)
            self.feeds.append(feed)
            self.cond.notify_all()

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


class ThreadPool(_PoolMethods):
    """A pool whose workers are threads."""

    def __init__(self, processes=None, initializer=None, initargs=()):
        if processes is None:
            processes = getattr(os, 'process_cpu_count', os.cpu_count)() or 1
        if processes < 1:
            raise ValueError("Number of processes must be at least 1")
        if initializer is not None and not callable(initializer):
            raise TypeError('initializer must be a callable')
        self._processes = processes
        self._core = _ThreadCore(processes, initializer, initargs)

    def __repr__(self):
        return '<%s.%s state=%s pool_size=%s>' % (type(self).__module__, type(self).__qualname__, self._core.state,
                                                  self._processes)

    def close(self):
        self._core.end(CLOSE)

    def terminate(self):
        self._core.end(TERMINATE)

    def join(self):
        if self._core.state == RUN:
            raise ValueError("Pool is still running")
        for thread in self._core.threads:
            thread.join()
