"""Temporary files and folders, which nobody else can guess or take, and which go away by themselves."""

import functools
import io
import os
import shutil
import types
import warnings
import weakref
from random import SystemRandom as _SystemRandom

import _thread

__all__ = ['NamedTemporaryFile', 'TemporaryFile', 'SpooledTemporaryFile', 'TemporaryDirectory', 'mkstemp', 'mkdtemp',
           'mktemp', 'TMP_MAX', 'gettempprefix', 'tempdir', 'gettempdir', 'gettempprefixb', 'gettempdirb']

TMP_MAX = 10000
template = 'tmp'
tempdir = None

_flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_once_lock = _thread.allocate_lock()


class _RandomNames:
    """Names of eight characters, other ones in every process."""

    characters = 'abcdefghijklmnopqrstuvwxyz0123456789_'

    @property
    def rng(self):
        pid = os.getpid()
        if pid != getattr(self, '_pid', None):
            self._rng = _SystemRandom()
            self._pid = pid
        return self._rng

    def __iter__(self):
        return self

    def __next__(self):
        return ''.join(self.rng.choices(self.characters, k=8))


_names = None


def _get_candidate_names():
    global _names
    if _names is None:
        with _once_lock:
            if _names is None:
                _names = _RandomNames()
    return _names


def _candidate_tempdir_list():
    places = [os.getenv(name) for name in ('TMPDIR', 'TEMP', 'TMP')]
    places = [place for place in places if place] + ['/tmp', '/var/tmp', '/usr/tmp']
    try:
        places.append(os.getcwd())
    except OSError:
        places.append(os.curdir)
    return places


def _get_default_tempdir(places=None):
    # The first folder in which a file can be made.
    names = _RandomNames()
    if places is None:
        places = _candidate_tempdir_list()
    for place in places:
        if place != os.curdir:
            place = os.path.abspath(place)
        for _ in range(100):
            path = os.path.join(place, next(names))
            try:
                fd = os.open(path, _flags, 0o600)
            except FileExistsError:
                continue
            except OSError:
                break
            try:
                os.write(fd, b'blat')
            except OSError:
                break
            finally:
                os.close(fd)
                os.unlink(path)
            return place
    raise FileNotFoundError(2, f"No usable temporary directory found in {places}")


def _gettempdir():
    global tempdir
    if tempdir is None:
        with _once_lock:
            if tempdir is None:
                tempdir = _get_default_tempdir()
    return tempdir


def gettempdir():
    """The folder for temporary files."""
    return os.fsdecode(_gettempdir())


def gettempdirb():
    """The same as bytes."""
    return os.fsencode(_gettempdir())


def gettempprefix():
    """What names of temporary files begin with."""
    return os.fsdecode(template)


def gettempprefixb():
    """The same as bytes."""
    return os.fsencode(template)


def _parameters(prefix, suffix, dir):
    # All three as one type, with what is missing filled in.
    kind = None
    for given in (prefix, suffix, dir):
        if given is None:
            continue
        if isinstance(given, os.PathLike):
            given = os.fspath(given)
        if isinstance(given, bytes):
            if kind is str:
                raise TypeError("Can't mix bytes and non-bytes in path components.")
            kind = bytes
        else:
            if kind is bytes:
                raise TypeError("Can't mix bytes and non-bytes in path components.")
            kind = str
    if kind is None:
        kind = bytes if isinstance(tempdir, bytes) else str
    if suffix is None:
        suffix = kind()
    if prefix is None:
        prefix = template if kind is str else os.fsencode(template)
    if dir is None:
        dir = gettempdir() if kind is str else gettempdirb()
    return prefix, suffix, dir, kind


def _candidate_paths(prefix, suffix, dir, kind):
    names = _get_candidate_names()
    for _ in range(TMP_MAX):
        name = next(names)
        if kind is bytes:
            name = os.fsencode(name)
        yield os.path.join(dir, prefix + name + suffix)


def _make_file(dir, prefix, suffix, kind, flags=_flags):
    dir = os.path.abspath(dir)
    for path in _candidate_paths(prefix, suffix, dir, kind):
        try:
            return os.open(path, flags, 0o600), path
        except FileExistsError:
            continue
    raise FileExistsError(17, 'No usable temporary file name found')


def mkstemp(suffix=None, prefix=None, dir=None, text=False):
    """Makes a file that only this user can open: (descriptor, path). The caller removes it."""
    prefix, suffix, dir, kind = _parameters(prefix, suffix, dir)
    return _make_file(dir, prefix, suffix, kind)


def mkdtemp(suffix=None, prefix=None, dir=None):
    """Makes a folder that only this user can use; its path. The caller removes it."""
    prefix, suffix, dir, kind = _parameters(prefix, suffix, dir)
    for path in _candidate_paths(prefix, suffix, dir, kind):
        try:
            os.mkdir(path, 0o700)
        except FileExistsError:
            continue
        return os.path.abspath(path)
    raise FileExistsError(17, 'No usable temporary directory name found')


def mktemp(suffix='', prefix=template, dir=None):
    """A path at which there is nothing. Somebody else may take it: use mkstemp."""
    if dir is None:
        dir = gettempdir()
    for path in _candidate_paths(prefix, suffix, dir, str):
        if not os.path.lexists(path):
            return path
    raise FileExistsError(17, 'No usable temporary filename found')


class _Closer:
    # Closes a named temporary file and removes it, once.
    def __init__(self, file, name, delete, delete_on_close):
        self.file = file
        self.name = name
        self.delete = delete
        self.delete_on_close = delete_on_close
        self.close_called = False
        self.cleanup_called = False

    def cleanup(self, unlink=os.unlink):
        if self.cleanup_called:
            return
        self.cleanup_called = True
        try:
            if not self.close_called:
                self.close_called = True
                self.file.close()
        finally:
            if self.delete:
                try:
                    unlink(self.name)
                except FileNotFoundError:
                    pass

    def close(self):
        if not self.close_called:
            self.close_called = True
            try:
                self.file.close()
            finally:
                if self.delete and self.delete_on_close:
                    self.cleanup()

    def __del__(self):
        if not self.cleanup_called and (not self.close_called or self.delete):
            self.cleanup()


class _TemporaryFileWrapper:
    """A named temporary file: the file's own methods, and removal at the end."""

    def __init__(self, file, name, delete=True, delete_on_close=True):
        self.file = file
        self.name = name
        self.delete = delete
        self._closer = _Closer(file, name, delete, delete_on_close)

    def __repr__(self):
        return f"<{type(self).__name__} {self.file!r}>"

    def __getattr__(self, name):
        file = self.__dict__['file']
        attribute = getattr(file, name)
        if callable(attribute) and not isinstance(attribute, type):
            # The method keeps the wrapper, and so the file, alive.
            method = attribute

            @functools.wraps(method)
            def keeping(*args, **kwargs):
                return method(*args, **kwargs)
            keeping._closer = self._closer
            attribute = keeping
        if not isinstance(attribute, int):
            setattr(self, name, attribute)
        return attribute

    def __enter__(self):
        self.file.__enter__()
        return self

    def __exit__(self, *exc_info):
        result = self.file.__exit__(*exc_info)
        self._closer.cleanup()
        return result

    def close(self):
        """Closes the file and, if asked for, removes it."""
        self._closer.close()

    def __iter__(self):
        for line in self.file:
            yield line


def NamedTemporaryFile(mode='w+b', buffering=-1, encoding=None, newline=None, suffix=None, prefix=None, dir=None,
                       delete=True, *, errors=None, delete_on_close=True):
    """A temporary file with a name, which goes away when it is closed."""
    prefix, suffix, dir, kind = _parameters(prefix, suffix, dir)
    if 'b' not in mode:
        encoding = io.text_encoding(encoding)
    made = []

    def opener(*args):
        fd, path = _make_file(dir, prefix, suffix, kind)
        made.append(path)
        return fd
    try:
        file = io.open(dir, mode, buffering=buffering, encoding=encoding, errors=errors, newline=newline,
                       opener=opener)
        try:
            raw = getattr(file, 'buffer', file)
            raw = getattr(raw, 'raw', raw)
            raw.name = made[0]
            return _TemporaryFileWrapper(file, made[0], delete, delete_on_close)
        except BaseException:
            file.close()
            raise
    except BaseException:
        if made and delete:
            try:
                os.unlink(made[0])
            except OSError:
                pass
        raise


def TemporaryFile(mode='w+b', buffering=-1, encoding=None, newline=None, suffix=None, prefix=None, dir=None, *,
                  errors=None):
    """A temporary file without a name."""
    if 'b' not in mode:
        encoding = io.text_encoding(encoding)
    prefix, suffix, dir, kind = _parameters(prefix, suffix, dir)

    def opener(*args):
        try:
            return os.open(dir, (_flags | os.O_TMPFILE) & ~os.O_CREAT & ~os.O_EXCL & ~os.O_NOFOLLOW, 0o600)
        except OSError:
            # Not every file system has files without names.
            fd, path = _make_file(dir, prefix, suffix, kind)
            try:
                os.unlink(path)
            except BaseException:
                os.close(fd)
                raise
            return fd
    file = io.open(dir, mode, buffering=buffering, encoding=encoding, errors=errors, newline=newline, opener=opener)
    raw = getattr(file, 'buffer', file)
    raw = getattr(raw, 'raw', raw)
    raw.name = raw.fileno()
    return file


class SpooledTemporaryFile(io.IOBase):
    """A temporary file that lives in memory until it gets large."""

    _rolled = False

    def __init__(self, max_size=0, mode='w+b', buffering=-1, encoding=None, newline=None, suffix=None, prefix=None,
                 dir=None, *, errors=None):
        if 'b' in mode:
            self._file = io.BytesIO()
        else:
            encoding = io.text_encoding(encoding)
            self._file = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors=errors, newline=newline)
        self._max_size = max_size
        self._mode = mode
        self._arguments = {'mode': mode, 'buffering': buffering, 'suffix': suffix, 'prefix': prefix,
                           'encoding': encoding, 'newline': newline, 'dir': dir, 'errors': errors}

    __class_getitem__ = classmethod(types.GenericAlias)

    def _check(self, file):
        if not self._rolled and self._max_size and file.tell() > self._max_size:
            self.rollover()

    def rollover(self):
        """Moves it to a real file."""
        if self._rolled:
            return
        old = self._file
        new = self._file = TemporaryFile(**self._arguments)
        del self._arguments
        position = old.tell()
        if hasattr(new, 'buffer'):
            new.buffer.write(old.detach().getvalue())
        else:
            new.write(old.getvalue())
        new.seek(position, 0)
        self._rolled = True

    def __enter__(self):
        if self._file.closed:
            raise ValueError('Cannot enter context with closed file')
        return self

    def __exit__(self, *exc_info):
        self._file.close()

    def __del__(self):
        file = self.__dict__.get('_file')
        if file is not None and not file.closed and self._rolled:
            warnings.warn(f"Unclosed file {self!r}", ResourceWarning, stacklevel=2, source=self)
            file.close()

    def __iter__(self):
        return self._file.__iter__()

    def __next__(self):
        return next(self._file)

    def close(self):
        self._file.close()

    def write(self, s):
        count = self._file.write(s)
        self._check(self._file)
        return count

    def writelines(self, iterable):
        for line in iterable:
            self.write(line)

    def seek(self, *args):
        return self._file.seek(*args)

    def truncate(self, size=None):
        if size is None:
            return self._file.truncate()
        if self._max_size and size > self._max_size:
            self.rollover()
        return self._file.truncate(size)

    def fileno(self):
        self.rollover()
        return self._file.fileno()

    def detach(self):
        return self._file.detach()

    def read(self, *args):
        return self._file.read(*args)

    def read1(self, *args):
        return self._file.read1(*args)

    def readinto(self, b):
        return self._file.readinto(b)

    def readinto1(self, b):
        return self._file.readinto1(b)

    def readline(self, *args):
        return self._file.readline(*args)

    def readlines(self, *args):
        return self._file.readlines(*args)

    def readable(self):
        return self._file.readable()

    def seekable(self):
        return self._file.seekable()

    def writable(self):
        return self._file.writable()

    def flush(self):
        self._file.flush()

    def isatty(self):
        return self._file.isatty()

    def tell(self):
        return self._file.tell()

    @property
    def closed(self):
        return self._file.closed

    @property
    def encoding(self):
        return self._file.encoding

    @property
    def errors(self):
        return self._file.errors

    @property
    def newlines(self):
        return self._file.newlines

    @property
    def mode(self):
        return self._file.mode if self._rolled else self._mode

    @property
    def name(self):
        return self._file.name if self._rolled else None


class TemporaryDirectory:
    """A temporary folder, which goes away with all that is in it."""

    def __init__(self, suffix=None, prefix=None, dir=None, ignore_cleanup_errors=False, *, delete=True):
        self.name = mkdtemp(suffix, prefix, dir)
        self._ignore_cleanup_errors = ignore_cleanup_errors
        self._delete = delete
        self._finalizer = weakref.finalize(self, self._cleanup, self.name,
                                           warn_message=f"Implicitly cleaning up {self!r}",
                                           ignore_errors=ignore_cleanup_errors, delete=delete)

    @classmethod
    def _rmtree(cls, name, ignore_errors=False):
        def on_error(function, path, error):
            if isinstance(error, PermissionError):
                # What is in it may be protected against us.
                try:
                    os.chmod(os.path.dirname(path), 0o700)
                    os.chmod(path, 0o700)
                    try:
                        os.unlink(path)
                    except IsADirectoryError:
                        cls._rmtree(path, ignore_errors=ignore_errors)
                    except PermissionError:
                        if not os.path.isdir(path):
                            raise
                        cls._rmtree(path, ignore_errors=ignore_errors)
                except FileNotFoundError:
                    pass
            elif isinstance(error, FileNotFoundError):
                pass
            elif not ignore_errors:
                raise error
        shutil.rmtree(name, onexc=on_error)

    @classmethod
    def _cleanup(cls, name, warn_message, ignore_errors=False, delete=True):
        if delete:
            cls._rmtree(name, ignore_errors=ignore_errors)
            warnings.warn(warn_message, ResourceWarning)

    def __repr__(self):
        return f"<{type(self).__name__} {self.name!r}>"

    def __enter__(self):
        return self.name

    def __exit__(self, *exc_info):
        if self._delete:
            self.cleanup()

    def cleanup(self):
        """Removes the folder now."""
        if self._finalizer.detach() or os.path.exists(self.name):
            self._rmtree(self.name, ignore_errors=self._ignore_cleanup_errors)

    __class_getitem__ = classmethod(types.GenericAlias)
