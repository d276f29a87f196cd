"""Executors run calls in threads, processes or interpreters; futures tell how the calls went."""

from concurrent.futures._base import (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED, CancelledError, TimeoutError,
                                      InvalidStateError, BrokenExecutor, Future, Executor, wait, as_completed)

__all__ = ["FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED", "CancelledError", "TimeoutError",
           "InvalidStateError", "BrokenExecutor", "Future", "Executor", "wait", "as_completed", "ProcessPoolExecutor",
           "ThreadPoolExecutor", "InterpreterPoolExecutor"]

# The executors are imported when somebody asks for them: each needs modules of its own.
_WHERE = {"ProcessPoolExecutor": "process", "ThreadPoolExecutor": "thread", "InterpreterPoolExecutor": "interpreter"}


def __dir__():
    return __all__ + ["__author__", "__doc__"]


def __getattr__(name):
    where = _WHERE.get(name)
    if where is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = __import__(f"{__name__}.{where}", fromlist=[name])
    executor = getattr(module, name)
    globals()[name] = executor
    return executor
