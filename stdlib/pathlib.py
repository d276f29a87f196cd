"""Paths as objects: PurePath to reckon with, Path to do things to files."""

import fnmatch
import io
import os
import posixpath
from collections.abc import Sequence
from stat import S_ISBLK, S_ISCHR, S_ISDIR, S_ISFIFO, S_ISREG, S_ISSOCK

__all__ = ['UnsupportedOperation', 'PurePath', 'PurePosixPath', 'Path', 'PosixPath']


class UnsupportedOperation(NotImplementedError):
    """Something that this system cannot do."""


class _Parents(Sequence):
    """The folders above a path, the nearest first."""

    def __init__(self, path):
        self._path = path
        self._root = path.drive + path.root
        self._names = path._names

    def __len__(self):
        return len(self._names)

    def __getitem__(self, index):
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(len(self))))
        if index >= len(self) or index < -len(self):
            raise IndexError(index)
        if index < 0:
            index += len(self)
        return self._path._from_parts(self._root, self._names[:-index - 1])

    def __repr__(self):
        return f"<{type(self._path).__name__}.parents>"


class PurePath:
    """A path that is only reckoned with: no file is looked at."""

    __slots__ = ('_raw', '_root_text', '_names_list', '_text', '_hash_value')

    parser = posixpath

    def __new__(cls, *args, **kwargs):
        if cls is PurePath:
            cls = PurePosixPath
        return object.__new__(cls)

    def __init__(self, *args):
        parts = []
        for arg in args:
            if isinstance(arg, PurePath):
                parts.extend(arg._raw)
                continue
            try:
                text = os.fspath(arg)
            except TypeError:
                text = arg
            if not isinstance(text, str):
                raise TypeError('argument should be a str or an os.PathLike object where __fspath__ returns a str, '
                                f"not {type(text).__name__!r}")
            parts.append(text)
        self._raw = parts

    def with_segments(self, *pathsegments):
        """A path of this class from parts; what all methods make their results with."""
        return type(self)(*pathsegments)

    def _from_parts(self, root, names):
        path = self.with_segments(root + '/'.join(names) if root or names else '')
        path._root_text = root
        path._names_list = names
        return path

    # -- taken apart --

    def _parse(self):
        path = posixpath.join(*self._raw) if self._raw else ''
        root = ''
        if path.startswith('/'):
            # Exactly two slashes at the beginning are something else than one.
            root = '//' if path.startswith('//') and not path.startswith('///') else '/'
        self._root_text = root
        self._names_list = [name for name in path.split('/') if name and name != '.']

    @property
    def _names(self):
        try:
            return self._names_list
        except AttributeError:
            self._parse()
            return self._names_list

    @property
    def drive(self):
        """Empty: there are no drives."""
        return ''

    @property
    def root(self):
        """The slash that the path begins with, or ''."""
        try:
            return self._root_text
        except AttributeError:
            self._parse()
            return self._root_text

    @property
    def anchor(self):
        """drive and root."""
        return self.root

    @property
    def parts(self):
        """The path as a tuple of its parts."""
        return ((self.root,) if self.root else ()) + tuple(self._names)

    @property
    def name(self):
        """The last part, the root apart."""
        return self._names[-1] if self._names else ''

    @property
    def suffix(self):
        """The end of the name from its last dot on."""
        name = self.name.lstrip('.')
        i = name.rfind('.')
        return name[i:] if i != -1 else ''

    @property
    def suffixes(self):
        """All ends of the name that begin with a dot."""
        return ['.' + ext for ext in self.name.lstrip('.').split('.')[1:]]

    @property
    def stem(self):
        """The name without its suffix."""
        name, suffix = self.name, self.suffix
        return name[:-len(suffix)] if suffix else name

    @property
    def parent(self):
        """The folder that it is in."""
        names = self._names
        return self._from_parts(self.root, names[:-1]) if names else self

    @property
    def parents(self):
        """All folders above it."""
        return _Parents(self)

    # -- text --

    def __str__(self):
        try:
            return self._text
        except AttributeError:
            self._text = (self.root + '/'.join(self._names)) or '.'
            return self._text

    def __fspath__(self):
        return str(self)

    def __bytes__(self):
        return os.fsencode(self)

    def __repr__(self):
        return f"{type(self).__name__}({str(self)!r})"

    def as_posix(self):
        """The path with forward slashes."""
        return str(self)

    def as_uri(self):
        """The path as a file: URI."""
        import warnings
        warnings.warn('pathlib.PurePath.as_uri() is deprecated and scheduled for removal in Python 3.19. Use '
                      'pathlib.Path.as_uri().', DeprecationWarning, stacklevel=2)
        return self._as_uri()

    def _as_uri(self):
        if not self.is_absolute():
            raise ValueError("relative paths can't be expressed as file URIs")
        safe = frozenset(b'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~/')
        return 'file://' + ''.join(chr(c) if c in safe else f"%{c:02X}" for c in bytes(self))

    def __reduce__(self):
        return type(self), (str(self),) if self._raw else ()

    # -- order --

    def __hash__(self):
        try:
            return self._hash_value
        except AttributeError:
            self._hash_value = hash(str(self))
            return self._hash_value

    def __eq__(self, other):
        if not isinstance(other, PurePath):
            return NotImplemented
        return str(self) == str(other)

    def __lt__(self, other):
        if not isinstance(other, PurePath):
            return NotImplemented
        return str(self).split('/') < str(other).split('/')

    def __le__(self, other):
        if not isinstance(other, PurePath):
            return NotImplemented
        return str(self).split('/') <= str(other).split('/')

    def __gt__(self, other):
        if not isinstance(other, PurePath):
            return NotImplemented
        return str(self).split('/') > str(other).split('/')

    def __ge__(self, other):
        if not isinstance(other, PurePath):
            return NotImplemented
        return str(self).split('/') >= str(other).split('/')

    # -- put together --

    def joinpath(self, *pathsegments):
        """The path with others behind it."""
        return self.with_segments(self, *pathsegments)

    def __truediv__(self, key):
        try:
            return self.with_segments(self, key)
        except TypeError:
            return NotImplemented

    def __rtruediv__(self, key):
        try:
            return self.with_segments(key, self)
        except TypeError:
            return NotImplemented

    def with_name(self, name):
        """The path with another name."""
        if not name or '/' in name or name == '.':
            raise ValueError(f"Invalid name {name!r}")
        if not self._names:
            raise ValueError(f"{self!r} has an empty name")
        return self._from_parts(self.root, [*self._names[:-1], name])

    def with_stem(self, stem):
        """The path with another name before the suffix."""
        suffix = self.suffix
        if not suffix:
            return self.with_name(stem)
        if not stem:
            raise ValueError(f"{self!r} has a non-empty suffix")
        return self.with_name(stem + suffix)

    def with_suffix(self, suffix):
        """The path with another suffix."""
        stem = self.stem
        if not stem:
            raise ValueError(f"{self!r} has an empty name")
        if suffix and (not suffix.startswith('.') or '/' in suffix):
            raise ValueError(f"Invalid suffix {suffix!r}")
        return self.with_name(stem + suffix)

    def is_absolute(self):
        """Whether it begins at the root."""
        return self.root != ''

    def is_relative_to(self, other):
        """Whether it is other or below it."""
        if not isinstance(other, PurePath):
            other = self.with_segments(other)
        return other == self or other in self.parents

    def relative_to(self, other, *, walk_up=False):
        """The way from other to it."""
        if not isinstance(other, PurePath):
            other = self.with_segments(other)
        for step, path in enumerate([other, *other.parents]):
            if path == self or path in self.parents:
                break
            if not walk_up:
                raise ValueError(f"{str(self)!r} is not in the subpath of {str(other)!r}")
            if path.name == '..':
                raise ValueError(f"'..' segment in {str(other)!r} cannot be walked")
        else:
            raise ValueError(f"{str(self)!r} and {str(other)!r} have different anchors")
        return self._from_parts('', ['..'] * step + self._names[len(path._names):])

    def match(self, path_pattern, *, case_sensitive=None):
        """Whether the end of the path matches a pattern."""
        pattern = path_pattern if isinstance(path_pattern, PurePath) else self.with_segments(path_pattern)
        wanted, parts = pattern.parts, self.parts
        if not wanted:
            raise ValueError('empty pattern')
        if len(wanted) > len(parts) or pattern.root and len(wanted) != len(parts):
            return False
        return all(_name_matches(name, want, case_sensitive)
                   for name, want in zip(reversed(parts), reversed(wanted)))

    def full_match(self, pattern, *, case_sensitive=None):
        """Whether all of the path matches a pattern; ** stands for any number of folders."""
        if not isinstance(pattern, PurePath):
            pattern = self.with_segments(pattern)
        return _parts_match(self.parts, pattern.parts, case_sensitive)


def _name_matches(name, pattern, case_sensitive):
    if case_sensitive is False:
        name, pattern = name.lower(), pattern.lower()
    return fnmatch.fnmatchcase(name, pattern)


def _parts_match(parts, pattern, case_sensitive):
    if not pattern:
        return not parts
    if pattern[0] == '**':
        return any(_parts_match(parts[i:], pattern[1:], case_sensitive) for i in range(len(parts) + 1))
    return bool(parts) and _name_matches(parts[0], pattern[0], case_sensitive) \
        and _parts_match(parts[1:], pattern[1:], case_sensitive)


os.PathLike.register(PurePath)


class PurePosixPath(PurePath):
    """PurePath of a Unix."""

    __slots__ = ()


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


def _selected(path, parts, case_sensitive, recurse_symlinks):
    if not parts:
        yield path
        return
    part, rest = parts[0], parts[1:]
    if part == '':
        if path.is_dir():
            yield path
    elif part == '**':
        while rest and rest[0] == '**':
            rest = rest[1:]
        if not rest:
            yield from _everything(path, recurse_symlinks, True)
            return
        for folder in _everything(path, recurse_symlinks, False):
            yield from _selected(folder, rest, case_sensitive, recurse_symlinks)
    elif part == '..' or not any(c in part for c in '*?[') and case_sensitive is None:
        child = path / part
        if not rest:
            if child.exists(follow_symlinks=False):
                yield child
        elif child.is_dir():
            yield from _selected(child, rest, case_sensitive, recurse_symlinks)
    else:
        for entry in _entries(path):
            if not _name_matches(entry.name, part, case_sensitive):
                continue
            child = path._from_parts(path.root, [*path._names, entry.name])
            if not rest:
                yield child
            elif _is_folder(entry, True):
                yield from _selected(child, rest, case_sensitive, recurse_symlinks)


def _everything(path, recurse_symlinks, files):
    # The folder and all folders below it, and the files if asked for.
    yield path
    for entry in _entries(path):
        child = path._from_parts(path.root, [*path._names, entry.name])
        if _is_folder(entry, recurse_symlinks):
            yield from _everything(child, recurse_symlinks, files)
        elif files:
            yield child


def _entries(path):
    try:
        with os.scandir(path) as iterator:
            return list(iterator)
    except OSError:
        return []


def _is_folder(entry, follow_symlinks):
    try:
        return entry.is_dir(follow_symlinks=follow_symlinks)
    except OSError:
        return False


class PosixPath(Path, PurePosixPath):
    """Path of a Unix."""

    __slots__ = ()
