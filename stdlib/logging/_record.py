"""What is known of one event."""

import os
import sys
import threading
import time
from collections.abc import Mapping

import logging
from ._levels import getLevelName

__all__ = ["LogRecord", "makeLogRecord", "setLogRecordFactory", "getLogRecordFactory"]

_startTime = time.time_ns()


class LogRecord:
    """One event: where it happened, when, how important it is, and the message with its arguments."""

    __module__ = "logging"

    def __init__(self, name, level, pathname, lineno, msg, args, exc_info, func=None, sinfo=None, **kwargs):
        now = time.time_ns()
        self.name = name
        self.msg = msg
        # A single dict is what %(name)s in the message refers to.
        if args and len(args) == 1 and isinstance(args[0], Mapping) and args[0]:
            args = args[0]
        self.args = args
        self.levelname = getLevelName(level)
        self.levelno = level
        self.pathname = pathname
        try:
            self.filename = os.path.basename(pathname)
            self.module = os.path.splitext(self.filename)[0]
        except (TypeError, ValueError, AttributeError):
            self.filename = pathname
            self.module = "Unknown module"
        self.exc_info = exc_info
        self.exc_text = None  # the traceback's text, once somebody has made it
        self.stack_info = sinfo
        self.lineno = lineno
        self.funcName = func
        self.created = now / 1e9
        self.msecs = now % 1_000_000_000 // 1_000_000 + 0.0
        if self.msecs == 999.0 and int(self.created) != now // 1_000_000_000:
            # The division rounded up to the next second: it is not 999 ms later.
            self.msecs = 0.0
        self.relativeCreated = (now - _startTime) / 1e6
        if logging.logThreads:
            self.thread = threading.get_ident()
            self.threadName = threading.current_thread().name
        else:
            self.thread = self.threadName = None
        self.processName = self._process_name() if logging.logMultiprocessing else None
        self.process = os.getpid() if logging.logProcesses and hasattr(os, "getpid") else None
        self.taskName = self._task_name() if logging.logAsyncioTasks else None

    @staticmethod
    def _process_name():
        multiprocessing = sys.modules.get("multiprocessing")
        if multiprocessing is not None:
            try:
                return multiprocessing.current_process().name
            except Exception:
                pass  # it is being imported
        return "MainProcess"

    @staticmethod
    def _task_name():
        asyncio = sys.modules.get("asyncio")
        if asyncio is not None:
            try:
                return asyncio.current_task().get_name()
            except Exception:
                pass  # no loop runs here, or no task
        return None

    def __repr__(self):
        return f'<LogRecord: {self.name}, {self.levelno}, {self.pathname}, {self.lineno}, "{self.msg}">'

    def getMessage(self):
        """The message with its arguments put in."""
        text = str(self.msg)
        return text % self.args if self.args else text


_factory = LogRecord


def setLogRecordFactory(factory):
    """Make records by factory(name, level, pathname, lineno, msg, args, exc_info, func=..., sinfo=...)."""
    global _factory
    _factory = factory


def getLogRecordFactory():
    """What makes records."""
    return _factory


def makeLogRecord(dict):
    """A record with the attributes in dict: one that came from elsewhere."""
    record = _factory(None, None, "", 0, "", (), None, None)
    record.__dict__.update(dict)
    return record
