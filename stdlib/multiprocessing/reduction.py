"""How objects travel between processes: pickles, and descriptors beside them."""

import posix as os

import _multiprocessing
import _pickle as pickle

from . import context

__all__ = ['send_handle', 'recv_handle', 'ForkingPickler', 'register', 'dump', 'dumps', 'DupFd', 'sendfds', 'recvfds']


class ForkingPickler(pickle.Pickler):
    """A pickler with reductions of its own, for what is only sent between processes."""

    _extra_reducers = {}

    def __init__(self, *args):
        super().__init__(*args)
        if self._extra_reducers:
            import copyreg
            self.dispatch_table = copyreg.dispatch_table | self._extra_reducers

    @classmethod
    def register(cls, type, reduce):
        """Registers the reduction of a type."""
        cls._extra_reducers[type] = reduce

    @classmethod
    def dumps(cls, obj, protocol=None):
        if not cls._extra_reducers:
            return pickle.dumps(obj, protocol)
        import io
        buffer = io.BytesIO()
        cls(buffer, protocol).dump(obj)
        return buffer.getbuffer()

    loads = staticmethod(pickle.loads)


register = ForkingPickler.register
dumps = ForkingPickler.dumps


def dump(obj, file, protocol=None):
    """Like pickle.dump(), with ForkingPickler."""
    ForkingPickler(file, protocol).dump(obj)


# -- descriptors --

def sendfds(sock, fds):
    """Hands descriptors over through a Unix socket."""
    _multiprocessing.send_descriptors(sock if isinstance(sock, int) else sock.fileno(), fds)


def recvfds(sock, size):
    """Descriptors that sendfds() hands over."""
    fds = _multiprocessing.receive_descriptors(sock if isinstance(sock, int) else sock.fileno())
    if len(fds) != size:
        for fd in fds:
            os.close(fd)
        raise RuntimeError('received %d descriptors instead of %d' % (len(fds), size))
    return fds


def send_handle(conn, handle, destination_pid):
    """Sends a descriptor over a connection."""
    sendfds(conn, [handle])


def recv_handle(conn):
    """Receives a descriptor over a connection."""
    return recvfds(conn, 1)[0]


class _Inherited:
    """A descriptor that a child gets at its start."""

    def __init__(self, fd):
        self.fd = fd

    def detach(self):
        return self.fd


class _Fetched:
    """A descriptor that another process keeps until it is asked for."""

    def __init__(self, address, key):
        self.address = address
        self.key = key

    def detach(self):
        fd = _multiprocessing.connect(self.address)
        try:
            _multiprocessing.send(fd, self.key)
            return _multiprocessing.receive_descriptors(fd)[0]
        except EOFError:
            raise OSError('the process that sent a descriptor has closed it') from None
        finally:
            os.close(fd)


class _Keeper:
    """A thread that hands out descriptors which were sent in pickles."""

    def __init__(self):
        import threading
        self._lock = threading.Lock()
        self._pid = None

    def _start(self):
        import threading
        self._pid = os.getpid()
        self._fds = {}
        self._address = b'\0gilt-fd-%d-%s' % (self._pid, os.urandom(8).hex().encode())
        self._listener = _multiprocessing.listen(self._address, 64)
        threading.Thread(target=self._serve, args=(self._listener,), name='DescriptorKeeper', daemon=True).start()

    def keep(self, fd):
        with self._lock:
            if self._pid != os.getpid():
                self._start()
            key = os.urandom(16)
            self._fds[key] = os.dup(fd)
            return _Fetched(self._address, key)

    def _serve(self, listener):
        while True:
            try:
                fd = _multiprocessing.accept(listener)
            except OSError:
                return
            try:
                if _multiprocessing.peer(fd)[1] != os.getuid():
                    continue
                with self._lock:
                    kept = self._fds.pop(_multiprocessing.receive(fd, 64), None)
                if kept is not None:
                    try:
                        _multiprocessing.send_descriptors(fd, [kept])
                    finally:
                        os.close(kept)
            except (OSError, EOFError):
                pass
            finally:
                os.close(fd)


_keeper = None


def DupFd(fd):
    """Something that can be pickled and whose detach() in the other process gives a copy of fd."""
    popen = context.get_spawning_popen()
    if popen is not None:
        return popen.DupFd(popen.duplicate_for_child(fd))
    global _keeper
    if _keeper is None:
        _keeper = _Keeper()
    return _keeper.keep(fd)
