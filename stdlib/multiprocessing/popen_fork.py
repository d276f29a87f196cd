"""Starting a process by fork(): the child is a copy of its parent."""

import os

import _multiprocessing

from . import util

__all__ = ['Popen']


class Popen:
    """A child process: its number, its end, its exit code."""

    method = 'fork'

    def __init__(self, process_obj):
        util._flush_std_streams()
        self.returncode = None
        self.sentinel = None
        self._launch(process_obj)

    def duplicate_for_child(self, fd):
        return fd

    def _launch(self, process_obj):
        parent_life = util.life_pipe()
        # The child keeps the write end open: when it can be read, the child has ended.
        sentinel, child_end = os.pipe()
        try:
            pid = os.fork()
        except BaseException:
            os.close(sentinel)
            os.close(child_end)
            raise
        if pid == 0:
            code = 1
            try:
                os.close(sentinel)
                util._forked()
                util._inherited.append(child_end)
                _multiprocessing.watch_parent(parent_life)
                code = process_obj._bootstrap(parent_sentinel=parent_life)
            finally:
                os._exit(code)
        os.close(child_end)
        self.pid = pid
        self.sentinel = sentinel

    def poll(self, flag=os.WNOHANG):
        """The exit code: negative for a signal, None while it runs."""
        if self.returncode is None:
            try:
                pid, status = os.waitpid(self.pid, flag)
            except OSError:
                # Somebody else has asked for it, or nobody ever will be able to.
                return self.returncode
            if pid == self.pid and self.returncode is None:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def wait(self, timeout=None):
        if self.returncode is None:
            if timeout is not None:
                if not _multiprocessing.wait((self.sentinel,), timeout):
                    return self.poll()
            # Its descriptors are closed: what is left is an instant.
            return self.poll(os.WNOHANG if timeout == 0.0 else 0)
        return self.returncode

    def _send_signal(self, number):
        if self.returncode is None:
            try:
                os.kill(self.pid, number)
            except ProcessLookupError:
                pass
            except OSError:
                if self.wait(timeout=0.1) is None:
                    raise

    def interrupt(self):
        self._send_signal(2)

    def terminate(self):
        self._send_signal(15)

    def kill(self):
        self._send_signal(9)

    def close(self, _close=os.close):
        sentinel, self.sentinel = self.sentinel, None
        if sentinel is not None:
            _close(sentinel)

    def __del__(self):
        try:
            self.close()
        except OSError:
            pass
