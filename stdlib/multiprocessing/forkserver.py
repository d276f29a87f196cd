"""The fork server: a process with one thread that forks the children of others.

It belongs to one process, is started when the first child is, and has the program's main module (and what else
set_forkserver_preload() names) imported already, so that its children have them without running them again.
"""

import os
import sys

import _multiprocessing

from . import _preparation, process, reduction, spawn, util

__all__ = ['ensure_running', 'get_inherited_fds', 'connect_to_new_process', 'set_forkserver_preload']


class ForkServer:
    """The server as its process knows it."""

    def __init__(self):
        self._pid = None        # of the server
        self._owner = None
        self._socket = None
        self._preload = ['__main__']
        self._lock = None

    def set_forkserver_preload(self, modules_names):
        """Modules that the server imports when it is started."""
        if not all(type(name) is str for name in modules_names):
            raise TypeError('module_names must be a list of strings')
        self._preload = list(modules_names)

    def get_inherited_fds(self):
        return None

    def _stop(self):
        if self._socket is not None:
            os.close(self._socket)
            self._socket = None
            os.waitpid(self._pid, 0)
            self._pid = None

    def ensure_running(self):
        """Starts the server unless it runs."""
        if self._owner != os.getpid():
            # A forked child: its parent's server is not its own.
            if self._socket is not None:
                os.close(self._socket)
            self._socket = self._pid = None
            self._owner = os.getpid()
        if self._pid is not None:
            pid, _ = os.waitpid(self._pid, os.WNOHANG)
            if pid == 0:
                return
            os.close(self._socket)
            self._socket = self._pid = None
        from . import resource_tracker
        tracker = resource_tracker.fd_for_child()
        life = util.life_pipe()
        ours, theirs = _multiprocessing.socketpair()
        try:
            call = ('from multiprocessing.forkserver import main; main(%d, %d, %r)' % (theirs, life, tracker))
            command = [os.fsencode(_preparation.get_executable()), *_preparation.interpreter_options(), '-c', call]
            fds = [theirs, life] if tracker is None else [theirs, life, tracker]
            self._pid = _multiprocessing.spawn(command, fds)
            data = _preparation.get_preparation_data('ForkServer') if self._preload else {}
            _multiprocessing.send(ours, reduction.dumps((self._preload, data)) if not data
                                  else self._dumps((self._preload, data)))
        except BaseException:
            os.close(ours)
            raise
        finally:
            os.close(theirs)
        self._socket = ours
        util.Finalize(None, self._stop, exitpriority=-100)

    @staticmethod
    def _dumps(obj):
        from . import context
        context.set_spawning_popen(obj)
        try:
            return reduction.dumps(obj)
        finally:
            context.set_spawning_popen(None)

    def start(self, fds):
        """Lets the server fork a child that has the descriptors."""
        import _thread
        if self._lock is None:
            self._lock = _thread.allocate_lock()
        with self._lock:
            self.ensure_running()
            _multiprocessing.send_descriptors(self._socket, fds)


# -- in the server --

def main(socket, life, tracker):
    """What the server does: forks for as long as its process lives."""
    import pickle
    for fd in (socket, life):
        os.set_inheritable(fd, False)
    if tracker is not None:
        os.set_inheritable(tracker, False)
        from . import resource_tracker
        resource_tracker.use(tracker)
    util._close_stdin()
    preload, data = pickle.loads(_multiprocessing.receive(socket))
    _import(preload, data)
    util._flush_std_streams()
    # The terminal's signals are for the process that it serves; ending is told by the socket.
    import signal
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    children = {}  # read end of a pipe that is closed when the child ends -> (pid, where to write its status)
    while True:
        for fd in _multiprocessing.wait([socket, *children]):
            if fd != socket:
                pid, status_fd = children.pop(fd)
                os.close(fd)
                _report(pid, status_fd)
                continue
            try:
                fds = _multiprocessing.receive_descriptors(socket)
            except (EOFError, ConnectionResetError):
                for pid, status_fd in children.values():
                    os.close(status_fd)
                os._exit(0)
            _fork(socket, life, children, fds)


def _import(preload, data):
    data = dict(data)
    path = data.pop('init_main_from_path', None)
    name = data.pop('init_main_from_name', None)
    spawn.prepare(data)
    process.current_process()._inheriting = True
    try:
        for module in preload:
            try:
                if module != '__main__':
                    __import__(module)
                elif path is not None:
                    spawn.import_main_path(path)
                elif name is not None:
                    spawn._run_main_module(name)
            except Exception:
                pass  # the children will meet it again, and tell
    finally:
        del process.current_process()._inheriting


def _report(pid, status_fd):
    """Tells the client how a child ended."""
    try:
        _, status = os.waitpid(pid, 0)
        code = os.waitstatus_to_exitcode(status)
    except OSError:
        code = 255
    try:
        _multiprocessing.send(status_fd, b'%d' % code)
    except OSError:
        pass
    os.close(status_fd)


def _fork(socket, life, children, fds):
    data, status_fd, *inherited = fds
    ended, child_end = os.pipe()
    own_life = util.life_pipe()
    pid = os.fork()
    if pid:
        for fd in (data, child_end, *inherited):
            os.close(fd)
        children[ended] = pid, status_fd
        try:
            _multiprocessing.send(status_fd, b'%d' % pid)
        except OSError:
            pass
        return
    code = 1
    try:
        import signal
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for fd in (socket, ended, status_fd, *children, *(pair[1] for pair in children.values())):
            os.close(fd)
        util._forked()
        util._inherited.append(child_end)
        _multiprocessing.watch_parent(life)
        _multiprocessing.watch_parent(own_life)
        _Fds.inherited = inherited
        code = spawn._main(data, life)
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else 1
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        util._flush_std_streams()
        os._exit(code)


class _Fds:
    """The descriptors that this child was given, in the order in which its pickle numbers them."""

    inherited = ()

    def __init__(self, index):
        self.index = index

    def detach(self):
        return _Fds.inherited[self.index]


_forkserver = ForkServer()
ensure_running = _forkserver.ensure_running
get_inherited_fds = _forkserver.get_inherited_fds
set_forkserver_preload = _forkserver.set_forkserver_preload
connect_to_new_process = _forkserver.start
