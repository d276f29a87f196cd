"""Tasks, and what is done with several of them: gather, wait, as_completed, shield ..."""

__all__ = ("Task", "create_task", "FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED", "wait", "wait_for",
           "as_completed", "sleep", "gather", "shield", "ensure_future", "run_coroutine_threadsafe", "current_task",
           "all_tasks", "create_eager_task_factory", "eager_task_factory", "_register_task", "_unregister_task",
           "_enter_task", "_leave_task")

import concurrent.futures
import functools
import math
import types
import weakref

from _asyncio import (Task, create_task, current_task, all_tasks, _enter_task, _leave_task, _swap_current_task,
                      _set_result_unless_cancelled)

from . import coroutines, events, exceptions, futures, queues, timeouts

FIRST_COMPLETED = concurrent.futures.FIRST_COMPLETED
FIRST_EXCEPTION = concurrent.futures.FIRST_EXCEPTION
ALL_COMPLETED = concurrent.futures.ALL_COMPLETED

# Tasks of other makes, and of loops that are not derived from ours; the rest are in lists of their loops.
_scheduled_tasks = weakref.WeakSet()
_eager_tasks = set()


def _register_task(task):
    _scheduled_tasks.add(task)


def _unregister_task(task):
    _scheduled_tasks.discard(task)


def _register_eager_task(task):
    _eager_tasks.add(task)


def _unregister_eager_task(task):
    _eager_tasks.discard(task)


def _other_tasks(loop):
    if not _scheduled_tasks and not _eager_tasks:
        return ()
    return [task for task in (*list(_scheduled_tasks), *list(_eager_tasks))
            if futures._get_loop(task) is loop and not task.done()]


async def wait(fs, *, timeout=None, return_when=ALL_COMPLETED):
    """Wait until all futures have ended, one has, or one has failed; returns the sets (done, pending).

    Running out of time is no error: what has not ended is pending then.
    """
    if futures.isfuture(fs) or coroutines.iscoroutine(fs):
        raise TypeError(f"expect a list of futures, not {type(fs).__name__}")
    if not fs:
        raise ValueError("Set of Tasks/Futures is empty.")
    if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
        raise ValueError(f"Invalid return_when value: {return_when}")
    fs = set(fs)
    if any(coroutines.iscoroutine(f) for f in fs):
        raise TypeError("Passing coroutines is forbidden, use tasks explicitly.")
    return await _wait(fs, timeout, return_when, events.get_running_loop())


async def wait_for(fut, timeout):
    """Wait for a future or coroutine, up to timeout seconds: then it is cancelled and TimeoutError raised."""
    if fut is not None and not futures.isfuture(fut) and not coroutines.iscoroutine(fut):
        # An awaitable of another kind: awaited as it is.
        pass
    if timeout is not None and timeout <= 0:
        fut = ensure_future(fut)
        if fut.done():
            return fut.result()
        await _cancel_and_wait(fut)
        try:
            return fut.result()
        except exceptions.CancelledError as exc:
            raise TimeoutError from exc
    async with timeouts.timeout(timeout):
        return await fut


async def _wait(fs, timeout, return_when, loop):
    assert fs, "Set of Futures is empty."
    waiter = loop.create_future()
    timer = None
    if timeout is not None:
        timer = loop.call_later(timeout, _release_waiter, waiter)
    left = len(fs)

    def on_completion(f):
        nonlocal left
        left -= 1
        if left <= 0 or return_when == FIRST_COMPLETED or (
                return_when == FIRST_EXCEPTION and not f.cancelled() and f.exception() is not None):
            if timer is not None:
                timer.cancel()
            if not waiter.done():
                waiter.set_result(None)

    for f in fs:
        f.add_done_callback(on_completion)
    try:
        await waiter
    finally:
        if timer is not None:
            timer.cancel()
        for f in fs:
            f.remove_done_callback(on_completion)
    done, pending = set(), set()
    for f in fs:
        (done if f.done() else pending).add(f)
    return done, pending


def _release_waiter(waiter, *args):
    if not waiter.done():
        waiter.set_result(None)


async def _cancel_and_wait(fut):
    loop = events.get_running_loop()
    waiter = loop.create_future()
    callback = functools.partial(_release_waiter, waiter)
    fut.add_done_callback(callback)
    try:
        fut.cancel()
        # Not "await fut": its CancelledError and one of this task could not be told apart.
        await waiter
    finally:
        fut.remove_done_callback(callback)


class _AsCompletedIterator:
    """What as_completed() gives: for `async for`, the futures themselves; for `for`, awaitables of their results."""

    def __init__(self, aws, timeout):
        self._done = queues.Queue()
        self._timeout_handle = None
        loop = events.get_event_loop()
        todo = {ensure_future(aw, loop=loop) for aw in set(aws)}
        for f in todo:
            f.add_done_callback(self._handle_completion)
        if todo and timeout is not None:
            self._timeout_handle = loop.call_later(timeout, self._handle_timeout)
        self._todo = todo
        self._todo_left = len(todo)

    def __aiter__(self):
        return self

    def __iter__(self):
        return self

    async def __anext__(self):
        if not self._todo_left:
            raise StopAsyncIteration
        assert self._todo_left > 0
        self._todo_left -= 1
        return await self._wait_for_one()

    def __next__(self):
        if not self._todo_left:
            raise StopIteration
        assert self._todo_left > 0
        self._todo_left -= 1
        return self._wait_for_one(resolve=True)

    def _handle_timeout(self):
        for f in self._todo:
            f.remove_done_callback(self._handle_completion)
            # For each that is still waited for.
            self._done.put_nowait(None)
        self._todo.clear()

    def _handle_completion(self, f):
        if not self._todo:
            return
        self._todo.remove(f)
        self._done.put_nowait(f)
        if not self._todo and self._timeout_handle is not None:
            self._timeout_handle.cancel()

    async def _wait_for_one(self, resolve=False):
        f = await self._done.get()
        if f is None:
            raise exceptions.TimeoutError
        return f.result() if resolve else f


def as_completed(fs, *, timeout=None):
    """An iterator over awaitables that gives each as it ends, for `async for` and for `for`."""
    if futures.isfuture(fs) or coroutines.iscoroutine(fs):
        raise TypeError(f"expects an iterable of awaitables, not {type(fs).__name__}")
    return _AsCompletedIterator(fs, timeout)


@types.coroutine
def __sleep0():
    """Let the others run once."""
    yield


async def sleep(delay, result=None):
    """Wait delay seconds; returns result."""
    if delay <= 0:
        await __sleep0()
        return result
    if math.isnan(delay):
        raise ValueError("Invalid delay: NaN (not a number)")
    loop = events.get_running_loop()
    future = loop.create_future()
    timer = loop.call_later(delay, _set_result_unless_cancelled, future, result)
    try:
        return await future
    finally:
        timer.cancel()


def ensure_future(coro_or_future, *, loop=None):
    """A future as it is; a coroutine or another awaitable in a task."""
    if futures.isfuture(coro_or_future):
        if loop is not None and loop is not futures._get_loop(coro_or_future):
            raise ValueError("The future belongs to a different loop than the one specified as the loop argument")
        return coro_or_future
    should_close = True
    if not coroutines.iscoroutine(coro_or_future):
        if not hasattr(type(coro_or_future), "__await__"):
            raise TypeError("An asyncio.Future, a coroutine or an awaitable is required")

        async def wrap_awaitable(awaitable):
            return await awaitable

        coro_or_future = wrap_awaitable(coro_or_future)
        should_close = False
    if loop is None:
        loop = events.get_event_loop()
    try:
        return loop.create_task(coro_or_future)
    except RuntimeError:
        if should_close:
            coro_or_future.close()
        raise


class _GatheringFuture(futures.Future):
    """The future of gather(): cancelling it cancels the children."""

    def __init__(self, children, *, loop):
        assert loop is not None
        super().__init__(loop=loop)
        self._children = children
        self._cancel_requested = False

    def cancel(self, msg=None):
        if self.done():
            return False
        cancelled = False
        for child in self._children:
            if child.cancel(msg=msg):
                cancelled = True
        if cancelled:
            # If a child swallows it, this future is to be cancelled all the same.
            self._cancel_requested = True
        return cancelled


def gather(*coros_or_futures, return_exceptions=False):
    """A future of the list of all results, in the order of the arguments.

    The first exception becomes the future's (the others go on); with return_exceptions they are results.
    """
    if not coros_or_futures:
        loop = events.get_event_loop()
        outer = loop.create_future()
        outer.set_result([])
        return outer

    loop = futures._get_loop(coros_or_futures[0]) if futures.isfuture(coros_or_futures[0]) else None
    children = []
    by_argument = {}
    total = finished = 0
    done_ones = []
    outer = None
    current = current_task(events._get_running_loop()) if events._get_running_loop() is not None else None

    def done_callback(child):
        nonlocal finished
        finished += 1
        if outer is None or outer.done():
            if not child.cancelled():
                # Its exception counts as noticed.
                child.exception()
            return
        if not return_exceptions:
            if child.cancelled():
                # As if the future had failed with it: the others are not cancelled.
                outer.set_exception(child._make_cancelled_error())
                return
            exc = child.exception()
            if exc is not None:
                outer.set_exception(exc)
                return
        if finished == total:
            results = []
            for each in children:
                if each.cancelled():
                    # A value, because exceptions are values here.
                    result = exceptions.CancelledError("" if each._cancel_message is None else each._cancel_message)
                else:
                    result = each.exception()
                    if result is None:
                        result = each.result()
                results.append(result)
            if outer._cancel_requested:
                outer.set_exception(each._make_cancelled_error())
            else:
                outer.set_result(results)

    for argument in coros_or_futures:
        if argument not in by_argument:
            child = ensure_future(argument, loop=loop)
            if loop is None:
                loop = futures._get_loop(child)
            if child is not argument:
                # Made here, so nobody else can wait for it.
                child._log_destroy_pending = False
            total += 1
            by_argument[argument] = child
            if child.done():
                done_ones.append(child)
            else:
                child.add_done_callback(done_callback)
        else:
            child = by_argument[argument]
        children.append(child)
    outer = _GatheringFuture(children, loop=loop)
    # Eager tasks and futures that were done before.
    for child in done_ones:
        done_callback(child)
    return outer


def shield(arg):
    """Wait for something that goes on even if the one who waits is cancelled."""
    inner = ensure_future(arg)
    if inner.done():
        return inner
    loop = futures._get_loop(inner)
    outer = loop.create_future()

    def inner_done(inner):
        if outer.cancelled():
            return
        if inner.cancelled():
            outer.cancel()
            return
        exc = inner.exception()
        if exc is not None:
            outer.set_exception(exc)
        else:
            outer.set_result(inner.result())

    def outer_done(outer):
        if inner.done():
            return
        inner.remove_done_callback(inner_done)
        # Nobody is left to look at an exception of inner: the loop has to be told.
        inner.add_done_callback(functools.partial(_report_shielded, outer))

    inner.add_done_callback(inner_done)
    outer.add_done_callback(outer_done)
    return outer


def _report_shielded(outer, inner):
    if inner.cancelled():
        return
    exc = inner.exception()
    if exc is not None and outer.cancelled():
        futures._get_loop(inner).call_exception_handler({
            "message": f"{type(exc).__name__} exception in shielded future",
            "exception": exc,
            "future": inner,
        })


def run_coroutine_threadsafe(coro, loop):
    """For other threads: let loop run a coroutine; returns a concurrent.futures.Future."""
    if not coroutines.iscoroutine(coro):
        raise TypeError("A coroutine object is required")
    future = concurrent.futures.Future()

    def callback():
        try:
            futures._chain_future(ensure_future(coro, loop=loop), future)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            if future.set_running_or_notify_cancel():
                future.set_exception(exc)
            raise

    loop.call_soon_threadsafe(callback)
    return future


def create_eager_task_factory(custom_task_constructor):
    """A task factory whose tasks begin to run as soon as they are made."""

    def factory(loop, coro, *, eager_start=True, **kwargs):
        return custom_task_constructor(coro, loop=loop, eager_start=eager_start, **kwargs)

    return factory


eager_task_factory = create_eager_task_factory(Task)
