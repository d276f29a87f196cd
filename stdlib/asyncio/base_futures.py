"""How futures are shown, and what is said of exceptions that nobody asked for."""

__all__ = ()

import reprlib

from . import format_helpers

_PENDING = "PENDING"
_CANCELLED = "CANCELLED"
_FINISHED = "FINISHED"


def isfuture(obj):
    """Whether obj is a future, of whatever make: it has a _asyncio_future_blocking that is not None."""
    return hasattr(type(obj), "_asyncio_future_blocking") and obj._asyncio_future_blocking is not None


def _format_callbacks(callbacks):
    def show(pair):
        return format_helpers._format_callback_source(pair[0], ())

    count = len(callbacks)
    if count == 1:
        text = show(callbacks[0])
    elif count == 2:
        text = f"{show(callbacks[0])}, {show(callbacks[1])}"
    elif count > 2:
        text = f"{show(callbacks[0])}, <{count - 2} more>, {show(callbacks[-1])}"
    else:
        text = ""
    return f"cb=[{text}]"


def _future_repr_info(future):
    info = [future._state.lower()]
    if future._state == _FINISHED:
        if future._exception is not None:
            info.append(f"exception={future._exception!r}")
        else:
            # Results may be large.
            info.append(f"result={reprlib.repr(future._result)}")
    if future._callbacks:
        info.append(_format_callbacks(future._callbacks))
    if future._source_traceback:
        frame = future._source_traceback[-1]
        info.append(f"created at {frame[0]}:{frame[1]}")
    return info


@reprlib.recursive_repr()
def _future_repr(future):
    return f"<{type(future).__name__} {' '.join(_future_repr_info(future))}>"


def _report_unretrieved(future, exception):
    context = {
        "message": f"{type(future).__name__} exception was never retrieved",
        "exception": exception,
        "future": future,
    }
    if future._source_traceback:
        context["source_traceback"] = future._source_traceback
    future._loop.call_exception_handler(context)
