"""Starting a process by running the interpreter anew: the child gets what it needs in a pickle."""

import posix as os

import _multiprocessing

from . import _preparation, context, popen_fork, reduction, util

__all__ = ['Popen']


class Popen(popen_fork.Popen):
    method = 'spawn'
    DupFd = reduction._Inherited

    def __init__(self, process_obj):
        self._fds = []
        super().__init__(process_obj)

    def duplicate_for_child(self, fd):
        if fd not in self._fds:
            self._fds.append(fd)
        return fd

    def _launch(self, process_obj):
        context.set_spawning_popen(self)
        try:
            preparation = reduction.dumps(_preparation.get_preparation_data(process_obj._name))
            what = reduction.dumps(process_obj)
        finally:
            context.set_spawning_popen(None)
        from . import resource_tracker
        tracker = resource_tracker.fd_for_child()
        life = util.life_pipe()
        sentinel = child_end = data = parent_data = None
        try:
            sentinel, child_end = os.pipe()
            data, parent_data = os.pipe()
            fds = [*self._fds, child_end, data, life]
            if tracker is not None:
                fds.append(tracker)
            self.pid = _multiprocessing.spawn(_preparation.command_line(data, child_end, life, tracker), fds)
            self.sentinel, sentinel = sentinel, None
            os.close(data)
            os.close(child_end)
            data = child_end = None
            try:
                _multiprocessing.send(parent_data, preparation)
                _multiprocessing.send(parent_data, what)
            except BrokenPipeError:
                pass  # it has ended already; its exit code tells
        finally:
            for fd in (sentinel, child_end, data, parent_data):
                if fd is not None:
                    os.close(fd)
