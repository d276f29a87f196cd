"""Future, and bridges between futures of asyncio and of concurrent.futures."""

__all__ = ("Future", "wrap_future", "isfuture", "future_add_to_awaited_by", "future_discard_from_awaited_by")

import concurrent.futures

from _asyncio import Future, _set_result_unless_cancelled

from . import base_futures, events, exceptions

isfuture = base_futures.isfuture
_PENDING = base_futures._PENDING
_CANCELLED = base_futures._CANCELLED
_FINISHED = base_futures._FINISHED


def _get_loop(fut):
    try:
        get_loop = fut.get_loop
    except AttributeError:
        return fut._loop
    return get_loop()


def future_add_to_awaited_by(fut, waiter, /):
    """Note that waiter waits for fut. Tasks that await are known without this."""


def future_discard_from_awaited_by(fut, waiter, /):
    """Note that waiter does not wait for fut any longer."""


_EXCEPTIONS = (
    (concurrent.futures.CancelledError, exceptions.CancelledError),
    (concurrent.futures.InvalidStateError, exceptions.InvalidStateError),
)


def _convert_future_exc(exc):
    for theirs, ours in _EXCEPTIONS:
        if type(exc) is theirs:
            return ours(*exc.args).with_traceback(exc.__traceback__)
    return exc


def _copy_future_state(source, dest):
    if dest.cancelled():
        return
    if source.cancelled():
        dest.cancel()
        return
    exception = source.exception()
    if exception is not None:
        dest.set_exception(_convert_future_exc(exception))
    else:
        dest.set_result(source.result())


def _set_concurrent_state(concurrent_future, source):
    if source.cancelled():
        concurrent_future.cancel()
    if not concurrent_future.set_running_or_notify_cancel():
        return
    exception = source.exception()
    if exception is not None:
        concurrent_future.set_exception(_convert_future_exc(exception))
    else:
        concurrent_future.set_result(source.result())


def _chain_future(source, destination):
    """When source is done, destination is; when destination is cancelled, source is. Either may be of either make."""
    for future, what in ((source, "source"), (destination, "destination")):
        if not isfuture(future) and not isinstance(future, concurrent.futures.Future):
            raise TypeError(f"A future is required for {what} argument")
    source_loop = _get_loop(source) if isfuture(source) else None
    dest_loop = _get_loop(destination) if isfuture(destination) else None

    def set_state(future, other):
        if isfuture(future):
            _copy_future_state(other, future)
        else:
            _set_concurrent_state(future, other)

    def cancel_source(dest):
        if dest.cancelled():
            if source_loop is None or source_loop is dest_loop:
                source.cancel()
            else:
                source_loop.call_soon_threadsafe(source.cancel)

    def pass_state_on(source):
        if destination.cancelled() and dest_loop is not None and dest_loop.is_closed():
            return
        if dest_loop is None or dest_loop is source_loop:
            set_state(destination, source)
        else:
            if dest_loop.is_closed():
                return
            dest_loop.call_soon_threadsafe(set_state, destination, source)

    destination.add_done_callback(cancel_source)
    source.add_done_callback(pass_state_on)


def wrap_future(future, *, loop=None):
    """A future of asyncio that follows one of concurrent.futures."""
    if isfuture(future):
        return future
    assert isinstance(future, concurrent.futures.Future), f"concurrent.futures.Future is expected, got {future!r}"
    if loop is None:
        loop = events.get_event_loop()
    wrapped = loop.create_future()
    _chain_future(future, wrapped)
    return wrapped
