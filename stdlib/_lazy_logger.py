"""Loggers of the library's own modules: logging is imported when there is something to say.

Where it may not be imported, messages of level warning and above go to sys.stderr, as they do with it as long as
nobody has configured anything.
"""

import sys

_LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40, "critical": 50}


def _print(level, msg, args, exc_info):
    if level < 30 or sys.stderr is None:
        return
    text = msg % args if args else msg
    print(text, file=sys.stderr)
    if exc_info:
        import traceback
        if exc_info is True:
            exc_info = sys.exception()
        elif isinstance(exc_info, tuple):
            exc_info = exc_info[1]
        if exc_info is not None:
            traceback.print_exception(exc_info, file=sys.stderr)
    sys.stderr.flush()


class LazyLogger:
    """Has the methods of logging.getLogger(name), and is it once it has been used."""

    def __init__(self, name):
        self._name = name
        self._logger = None

    @property
    def name(self):
        return self._name

    def _real(self):
        if self._logger is None:
            try:
                import logging
            except ImportError:
                return None
            self._logger = logging.getLogger(self._name)
        return self._logger

    def _log(self, level, msg, args, exc_info=None, **kwargs):
        real = self._real()
        if real is not None:
            # Not this method nor the one that called it has something to say.
            kwargs["stacklevel"] = kwargs.get("stacklevel", 1) + 2
            real.log(level, msg, *args, exc_info=exc_info, **kwargs)
        else:
            _print(level, msg, args, exc_info)

    def log(self, level, msg, *args, **kwargs):
        self._log(level, msg, args, **kwargs)

    def debug(self, msg, *args, **kwargs):
        # Nobody has asked for these before logging was imported.
        if "logging" in sys.modules:
            self._log(_LEVELS["debug"], msg, args, **kwargs)

    def info(self, msg, *args, **kwargs):
        if "logging" in sys.modules:
            self._log(_LEVELS["info"], msg, args, **kwargs)

    def warning(self, msg, *args, **kwargs):
        self._log(_LEVELS["warning"], msg, args, **kwargs)

    def error(self, msg, *args, **kwargs):
        self._log(_LEVELS["error"], msg, args, **kwargs)

    def exception(self, msg, *args, exc_info=True, **kwargs):
        self._log(_LEVELS["error"], msg, args, exc_info=exc_info, **kwargs)

    def critical(self, msg, *args, **kwargs):
        self._log(_LEVELS["critical"], msg, args, **kwargs)

    def isEnabledFor(self, level):
        real = self._real() if "logging" in sys.modules else None
        return real.isEnabledFor(level) if real is not None else level >= 30

    def __getattr__(self, name):
        real = self._real()
        if real is None:
            raise AttributeError(f"logger has no attribute {name!r}")
        return getattr(real, name)
