"""Functions to call when the program ends, the last registered first."""

import sys as _sys

__all__ = ["register", "unregister"]

_functions = []


def register(func, /, *args, **kwargs):
    """Call func(*args, **kwargs) at the end. Returns func, so that it can be used as a decorator."""
    if not callable(func):
        raise TypeError("the first argument must be callable")
    _functions.append((func, args, kwargs))
    return func


def unregister(func, /):
    """Take back every registration of func."""
    _functions[:] = [entry for entry in _functions if entry[0] != func]


def _clear():
    _functions.clear()


def _ncallbacks():
    return len(_functions)


def _run_exitfuncs():
    # What a function registers now is not called any more.
    functions = _functions[::-1]
    _functions.clear()
    for func, args, kwargs in functions:
        try:
            func(*args, **kwargs)
        except BaseException as error:
            text = f"Exception ignored in atexit callback {func!r}"
            trace = error.__traceback__ and error.__traceback__.tb_next
            _sys.unraisablehook(_sys._UnraisableHookArgs((type(error), error, trace, text, None)))
