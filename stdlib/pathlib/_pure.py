"""Paths that are only reckoned with."""

import os
import posixpath
from collections.abc import Sequence

from ._patterns import _name_matches, _parts_match

__name__ = "pathlib"  # the module that these belong to


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


os.PathLike.register(PurePath)


class PurePosixPath(PurePath):
    """PurePath of a Unix."""

    __slots__ = ()
