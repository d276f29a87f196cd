"""What the operating system offers: files, folders, the environment, the process."""

import sys

import posix as _posix
import posixpath as path
import stat as st
from abc import ABC, abstractmethod
from posix import *
from posix import _exit
from posix import environ as _initial_environment
from posixpath import altsep, curdir, defpath, devnull, extsep, pardir, pathsep, sep

sys.modules['os.path'] = path

name = 'posix'
linesep = '\n'
SEEK_SET = 0
SEEK_CUR = 1
SEEK_END = 2
P_WAIT, P_NOWAIT, P_NOWAITO = 0, 1, 1
supports_bytes_environ = True
supports_dir_fd = set()
supports_effective_ids = set()
supports_fd = {chdir, chmod, chown, listdir, stat, truncate, utime, scandir}
supports_follow_symlinks = {stat}


# -- path-like objects --

class PathLike(ABC):
    """An object with a path: __fspath__ returns it."""

    __slots__ = ()

    @abstractmethod
    def __fspath__(self):
        raise NotImplementedError

    @classmethod
    def __subclasshook__(cls, subclass):
        if cls is PathLike:
            return any('__fspath__' in c.__dict__ for c in subclass.__mro__)
        return NotImplemented

    def __class_getitem__(cls, item):
        return cls


def fsencode(filename):
    """The path as bytes."""
    filename = fspath(filename)
    if isinstance(filename, str):
        return filename.encode('utf-8', 'surrogateescape')
    return filename


def fsdecode(filename):
    """The path as str."""
    filename = fspath(filename)
    if isinstance(filename, bytes):
        return filename.decode('utf-8', 'surrogateescape')
    return filename


# -- environment --

def _check_text(value):
    if not isinstance(value, str):
        raise TypeError(f"str expected, not {type(value).__name__}")
    return value.encode('utf-8', 'surrogateescape')


def _check_bytes(value):
    if not isinstance(value, bytes):
        raise TypeError(f"bytes expected, not {type(value).__name__}")
    return value


from _collections_abc import Mapping, MutableMapping


class _Environ(MutableMapping):
    """The environment as a mapping; changes reach the process and its children."""

    def __init__(self, data, encode, decode):
        self._data = data
        self.encodekey = self.encodevalue = encode
        self.decodekey = self.decodevalue = decode

    def __getitem__(self, key):
        try:
            value = self._data[self.encodekey(key)]
        except KeyError:
            raise KeyError(key) from None
        return self.decodevalue(value)

    def __setitem__(self, key, value):
        key = self.encodekey(key)
        value = self.encodevalue(value)
        putenv(key, value)
        self._data[key] = value

    def __delitem__(self, key):
        encoded = self.encodekey(key)
        unsetenv(encoded)
        try:
            del self._data[encoded]
        except KeyError:
            raise KeyError(key) from None

    def __iter__(self):
        for key in list(self._data):
            yield self.decodekey(key)

    def __len__(self):
        return len(self._data)

    def __repr__(self):
        items = ', '.join(f"{self.decodekey(k)!r}: {self.decodevalue(v)!r}" for k, v in self._data.items())
        return f"environ({{{items}}})"

    def copy(self):
        return dict(self)

    def setdefault(self, key, value):
        if key not in self:
            self[key] = value
        return self[key]

    def __or__(self, other):
        if not isinstance(other, Mapping):
            return NotImplemented
        return dict(self) | dict(other)

    def __ror__(self, other):
        if not isinstance(other, Mapping):
            return NotImplemented
        return dict(other) | dict(self)

    def __ior__(self, other):
        self.update(other)
        return self


environ = _Environ(_initial_environment, _check_text, lambda b: b.decode('utf-8', 'surrogateescape'))
environb = _Environ(environ._data, _check_bytes, bytes)


def getenv(key, default=None):
    """An environment variable, or the default."""
    return environ.get(key, default)


def getenvb(key, default=None):
    """An environment variable as bytes, or the default."""
    return environb.get(key, default)


def get_exec_path(env=None):
    """The folders in which programs are looked for."""
    if env is None:
        env = environ
    found = env.get('PATH')
    return (defpath if found is None else found).split(pathsep)


def process_cpu_count():
    """How many processors this process may use; -X cpu_count=N or PYTHON_CPU_COUNT say otherwise."""
    return _given_cpu_count() or len(sched_getaffinity(0)) or None


def _given_cpu_count():
    given = sys._xoptions.get('cpu_count')
    if given is None and not sys.flags.ignore_environment:
        given = environ.get('PYTHON_CPU_COUNT')
    if not isinstance(given, str) or given == 'default':
        return None
    return int(given) if given.isdecimal() else None


# -- folders --

def makedirs(name, mode=0o777, exist_ok=False):
    """Makes a folder and those above it."""
    head, tail = path.split(name)
    if not tail:
        head, tail = path.split(head)
    if head and tail and not path.exists(head):
        try:
            makedirs(head, exist_ok=exist_ok)
        except FileExistsError:
            pass
        dot = b'.' if isinstance(tail, bytes) else '.'
        if tail == dot:
            return
    try:
        mkdir(name, mode)
    except OSError:
        if not exist_ok or not path.isdir(name):
            raise


def removedirs(name):
    """Removes a folder and then those above it that are empty."""
    rmdir(name)
    head, tail = path.split(name)
    if not tail:
        head, tail = path.split(head)
    while head and tail:
        try:
            rmdir(head)
        except OSError:
            break
        head, tail = path.split(head)


def renames(old, new):
    """rename(), making the folders that are needed and removing those that become empty."""
    head, tail = path.split(new)
    if head and tail and not path.exists(head):
        makedirs(head)
    rename(old, new)
    head, tail = path.split(old)
    if head and tail:
        try:
            removedirs(head)
        except OSError:
            pass


def walk(top, topdown=True, onerror=None, followlinks=False):
    """(folder, names of folders, names of files) for a folder and all below it."""
    stack = [fspath(top)]
    join, islink = path.join, path.islink
    while stack:
        top = stack.pop()
        if isinstance(top, tuple):
            yield top
            continue
        dirs, nondirs, walk_dirs = [], [], []
        try:
            entries = scandir(top)
        except OSError as error:
            if onerror is not None:
                onerror(error)
            continue
        with entries:
            for entry in entries:
                try:
                    is_dir = entry.is_dir()
                except OSError:
                    is_dir = False
                (dirs if is_dir else nondirs).append(entry.name)
                if not topdown and is_dir:
                    try:
                        walk_into = followlinks or not entry.is_symlink()
                    except OSError:
                        walk_into = True
                    if walk_into:
                        walk_dirs.append(entry.path)
        if topdown:
            yield top, dirs, nondirs
            # The caller may have changed dirs.
            for dirname in reversed(dirs):
                new_path = join(top, dirname)
                if followlinks or not islink(new_path):
                    stack.append(new_path)
        else:
            stack.append((top, dirs, nondirs))
            stack.extend(reversed(walk_dirs))


# -- processes and streams --

def fdopen(fd, mode='r', buffering=-1, encoding=None, *args, **kwargs):
    """A stream on a file descriptor."""
    if not isinstance(fd, int):
        raise TypeError(f"invalid fd type ({type(fd)}, expected integer)")
    import io
    if 'b' not in mode:
        encoding = io.text_encoding(encoding)
    return io.open(fd, mode, buffering, encoding, *args, **kwargs)


def device_encoding(fd):
    """The encoding of a terminal, else None."""
    return 'UTF-8' if isatty(fd) else None


def popen(cmd, mode='r', buffering=-1):
    """A stream to or from a command that a shell runs; close() returns its wait status, None for success."""
    if not isinstance(cmd, str):
        raise TypeError(f"invalid cmd type ({type(cmd)}, expected string)")
    if mode not in ('r', 'w'):
        raise ValueError(f"invalid mode {mode!r}")
    if buffering == 0 or buffering is None:
        raise ValueError("popen() does not support unbuffered streams")
    import subprocess
    if mode == 'r':
        process = subprocess.Popen(cmd, shell=True, text=True, stdout=subprocess.PIPE, bufsize=buffering)
        return _CommandStream(process.stdout, process)
    process = subprocess.Popen(cmd, shell=True, text=True, stdin=subprocess.PIPE, bufsize=buffering)
    return _CommandStream(process.stdin, process)


class _CommandStream:
    # What popen() returns: the stream, and the process that is at its other end.
    def __init__(self, stream, process):
        self._stream = stream
        self._proc = process

    def close(self):
        self._stream.close()
        code = self._proc.wait()
        if code == 0:
            return None
        return code << 8

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self.close()

    def __getattr__(self, name):
        return getattr(self._stream, name)

    def __iter__(self):
        return iter(self._stream)


_before_fork, _after_fork_in_parent, _after_fork_in_child = [], [], []


def register_at_fork(*, before=None, after_in_child=None, after_in_parent=None):
    """Registers functions for fork(): those for before it are called in reverse order."""
    if before is None and after_in_child is None and after_in_parent is None:
        raise TypeError("At least one argument is required.")
    for given, what in ((before, 'before'), (after_in_child, 'after_in_child'), (after_in_parent, 'after_in_parent')):
        if given is not None and not callable(given):
            raise TypeError(f"{what!r} must be callable, not {type(given).__name__}")
    if before is not None:
        _before_fork.append(before)
    if after_in_child is not None:
        _after_fork_in_child.append(after_in_child)
    if after_in_parent is not None:
        _after_fork_in_parent.append(after_in_parent)


def _call_fork_hooks(functions):
    for function in functions:
        try:
            function()
        except BaseException as error:
            _report_ignored(function, error)


def _report_ignored(function, error):
    from types import SimpleNamespace
    sys.unraisablehook(SimpleNamespace(exc_type=type(error), exc_value=error, exc_traceback=error.__traceback__,
                                       err_msg=None, object=function))


def fork():
    """Splits the process in two: returns 0 in the child, the child's process number in the parent."""
    _call_fork_hooks(reversed(_before_fork))
    pid = -1
    try:
        pid = _posix.fork()
    finally:
        _call_fork_hooks(_after_fork_in_child if pid == 0 else _after_fork_in_parent)
    return pid


def forkpty():
    """fork() with a terminal of its own for the child: (pid, descriptor of the terminal's other side)."""
    master, slave = openpty()
    pid = fork()
    if pid == 0:
        close(master)
        setsid()
        import fcntl
        fcntl.ioctl(slave, 0x540E, 0)  # it becomes the controlling terminal
        for fd in (0, 1, 2):
            dup2(slave, fd)
        if slave > 2:
            close(slave)
        return 0, -1
    close(slave)
    return pid, master


def execl(file, *args):
    """execv with the arguments one by one."""
    execv(file, args)


def execle(file, *args):
    """execve with the arguments one by one, the environment last."""
    execve(file, args[:-1], args[-1])


def execlp(file, *args):
    """execvp with the arguments one by one."""
    execvp(file, args)


def execlpe(file, *args):
    """execvpe with the arguments one by one, the environment last."""
    execvpe(file, args[:-1], args[-1])


def execvp(file, args):
    """execv for a program that is looked for in PATH."""
    _execute_found(execv, file, (args,), None)


def execvpe(file, args, env):
    """execve for a program that is looked for in PATH."""
    _execute_found(execve, file, (args, env), env)


def _execute_found(execute, file, arguments, env):
    if path.dirname(file):
        execute(file, *arguments)
        return
    file = fsencode(file) if isinstance(file, bytes) else file
    other_error = last_error = None
    for folder in get_exec_path(env):
        if isinstance(file, bytes):
            folder = fsencode(folder)
        try:
            execute(path.join(folder, file), *arguments)
        except (FileNotFoundError, NotADirectoryError) as error:
            last_error = error
        except OSError as error:
            last_error = error
            other_error = other_error or error
    raise other_error or last_error or FileNotFoundError(2, strerror(2), file)


def spawnv(mode, file, args):
    """Runs a program beside this one; waits for it when mode is P_WAIT."""
    return _spawn(mode, execv, file, args)


def spawnve(mode, file, args, env):
    """spawnv with that environment."""
    return _spawn(mode, execve, file, args, env)


def spawnvp(mode, file, args):
    """spawnv for a program that is looked for in PATH."""
    return _spawn(mode, execvp, file, args)


def spawnvpe(mode, file, args, env):
    """spawnvp with that environment."""
    return _spawn(mode, execvpe, file, args, env)


def spawnl(mode, file, *args):
    """spawnv with the arguments one by one."""
    return spawnv(mode, file, args)


def spawnlp(mode, file, *args):
    """spawnvp with the arguments one by one."""
    return spawnvp(mode, file, args)


def _spawn(mode, execute, file, args, *rest):
    if not isinstance(args, (tuple, list)):
        raise TypeError('argv must be a tuple or a list')
    if not args or not args[0]:
        raise ValueError('argv first element cannot be empty')
    pid = fork()
    if pid == 0:
        try:
            execute(file, args, *rest)
        finally:
            _exit(127)
    if mode == P_NOWAIT:
        return pid
    while True:
        _, status = waitpid(pid, 0)
        if not WIFSTOPPED(status):
            return waitstatus_to_exitcode(status)


def WIFEXITED(status):
    """Whether the process ended by itself."""
    return status & 0x7F == 0


def WEXITSTATUS(status):
    """What it returned, if it ended by itself."""
    return status >> 8 & 0xFF


def WIFSIGNALED(status):
    """Whether a signal ended the process."""
    return 0 < status & 0x7F < 0x7F


def WTERMSIG(status):
    """The signal that ended it."""
    return status & 0x7F


def WIFSTOPPED(status):
    """Whether the process was stopped."""
    return status & 0xFF == 0x7F


def WSTOPSIG(status):
    """The signal that stopped it."""
    return status >> 8 & 0xFF


def WIFCONTINUED(status):
    """Whether the process went on after a stop."""
    return status == 0xFFFF


def WCOREDUMP(status):
    """Whether the process left its memory in a file."""
    return status & 0x80 != 0


__all__ = [n for n in globals() if not n.startswith('_')
           and n not in ('sys', 'st', 'ABC', 'abstractmethod', 'Mapping', 'MutableMapping')] + ['_exit']
