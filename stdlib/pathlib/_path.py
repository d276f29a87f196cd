"""Paths of this system, and what can be done to the files there."""

import io
import os
from stat import S_ISBLK, S_ISCHR, S_ISDIR, S_ISFIFO, S_ISREG, S_ISSOCK

from ._patterns import _selected
from ._pure import PurePath, PurePosixPath

__name__ = "pathlib"  # the module that these belong to


class UnsupportedOperation(NotImplementedError):
    """Something that this system cannot do."""


class Path(PurePath):
    """A path of this system, with what can be done to the file there."""

    __slots__ = ()

    def __new__(cls, *args, **kwargs):
        if cls is Path:
            cls = PosixPath
        return object.__new__(cls)

    @classmethod
    def cwd(cls):
        """The working folder."""
        return cls(os.getcwd())

    @classmethod
    def home(cls):
        """The user's own folder."""
        home = os.path.expanduser('~')
        if home == '~':
            raise RuntimeError('Could not determine home directory.')
        return cls(home)

    @classmethod
    def from_uri(cls, uri):
        """The path that a file: URI names."""
        if not uri.startswith('file:'):
            raise ValueError(f"URI does not start with 'file:': {uri!r}")
        path = uri[5:]
        if path[:3] == '///':
            path = path[2:]
        elif path[:12] == '//localhost/':
            path = path[11:]
        pieces = os.fsencode(path).split(b'%')
        octets = pieces[0] + b''.join(bytes.fromhex(p[:2].decode()) + p[2:] for p in pieces[1:])
        result = cls(os.fsdecode(octets))
        if not result.is_absolute():
            raise ValueError(f"URI is not absolute: {uri!r}")
        return result

    def as_uri(self):
        """The path as a file: URI."""
        return self._as_uri()

    # -- what is there --

    def stat(self, *, follow_symlinks=True):
        """os.stat of it."""
        return os.stat(self, follow_symlinks=follow_symlinks)

    def lstat(self):
        """os.stat of a symbolic link itself."""
        return os.lstat(self)

    def exists(self, *, follow_symlinks=True):
        """Whether there is something."""
        return os.path.exists(self) if follow_symlinks else os.path.lexists(self)

    def is_dir(self, *, follow_symlinks=True):
        """Whether it is a folder."""
        return self._is(S_ISDIR, follow_symlinks)

    def is_file(self, *, follow_symlinks=True):
        """Whether it is a plain file."""
        return self._is(S_ISREG, follow_symlinks)

    def is_symlink(self):
        """Whether it is a symbolic link."""
        return os.path.islink(self)

    def is_mount(self):
        """Whether a file system begins here."""
        return os.path.ismount(self)

    def is_junction(self):
        """False."""
        return False

    def is_block_device(self):
        """Whether it is a block device."""
        return self._is(S_ISBLK)

    def is_char_device(self):
        """Whether it is a character device."""
        return self._is(S_ISCHR)

    def is_fifo(self):
        """Whether it is a named pipe."""
        return self._is(S_ISFIFO)

    def is_socket(self):
        """Whether it is a socket."""
        return self._is(S_ISSOCK)

    def _is(self, test, follow_symlinks=True):
        try:
            return test(self.stat(follow_symlinks=follow_symlinks).st_mode)
        except (OSError, ValueError):
            return False

    def samefile(self, other_path):
        """Whether two paths lead to one file."""
        return os.path.samefile(self, other_path)

    def owner(self, *, follow_symlinks=True):
        """The name of the owner."""
        import pwd
        return pwd.getpwuid(self.stat(follow_symlinks=follow_symlinks).st_uid).pw_name

    # -- content --

    def open(self, mode='r', buffering=-1, encoding=None, errors=None, newline=None):
        """Opens the file, as open() does."""
        if 'b' not in mode:
            encoding = io.text_encoding(encoding)
        return io.open(self, mode, buffering, encoding, errors, newline)

    def read_bytes(self):
        """All of the file."""
        with self.open('rb', buffering=0) as f:
            return f.read()

    def read_text(self, encoding=None, errors=None, newline=None):
        """All of the file as text."""
        with self.open('r', encoding=io.text_encoding(encoding), errors=errors, newline=newline) as f:
            return f.read()

    def write_bytes(self, data):
        """Makes these bytes the file's content."""
        view = memoryview(data)
        with self.open('wb') as f:
            return f.write(view)

    def write_text(self, data, encoding=None, errors=None, newline=None):
        """Makes this text the file's content."""
        if not isinstance(data, str):
            raise TypeError(f"data must be str, not {type(data).__name__}")
        with self.open('w', encoding=io.text_encoding(encoding), errors=errors, newline=newline) as f:
            return f.write(data)

    # -- folders --

    def iterdir(self):
        """What is in the folder."""
        names = os.listdir(self)
        return (self._from_parts(self.root, [*self._names, name]) for name in names)

    def glob(self, pattern, *, case_sensitive=None, recurse_symlinks=False):
        """What is below and matches a pattern; ** stands for any number of folders."""
        parts = self._pattern_parts(pattern)
        return self._select(self, parts, case_sensitive, recurse_symlinks, pattern)

    def rglob(self, pattern, *, case_sensitive=None, recurse_symlinks=False):
        """glob() with **/ before the pattern."""
        parts = ['**', *self._pattern_parts(pattern)]
        return self._select(self, parts, case_sensitive, recurse_symlinks, pattern)

    def _pattern_parts(self, pattern):
        text = os.fspath(pattern)
        if text.startswith('/'):
            raise NotImplementedError('Non-relative patterns are unsupported')
        parts = [part for part in text.split('/') if part and part != '.']
        if not parts:
            raise ValueError(f"Unacceptable pattern: {text!r}")
        if text.endswith('/'):
            parts.append('')
        return parts

    def _select(self, start, parts, case_sensitive, recurse_symlinks, pattern):
        seen = set() if parts.count('**') > 1 else None
        for path in _selected(start, parts, case_sensitive, recurse_symlinks):
            if seen is not None:
                if path in seen:
                    continue
                seen.add(path)
            yield path

    def walk(self, top_down=True, on_error=None, follow_symlinks=False):
        """(folder, names of folders, names of files) for it and all below."""
        for folder, dirs, files in os.walk(self, top_down, on_error, follow_symlinks):
            yield self.with_segments(folder), dirs, files

    def mkdir(self, mode=0o777, parents=False, exist_ok=False):
        """Makes a folder."""
        try:
            os.mkdir(self, mode)
        except FileNotFoundError:
            if not parents or self.parent == self:
                raise
            self.parent.mkdir(parents=True, exist_ok=True)
            self.mkdir(mode, parents=False, exist_ok=exist_ok)
        except OSError:
            if not exist_ok or not self.is_dir():
                raise

    def rmdir(self):
        """Removes an empty folder."""
        os.rmdir(self)

    # -- changes --

    def touch(self, mode=0o666, exist_ok=True):
        """Makes an empty file, or sets the times of one that is there."""
        if exist_ok:
            try:
                os.utime(self, None)
                return
            except OSError:
                pass
        flags = os.O_CREAT | os.O_WRONLY | (0 if exist_ok else os.O_EXCL)
        os.close(os.open(self, flags, mode))

    def unlink(self, missing_ok=False):
        """Removes a file."""
        try:
            os.unlink(self)
        except FileNotFoundError:
            if not missing_ok:
                raise

    def rename(self, target):
        """Gives it another path, which is returned."""
        os.rename(self, target)
        return target if isinstance(target, type(self)) else self.with_segments(target)

    def replace(self, target):
        """rename(), in place of what is there."""
        os.replace(self, target)
        return target if isinstance(target, type(self)) else self.with_segments(target)

    def copy(self, target, *, follow_symlinks=True, preserve_metadata=False):
        """Copies it and all below to a new path, which is returned."""
        import shutil
        target = target if isinstance(target, PurePath) else self.with_segments(target)
        if self.is_dir():
            shutil.copytree(self, target, symlinks=not follow_symlinks, dirs_exist_ok=True)
        else:
            (shutil.copy2 if preserve_metadata else shutil.copyfile)(self, target, follow_symlinks=follow_symlinks)
        return target

    def copy_into(self, target_dir, **kwargs):
        """copy() into a folder."""
        if not self.name:
            raise ValueError(f"{self!r} has an empty name")
        return self.copy(self.with_segments(target_dir, self.name), **kwargs)

    def move(self, target):
        """Moves it and all below to a new path, which is returned."""
        import shutil
        target = target if isinstance(target, PurePath) else self.with_segments(target)
        shutil.move(self, target)
        return target

    def move_into(self, target_dir):
        """move() into a folder."""
        if not self.name:
            raise ValueError(f"{self!r} has an empty name")
        return self.move(self.with_segments(target_dir, self.name))

    def chmod(self, mode, *, follow_symlinks=True):
        """Changes the permissions."""
        os.chmod(self, mode)

    def lchmod(self, mode):
        """Changes the permissions of a symbolic link itself, where there are such."""
        raise UnsupportedOperation('os.chmod() on symbolic links')

    def symlink_to(self, target, target_is_directory=False):
        """Makes it a symbolic link to target."""
        os.symlink(target, self, target_is_directory)

    def hardlink_to(self, target):
        """Makes it another name of target."""
        os.link(target, self)

    def readlink(self):
        """Where a symbolic link leads to."""
        return self.with_segments(os.readlink(self))

    # -- other paths to it --

    def absolute(self):
        """The path from the root on; nothing is resolved."""
        if self.is_absolute():
            return self
        return self.with_segments(os.getcwd(), self)

    def resolve(self, strict=False):
        """The path from the root on, without symbolic links and '..'."""
        return self.with_segments(os.path.realpath(self, strict=strict))

    def expanduser(self):
        """The path with ~ replaced by the user's own folder."""
        if not self.root and self._names and self._names[0].startswith('~'):
            home = os.path.expanduser(self._names[0])
            if home.startswith('~'):
                raise RuntimeError('Could not determine home directory.')
            return self.with_segments(home, *self._names[1:])
        return self


class PosixPath(Path, PurePosixPath):
    """Path of a Unix."""

    __slots__ = ()
