"""How callbacks, handles and stacks are shown."""

import functools
import reprlib
import sys

from . import constants


def _innermost(func):
    # The function that a decorated or partial one stands for.
    while True:
        wrapped = getattr(func, "__wrapped__", None)
        if wrapped is not None:
            func = wrapped
        elif isinstance(func, functools.partial):
            func = func.func
        else:
            return func


def _get_function_source(func):
    code = getattr(_innermost(func), "__code__", None)
    return None if code is None else (code.co_filename, code.co_firstlineno)


def _format_args_and_kwargs(args, kwargs, *, debug=False):
    """The arguments of a call in parentheses; their values in debug mode only, because they may be secret."""
    if not debug:
        return "()"
    items = [reprlib.repr(arg) for arg in args]
    items += [f"{name}={reprlib.repr(value)}" for name, value in kwargs.items()]
    return f"({', '.join(items)})"


def _format_callback(func, args, kwargs, *, debug=False, suffix=""):
    if isinstance(func, functools.partial):
        suffix = _format_args_and_kwargs(args, kwargs, debug=debug) + suffix
        return _format_callback(func.func, func.args, func.keywords, debug=debug, suffix=suffix)
    name = getattr(func, "__qualname__", None) or getattr(func, "__name__", None) or repr(func)
    if type(func).__name__ == "TaskStepMethWrapper" and name == "TaskStepMethWrapper":
        name = repr(func)
    return name + _format_args_and_kwargs(args, kwargs, debug=debug) + suffix


def _format_callback_source(func, args, *, debug=False):
    text = _format_callback(func, args, None or {}, debug=debug)
    source = _get_function_source(func)
    if source:
        text += f" at {source[0]}:{source[1]}"
    return text


def _handle_repr(handle):
    if handle._repr is not None:
        return handle._repr
    info = [type(handle).__name__]
    if handle._cancelled:
        info.append("cancelled")
    if hasattr(handle, "_when"):
        info.append(f"when={handle._when}")
    if handle._callback is not None:
        debug = handle._loop is not None and handle._loop.get_debug()
        info.append(_format_callback_source(handle._callback, handle._args or (), debug=debug))
    if handle._source_traceback:
        frame = handle._source_traceback[-1]
        info.append(f"created at {frame[0]}:{frame[1]}")
    return f"<{' '.join(info)}>"


def extract_stack(f=None, limit=None):
    """The stack as traceback.extract_stack() gives it, without looking up source lines yet."""
    import traceback
    if f is None:
        f = sys._getframe().f_back
        # Whoever called asyncio is meant.
        while f is not None and f.f_back is not None and f.f_code.co_filename.startswith("<embedded>/asyncio/"):
            f = f.f_back
    if limit is None:
        limit = constants.DEBUG_STACK_DEPTH
    stack = traceback.StackSummary.extract(traceback.walk_stack(f), limit=limit, lookup_lines=False)
    stack.reverse()
    return stack
