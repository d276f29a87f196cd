"""Event loops: their interface, and which one belongs to a thread."""

__all__ = ("AbstractEventLoop", "AbstractServer", "Handle", "TimerHandle", "get_event_loop", "set_event_loop",
           "new_event_loop", "_set_running_loop", "get_running_loop", "_get_running_loop",
           "get_event_loop_policy", "set_event_loop_policy")

import os
import sys
import threading
import warnings

from _asyncio import (Handle, TimerHandle, _get_running_loop, _set_running_loop, get_running_loop, get_event_loop)

from . import format_helpers


def _report_failure(handle, exc):
    # A callback has raised an exception.
    source = format_helpers._format_callback_source(handle._callback, handle._args or (),
                                                    debug=handle._loop.get_debug())
    context = {"message": f"Exception in callback {source}", "exception": exc, "handle": handle}
    if handle._source_traceback:
        context["source_traceback"] = handle._source_traceback
    handle._loop.call_exception_handler(context)


class AbstractServer:
    """What create_server() returns."""

    def close(self):
        raise NotImplementedError

    def get_loop(self):
        raise NotImplementedError

    def is_serving(self):
        raise NotImplementedError

    async def start_serving(self):
        raise NotImplementedError

    async def serve_forever(self):
        raise NotImplementedError

    async def wait_closed(self):
        raise NotImplementedError

    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc):
        self.close()
        await self.wait_closed()


class AbstractEventLoop:
    """What every event loop offers. Loops override all of it that they can do."""


def _abstract(name, is_async):
    if is_async:
        async def method(self, *args, **kwargs):
            raise NotImplementedError
    else:
        def method(self, *args, **kwargs):
            raise NotImplementedError
    method.__name__ = name
    method.__qualname__ = f"AbstractEventLoop.{name}"
    return method


for _name in ("run_forever", "run_until_complete", "stop", "is_running", "is_closed", "close",
              "_timer_handle_cancelled", "call_soon", "call_later", "call_at", "time", "create_future",
              "create_task", "call_soon_threadsafe", "run_in_executor", "set_default_executor", "add_reader",
              "remove_reader", "add_writer", "remove_writer", "add_signal_handler", "remove_signal_handler",
              "set_task_factory", "get_task_factory", "get_exception_handler", "set_exception_handler",
              "default_exception_handler", "call_exception_handler", "get_debug", "set_debug"):
    setattr(AbstractEventLoop, _name, _abstract(_name, False))
for _name in ("shutdown_asyncgens", "shutdown_default_executor", "getaddrinfo", "getnameinfo", "create_connection",
              "create_server", "start_tls", "sendfile", "create_unix_connection", "create_unix_server",
              "connect_accepted_socket", "create_datagram_endpoint", "connect_read_pipe", "connect_write_pipe",
              "subprocess_shell", "subprocess_exec", "sock_recv", "sock_recv_into", "sock_recvfrom",
              "sock_recvfrom_into", "sock_sendall", "sock_sendto", "sock_connect", "sock_accept", "sock_sendfile"):
    setattr(AbstractEventLoop, _name, _abstract(_name, True))
del _name


class _AbstractEventLoopPolicy:
    """Which loop a thread gets."""

    def get_event_loop(self):
        raise NotImplementedError

    def set_event_loop(self, loop):
        raise NotImplementedError

    def new_event_loop(self):
        raise NotImplementedError


class _BaseDefaultEventLoopPolicy(_AbstractEventLoopPolicy):
    """Each thread has the loop that was set in it."""

    _loop_factory = None

    class _Local(threading.local):
        _loop = None

    def __init__(self):
        self._local = self._Local()

    def get_event_loop(self):
        loop = self._local._loop
        if loop is None:
            raise RuntimeError("There is no current event loop in thread %r." % threading.current_thread().name)
        return loop

    def set_event_loop(self, loop):
        if loop is not None and not isinstance(loop, AbstractEventLoop):
            raise TypeError("loop must be an instance of AbstractEventLoop or None, "
                            f"not '{type(loop).__name__}'")
        self._local._loop = loop

    def new_event_loop(self):
        return self._loop_factory()


_event_loop_policy = None
_lock = threading.Lock()


def _get_event_loop_policy():
    global _event_loop_policy
    if _event_loop_policy is None:
        with _lock:
            if _event_loop_policy is None:
                from . import _DefaultEventLoopPolicy
                _event_loop_policy = _DefaultEventLoopPolicy()
    return _event_loop_policy


def _deprecated(name):
    warnings.warn(f"'asyncio.{name}' is deprecated and slated for removal in Python 3.16", DeprecationWarning,
                  stacklevel=3)


def get_event_loop_policy():
    """The policy in force."""
    _deprecated("get_event_loop_policy")
    return _get_event_loop_policy()


def _set_event_loop_policy(policy):
    global _event_loop_policy
    if policy is not None and not isinstance(policy, _AbstractEventLoopPolicy):
        raise TypeError(f"policy must be an instance of AbstractEventLoopPolicy or None, "
                        f"not '{type(policy).__name__}'")
    _event_loop_policy = policy


def set_event_loop_policy(policy):
    """Set the policy; None: the default one."""
    _deprecated("set_event_loop_policy")
    _set_event_loop_policy(policy)


def set_event_loop(loop):
    """Make loop the one that get_event_loop() returns in this thread while none runs."""
    _get_event_loop_policy().set_event_loop(loop)


def new_event_loop():
    """A new loop."""
    return _get_event_loop_policy().new_event_loop()


if hasattr(os, "register_at_fork"):
    def _on_fork():
        # The loop of the parent does not run in the child.
        _set_running_loop(None)

    os.register_at_fork(after_in_child=_on_fork)
