"""Copying, moving and removing files and whole folders, and finding programs."""

import fnmatch
import os
import stat
import sys
from collections import namedtuple

__all__ = ['copyfileobj', 'copyfile', 'copymode', 'copystat', 'copy', 'copy2', 'copytree', 'move', 'rmtree', 'Error',
           'SpecialFileError', 'ExecError', 'get_terminal_size', 'ignore_patterns', 'chown', 'which', 'SameFileError',
           'disk_usage']

COPY_BUFSIZE = 256 * 1024


class Error(OSError):
    """Several things went wrong while a folder was copied."""


class SameFileError(Error):
    """The source and the destination are one file."""


class SpecialFileError(OSError):
    """A file of a kind that cannot be copied, such as a named pipe."""


class ExecError(OSError):
    """A program could not be run."""


def copyfileobj(fsrc, fdst, length=0):
    """Copies what is left in a stream to another one."""
    read, write = fsrc.read, fdst.write
    length = length or COPY_BUFSIZE
    while data := read(length):
        write(data)


def _same_file(src, dst):
    try:
        return os.path.samefile(src, dst)
    except OSError:
        return False


def copyfile(src, dst, *, follow_symlinks=True):
    """Copies a file's content; returns the destination."""
    if _same_file(src, dst):
        raise SameFileError(f"{src!r} and {dst!r} are the same file")
    for path in (src, dst):
        try:
            mode = os.stat(path).st_mode
        except OSError:
            continue
        if stat.S_ISFIFO(mode):
            raise SpecialFileError(f"`{os.fspath(path)}` is a named pipe")
    if not follow_symlinks and os.path.islink(src):
        os.symlink(os.readlink(src), dst)
        return dst
    with open(src, 'rb') as source:
        try:
            with open(dst, 'wb') as destination:
                copyfileobj(source, destination)
        except IsADirectoryError as error:
            if not os.path.exists(dst):
                raise FileNotFoundError(f"Directory does not exist: {dst}") from error
            raise
    return dst


def copymode(src, dst, *, follow_symlinks=True):
    """Copies a file's permissions."""
    if not follow_symlinks and os.path.islink(src) and os.path.islink(dst):
        return
    os.chmod(dst, stat.S_IMODE(os.stat(src).st_mode))


def copystat(src, dst, *, follow_symlinks=True):
    """Copies a file's permissions and times."""
    if not follow_symlinks and os.path.islink(src) and os.path.islink(dst):
        return
    status = os.stat(src)
    os.utime(dst, ns=(status.st_atime_ns, status.st_mtime_ns))
    os.chmod(dst, stat.S_IMODE(status.st_mode))


def _into(src, dst):
    return os.path.join(dst, os.path.basename(src)) if os.path.isdir(dst) else dst


def copy(src, dst, *, follow_symlinks=True):
    """Copies content and permissions to a file or into a folder; returns the new file."""
    dst = _into(src, dst)
    copyfile(src, dst, follow_symlinks=follow_symlinks)
    copymode(src, dst, follow_symlinks=follow_symlinks)
    return dst


def copy2(src, dst, *, follow_symlinks=True):
    """copy() with the times."""
    dst = _into(src, dst)
    copyfile(src, dst, follow_symlinks=follow_symlinks)
    copystat(src, dst, follow_symlinks=follow_symlinks)
    return dst


def ignore_patterns(*patterns):
    """For copytree's ignore: leaves out the names that match."""
    def ignored(path, names):
        return {name for pattern in patterns for name in fnmatch.filter(names, pattern)}
    return ignored


def copytree(src, dst, symlinks=False, ignore=None, copy_function=copy2, ignore_dangling_symlinks=False,
             dirs_exist_ok=False):
    """Copies a folder with all that is in it; returns the new folder."""
    with os.scandir(src) as iterator:
        entries = list(iterator)
    left_out = ignore(os.fspath(src), [entry.name for entry in entries]) if ignore is not None else ()
    os.makedirs(dst, exist_ok=dirs_exist_ok)
    errors = []
    for entry in entries:
        if entry.name in left_out:
            continue
        from_path = os.path.join(src, entry.name)
        to_path = os.path.join(dst, entry.name)
        source = entry if copy_function in (copy, copy2) else from_path
        try:
            if entry.is_symlink():
                target = os.readlink(from_path)
                if symlinks:
                    os.symlink(target, to_path)
                    continue
                if not os.path.exists(from_path) and ignore_dangling_symlinks:
                    continue
            if entry.is_dir():
                copytree(from_path, to_path, symlinks, ignore, copy_function, ignore_dangling_symlinks, dirs_exist_ok)
            else:
                copy_function(source, to_path)
        except Error as error:
            errors.extend(error.args[0])
        except OSError as error:
            errors.append((from_path, to_path, str(error)))
    try:
        copystat(src, dst)
    except OSError as error:
        errors.append((src, dst, str(error)))
    if errors:
        raise Error(errors)
    return dst


class _Remover:
    avoids_symlink_attacks = False

    def __call__(self, path, ignore_errors=False, onerror=None, *, onexc=None, dir_fd=None):
        """Removes a folder with all that is in it."""
        if ignore_errors:
            def report(function, where, error):
                pass
        elif onexc is not None:
            report = onexc
        elif onerror is not None:
            def report(function, where, error):
                onerror(function, where, (type(error), error, error.__traceback__))
        else:
            def report(function, where, error):
                raise error
        path = os.fsdecode(path) if isinstance(path, bytes) else os.fspath(path)
        try:
            status = os.lstat(path)
        except OSError as error:
            report(os.lstat, path, error)
            return
        if stat.S_ISLNK(status.st_mode):
            try:
                raise OSError('Cannot call rmtree on a symbolic link')
            except OSError as error:
                report(os.path.islink, path, error)
            return
        self._remove(path, report)

    def _remove(self, path, report):
        try:
            with os.scandir(path) as iterator:
                entries = list(iterator)
        except FileNotFoundError:
            return  # somebody else was faster
        except OSError as error:
            report(os.scandir, path, error)
            entries = []
        for entry in entries:
            where = os.path.join(path, entry.name)
            try:
                is_folder = entry.is_dir(follow_symlinks=False)
            except OSError:
                is_folder = False
            if is_folder:
                self._remove(where, report)
                continue
            try:
                os.unlink(where)
            except FileNotFoundError:
                pass
            except OSError as error:
                report(os.unlink, where, error)
        try:
            os.rmdir(path)
        except FileNotFoundError:
            pass
        except OSError as error:
            report(os.rmdir, path, error)


rmtree = _Remover()


def _is_inside(src, dst):
    src = os.path.join(os.path.abspath(src), '')
    return os.path.join(os.path.abspath(dst), '').startswith(src)


def move(src, dst, copy_function=copy2):
    """Moves a file or folder, also to another file system; returns the new path."""
    target = dst
    if os.path.isdir(dst):
        if _same_file(src, dst) and not os.path.islink(src):
            os.rename(src, dst)
            return dst
        target = os.path.join(dst, os.path.basename(os.fspath(src).rstrip(os.sep)))
        if os.path.exists(target):
            raise Error(f"Destination path '{target}' already exists")
    try:
        os.rename(src, target)
        return target
    except OSError:
        pass
    if os.path.islink(src):
        os.symlink(os.readlink(src), target)
        os.unlink(src)
    elif os.path.isdir(src):
        if _is_inside(src, dst):
            raise Error(f"Cannot move a directory '{src}' into itself '{dst}'.")
        copytree(src, target, symlinks=True, copy_function=copy_function)
        rmtree(src)
    else:
        copy_function(src, target)
        os.unlink(src)
    return target


def chown(path, user=None, group=None, *, dir_fd=None, follow_symlinks=True):
    """Changes a file's owner and group, by number."""
    if user is None and group is None:
        raise ValueError('user and/or group must be set')
    for given, what in ((user, 'user'), (group, 'group')):
        if isinstance(given, str):
            raise LookupError(f"no such {what}: {given!r}")
    os.chown(path, -1 if user is None else user, -1 if group is None else group)


_ntuple_diskusage = namedtuple('usage', 'total used free')


def disk_usage(path):
    """What a file system holds, in bytes: total, used, free."""
    status = os.statvfs(path)
    return _ntuple_diskusage(status.f_blocks * status.f_frsize,
                             (status.f_blocks - status.f_bfree) * status.f_frsize,
                             status.f_bavail * status.f_frsize)


def get_terminal_size(fallback=(80, 24)):
    """The size of the terminal: COLUMNS and LINES, then what the terminal says, then the fallback."""
    def from_environment(name):
        try:
            return int(os.environ[name])
        except (KeyError, ValueError):
            return 0
    columns, lines = from_environment('COLUMNS'), from_environment('LINES')
    if columns <= 0 or lines <= 0:
        try:
            size = os.get_terminal_size(sys.__stdout__.fileno())
        except (AttributeError, ValueError, OSError):
            size = os.terminal_size(fallback)
        columns = columns if columns > 0 else size.columns or fallback[0]
        lines = lines if lines > 0 else size.lines or fallback[1]
    return os.terminal_size((columns, lines))


def _is_usable(path, mode):
    return os.path.exists(path) and os.access(path, mode) and not os.path.isdir(path)


def which(cmd, mode=os.F_OK | os.X_OK, path=None):
    """The path of the program that a command runs, or None."""
    as_bytes = isinstance(cmd, bytes)
    if os.path.dirname(cmd):
        return cmd if _is_usable(cmd, mode) else None
    if path is None:
        path = os.environ.get('PATH')
        if path is None:
            path = os.defpath
    if not path:
        return None
    path = os.fsencode(path).split(os.fsencode(os.pathsep)) if as_bytes else os.fsdecode(path).split(os.pathsep)
    for folder in dict.fromkeys(path):
        name = os.path.join(folder, cmd)
        if _is_usable(name, mode):
            return name
    return None
