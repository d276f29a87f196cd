"""The loop of Unix: signals, pipes and processes."""

__all__ = ("SelectorEventLoop", "EventLoop")

import os
import sys
import warnings

from . import coroutines, events, selector_events
from .log import logger


def _sighandler_noop(signum, frame):
    """Signals with a handler of a loop: the number comes through the loop's pipe."""


class _UnixSelectorEventLoop(selector_events.BaseSelectorEventLoop):
    """Adds signals, pipes and processes."""

    def __init__(self, selector=None):
        self._signal_handlers = {}
        super().__init__(selector)

    def _note_watched(self):
        super()._note_watched()
        self._watches = self._watches or bool(self._signal_handlers)

    def close(self):
        super().close()
        if not sys.is_finalizing():
            for sig in list(self._signal_handlers):
                self.remove_signal_handler(sig)
        elif self._signal_handlers:
            warnings.warn(f"Closing the loop {self!r} on interpreter shutdown stage, skipping signal handlers removal",
                          ResourceWarning, source=self)
            self._signal_handlers.clear()

    # -- signals --

    def _process_self_data(self, data):
        for signum in data:
            if signum:
                self._handle_signal(signum)

    def add_signal_handler(self, sig, callback, *args):
        """Call callback(*args) in the loop when a signal comes. Only in the main thread."""
        import signal
        if coroutines.iscoroutine(callback) or coroutines._iscoroutinefunction(callback):
            raise TypeError("coroutines cannot be used with add_signal_handler()")
        self._check_signal(sig)
        self._check_closed()
        try:
            # Python writes each signal's number there.
            signal.set_wakeup_fd(self._csock.fileno())
        except (ValueError, OSError) as exc:
            raise RuntimeError(str(exc))
        self._signal_handlers[sig] = events.Handle(callback, args, self, None)
        self._watches = True
        try:
            signal.signal(sig, _sighandler_noop)
            # System calls go on by themselves.
            signal.siginterrupt(sig, False)
        except OSError as exc:
            del self._signal_handlers[sig]
            if not self._signal_handlers:
                try:
                    signal.set_wakeup_fd(-1)
                except (ValueError, OSError) as nexc:
                    logger.info("set_wakeup_fd(-1) failed: %s", nexc)
            if exc.errno == 22:
                raise RuntimeError(f"sig {sig} cannot be caught")
            raise

    def _handle_signal(self, sig):
        handle = self._signal_handlers.get(sig)
        if handle is None:
            return
        if handle._cancelled:
            self.remove_signal_handler(sig)
        else:
            self._add_callback(handle)

    def remove_signal_handler(self, sig):
        """Take a signal's callback away; whether there was one."""
        import signal
        self._check_signal(sig)
        if sig not in self._signal_handlers:
            return False
        del self._signal_handlers[sig]
        handler = signal.default_int_handler if sig == signal.SIGINT else signal.SIG_DFL
        try:
            signal.signal(sig, handler)
        except OSError as exc:
            if exc.errno == 22:
                raise RuntimeError(f"sig {sig} cannot be caught")
            raise
        if not self._signal_handlers:
            try:
                signal.set_wakeup_fd(-1)
            except (ValueError, OSError) as exc:
                logger.info("set_wakeup_fd(-1) failed: %s", exc)
        return True

    def _check_signal(self, sig):
        import signal
        if not isinstance(sig, int):
            raise TypeError(f"sig must be an int, not {sig!r}")
        if sig not in signal.valid_signals():
            raise ValueError(f"invalid signal number {sig}")

    # -- pipes and processes --

    def _make_read_pipe_transport(self, pipe, protocol, waiter=None, extra=None):
        from .unix_pipes import _UnixReadPipeTransport
        return _UnixReadPipeTransport(self, pipe, protocol, waiter, extra)

    def _make_write_pipe_transport(self, pipe, protocol, waiter=None, extra=None):
        from .unix_pipes import _UnixWritePipeTransport
        return _UnixWritePipeTransport(self, pipe, protocol, waiter, extra)

    async def _make_subprocess_transport(self, protocol, args, shell, stdin, stdout, stderr, bufsize, extra=None,
                                         **kwargs):
        from .base_subprocess import _UnixSubprocessTransport, _watch_child
        waiter = self.create_future()
        transport = _UnixSubprocessTransport(self, protocol, args, shell, stdin, stdout, stderr, bufsize,
                                             waiter=waiter, extra=extra, **kwargs)
        _watch_child(self, transport)
        try:
            await waiter
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException:
            transport.close()
            await transport._wait()
            raise
        return transport


class _UnixDefaultEventLoopPolicy(events._BaseDefaultEventLoopPolicy):
    """The policy of Unix."""

    _loop_factory = _UnixSelectorEventLoop


SelectorEventLoop = _UnixSelectorEventLoop
_DefaultEventLoopPolicy = _UnixDefaultEventLoopPolicy
EventLoop = SelectorEventLoop
