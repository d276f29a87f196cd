"""Starting a process by the fork server, which forks it: see forkserver.py."""

import posix as os

import _multiprocessing

from . import _preparation, context, forkserver, popen_fork, reduction, util

__all__ = ['Popen']


class Popen(popen_fork.Popen):
    method = 'forkserver'
    DupFd = forkserver._Fds

    def __init__(self, process_obj):
        self._fds = []
        super().__init__(process_obj)

    def duplicate_for_child(self, fd):
        if fd not in self._fds:
            self._fds.append(fd)
        return self._fds.index(fd)

    def _launch(self, process_obj):
        context.set_spawning_popen(self)
        try:
            preparation = reduction.dumps(_preparation.get_preparation_data(process_obj._name))
            what = reduction.dumps(process_obj)
        finally:
            context.set_spawning_popen(None)
        # The server writes the child's number to the status pipe, and its exit code at its end.
        status, status_end = os.pipe()
        data, parent_data = os.pipe()
        try:
            forkserver._forkserver.start([data, status_end, *self._fds])
            os.close(data)
            os.close(status_end)
            data = status_end = None
            try:
                self.pid = int(_multiprocessing.receive(status))
            except EOFError:
                raise OSError('the fork server has ended') from None
            try:
                _multiprocessing.send(parent_data, preparation)
                _multiprocessing.send(parent_data, what)
            except BrokenPipeError:
                pass  # it has ended already; its exit code tells
            self.sentinel, status = status, None
        finally:
            for fd in (status, status_end, data, parent_data):
                if fd is not None:
                    os.close(fd)

    def poll(self, flag=os.WNOHANG):
        if self.returncode is None:
            if not _multiprocessing.wait((self.sentinel,), 0 if flag == os.WNOHANG else None):
                return None
            try:
                self.returncode = int(_multiprocessing.receive(self.sentinel))
            except (OSError, EOFError):
                # The server has ended, and with it what it knew.
                self.returncode = 255
        return self.returncode
