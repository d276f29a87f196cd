"""What counts as a coroutine, and how it is shown."""

__all__ = ("iscoroutinefunction", "iscoroutine")

import os
import sys
import types

from collections.abc import Coroutine

_is_coroutine = object()
_coroutine_types = (types.CoroutineType, Coroutine)
_known_types = set()
_CO_COROUTINE = 0x80


def _is_debug_mode():
    return sys.flags.dev_mode or (not sys.flags.ignore_environment and bool(os.environ.get("PYTHONASYNCIODEBUG")))


def _is_coroutine_function(func):
    import functools
    while True:
        if isinstance(func, functools.partial):
            func = func.func
        elif isinstance(func, types.MethodType):
            func = func.__func__
        else:
            break
    if not isinstance(func, types.FunctionType):
        return False
    if func.__code__.co_flags & _CO_COROUTINE:
        return True
    # inspect.markcoroutinefunction() leaves a mark.
    inspect = sys.modules.get("inspect")
    mark = getattr(inspect, "_is_coroutine_mark", None)
    return mark is not None and getattr(func, "_is_coroutine_marker", None) is mark


def iscoroutinefunction(func):
    """Whether calling func gives a coroutine."""
    import warnings
    warnings.warn("'asyncio.iscoroutinefunction' is deprecated and slated for removal in Python 3.16; "
                  "use inspect.iscoroutinefunction() instead", DeprecationWarning, stacklevel=2)
    return _iscoroutinefunction(func)


def _iscoroutinefunction(func):
    return _is_coroutine_function(func) or getattr(func, "_is_coroutine", None) is _is_coroutine


def iscoroutine(obj):
    """Whether obj is a coroutine."""
    cls = type(obj)
    if cls in _known_types:
        return True
    if isinstance(obj, _coroutine_types):
        # A few classes make up nearly all coroutines of a program.
        if len(_known_types) < 100:
            _known_types.add(cls)
        return True
    return False


def _format_coroutine(coro):
    name = getattr(coro, "__qualname__", None) or getattr(coro, "__name__", None)
    shown = f"{name}()" if name else f"<{type(coro).__name__} without __name__>()"
    code = getattr(coro, "cr_code", None) or getattr(coro, "gi_code", None)
    running = getattr(coro, "cr_running", False) or getattr(coro, "gi_running", False)
    if code is None:
        return f"{shown} running" if running else shown
    frame = getattr(coro, "cr_frame", None) or getattr(coro, "gi_frame", None)
    filename = code.co_filename or "<empty co_filename>"
    if running:
        return f"{shown} running at {filename}:{frame.f_lineno}" if frame is not None else f"{shown} running"
    if frame is not None:
        return f"{shown} running at {filename}:{frame.f_lineno}"
    return f"{shown} done, defined at {filename}:{code.co_firstlineno}"
