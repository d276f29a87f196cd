"""Who removes named shared memory that nobody removed: see _posixshmem."""

import _posixshmem

__all__ = ['ensure_running', 'register', 'unregister']

_fd = None


def ensure_running():
    """Starts the process that keeps the names, unless this program has one."""
    global _fd
    if _fd is None:
        _fd = _posixshmem._start_keeper()


def use(fd):
    """The names are kept by somebody already."""
    global _fd
    _fd = fd


def fd_for_child():
    """What a child has to inherit; None when there are no names yet."""
    return _fd


def getfd():
    ensure_running()
    return _fd


def register(name, rtype='shared_memory'):
    """From now on the name is removed at the end of the program."""
    ensure_running()
    _posixshmem._tell_keeper(_fd, name, True)


def unregister(name, rtype='shared_memory'):
    """Somebody has removed the name."""
    ensure_running()
    _posixshmem._tell_keeper(_fd, name, False)
