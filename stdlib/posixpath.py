"""Paths as POSIX systems write them: os.path. All functions take str, bytes or path-like objects."""

import posix

from posix import fspath as _fspath
from posix import getcwd as _getcwd

__all__ = ["normcase", "isabs", "join", "splitdrive", "splitroot", "split", "splitext", "basename",
           "dirname", "commonprefix", "getsize", "getmtime", "getatime", "getctime", "islink", "exists",
           "lexists", "isdir", "isfile", "ismount", "expanduser", "expandvars", "normpath", "abspath",
           "samefile", "sameopenfile", "samestat", "curdir", "pardir", "sep", "pathsep", "defpath",
           "altsep", "extsep", "devnull", "realpath", "supports_unicode_filenames", "relpath",
           "commonpath", "isjunction", "isreserved", "isdevdrive", "ALLOW_MISSING"]

curdir = '.'
pardir = '..'
extsep = '.'
sep = '/'
pathsep = ':'
defpath = '/bin:/usr/bin'
altsep = None
devnull = '/dev/null'
supports_unicode_filenames = False

_KIND = 0o170000
_FOLDER, _FILE, _LINK = 0o040000, 0o100000, 0o120000


class _AllowMissing:
    def __repr__(self):
        return 'os.path.ALLOW_MISSING'


ALLOW_MISSING = _AllowMissing()


def _sep(path):
    return b'/' if isinstance(path, bytes) else '/'


def _check_types(function, *paths):
    kinds = {isinstance(p, bytes) for p in paths if isinstance(p, (str, bytes))}
    for path in paths:
        if not isinstance(path, (str, bytes)):
            raise TypeError(f'{function}() argument must be str, bytes, or os.PathLike object, '
                            f'not {type(path).__name__!r}') from None
    if len(kinds) == 2:
        raise TypeError("Can't mix strings and bytes in path components") from None


# -- texts --

def normcase(s):
    """The path itself: case matters."""
    return _fspath(s)


def isabs(s):
    """Whether the path starts at the root."""
    s = _fspath(s)
    return s.startswith(_sep(s))


def join(a, *p):
    """The parts with one slash between each; an absolute part drops those before it."""
    path = a = _fspath(a)
    slash = _sep(a)
    try:
        for b in p:
            b = _fspath(b)
            if b.startswith(slash) or not path:
                path = b
            elif path.endswith(slash):
                path += b
            else:
                path += slash + b
    except (TypeError, AttributeError, BytesWarning):
        _check_types('join', a, *p)
        raise
    return path


def split(p):
    """(folder, name): the name is what follows the last slash."""
    p = _fspath(p)
    slash = _sep(p)
    i = p.rfind(slash) + 1
    head, tail = p[:i], p[i:]
    if head and head != slash * len(head):
        head = head.rstrip(slash)
    return head, tail


def splitext(p):
    """(rest, extension): the extension is empty or starts with the last dot of the name."""
    p = _fspath(p)
    dot = b'.' if isinstance(p, bytes) else '.'
    name_start = p.rfind(_sep(p)) + 1
    i = p.rfind(dot)
    if i > name_start:
        # Dots at the start of a name do not begin an extension.
        if p[name_start:i].strip(dot):
            return p[:i], p[i:]
    return p, p[:0]


def splitdrive(p):
    """('', p): there are no drives."""
    p = _fspath(p)
    return p[:0], p


def splitroot(p):
    """(drive, root, rest); the drive is empty, the root '', '/' or '//'."""
    p = _fspath(p)
    slash = _sep(p)
    empty = p[:0]
    if p[:1] != slash:
        return empty, empty, p
    if p[1:2] != slash or p[2:3] == slash:
        return empty, slash, p[1:]
    return empty, p[:2], p[2:]


def basename(p):
    """What follows the last slash."""
    p = _fspath(p)
    return p[p.rfind(_sep(p)) + 1:]


def dirname(p):
    """What comes before the last slash."""
    return split(p)[0]


def normpath(path):
    """The path without doubled slashes, '.' and '..' as far as texts tell."""
    path = _fspath(path)
    slash = _sep(path)
    dot, dots = (b'.', b'..') if isinstance(path, bytes) else ('.', '..')
    if not path:
        return dot
    _, root, path = splitroot(path)
    parts = []
    for part in path.split(slash):
        if not part or part == dot:
            continue
        if part != dots or (not root and not parts) or (parts and parts[-1] == dots):
            parts.append(part)
        elif parts:
            parts.pop()
    return root + slash.join(parts) or dot


def abspath(path):
    """The normal path from the root."""
    path = _fspath(path)
    if not isabs(path):
        path = join(posix.getcwdb() if isinstance(path, bytes) else _getcwd(), path)
    return normpath(path)


def relpath(path, start=None):
    """The path as seen from [start] (the working folder by default)."""
    path = _fspath(path)
    if not path:
        raise ValueError("no path specified")
    slash = _sep(path)
    dot, dots = (b'.', b'..') if isinstance(path, bytes) else ('.', '..')
    start = dot if start is None else _fspath(start)
    try:
        start_parts = [x for x in abspath(start).split(slash) if x]
        path_parts = [x for x in abspath(path).split(slash) if x]
    except (TypeError, AttributeError):
        _check_types('relpath', path, start)
        raise
    shared = 0
    while (shared < len(start_parts) and shared < len(path_parts)
           and start_parts[shared] == path_parts[shared]):
        shared += 1
    return slash.join([dots] * (len(start_parts) - shared) + path_parts[shared:]) or dot


def commonprefix(m):
    """The longest text that all start with."""
    if not m:
        return ''
    if not isinstance(m[0], (list, tuple)):
        m = tuple(map(_fspath, m))
    first, last = min(m), max(m)
    for i, c in enumerate(first):
        if c != last[i]:
            return first[:i]
    return first


def commonpath(paths):
    """The longest path that all lie in."""
    paths = tuple(map(_fspath, paths))
    if not paths:
        raise ValueError('commonpath() arg is an empty sequence')
    slash = _sep(paths[0])
    dot = b'.' if isinstance(paths[0], bytes) else '.'
    try:
        absolute = {p.startswith(slash) for p in paths}
        if len(absolute) == 2:
            raise ValueError("Can't mix absolute and relative paths")
        split_paths = [[c for c in path.split(slash) if c and c != dot] for path in paths]
    except (TypeError, AttributeError):
        _check_types('commonpath', *paths)
        raise
    first, last = min(split_paths), max(split_paths)
    shared = first
    for i, c in enumerate(first):
        if i >= len(last) or c != last[i]:
            shared = first[:i]
            break
    return (slash if absolute.pop() else slash[:0]) + slash.join(shared)


def expanduser(path):
    """'~' and '~user' at the start as home folders; unchanged when unknown."""
    path = _fspath(path)
    tilde = b'~' if isinstance(path, bytes) else '~'
    if not path.startswith(tilde):
        return path
    slash = _sep(path)
    end = path.find(slash, 1)
    if end < 0:
        end = len(path)
    import os
    home = None
    if end == 1:
        home = os.environ.get('HOME')
    if home is None:
        try:
            with open('/etc/passwd', encoding='utf-8', errors='surrogateescape') as users:
                rows = [line.rstrip('\n').split(':') for line in users]
        except OSError:
            return path
        name = os.fsdecode(path[1:end])
        for row in rows:
            if len(row) > 5 and (row[0] == name if name else row[2] == str(os.getuid())):
                home = row[5]
                break
        else:
            return path
    if isinstance(path, bytes):
        home = os.fsencode(home)
    return (home.rstrip(slash) + path[end:]) or slash


def expandvars(path):
    """$name and ${name} replaced by environment variables; unchanged where unknown."""
    path = _fspath(path)
    as_bytes = isinstance(path, bytes)
    import os
    text = os.fsdecode(path) if as_bytes else path
    if '$' not in text:
        return path
    out = []
    i = 0
    while i < len(text):
        if text[i] != '$':
            out.append(text[i])
            i += 1
            continue
        if text[i + 1:i + 2] == '{':
            end = text.find('}', i)
            if end < 0:
                out.append(text[i:])
                break
            name, end = text[i + 2:end], end + 1
        else:
            end = i + 1
            while end < len(text) and (text[end] == '_' or text[end].isascii() and text[end].isalnum()):
                end += 1
            name = text[i + 1:end]
        out.append(os.environ.get(name, text[i:end]) if name else text[i:end])
        i = end
    text = ''.join(out)
    return os.fsencode(text) if as_bytes else text


def isreserved(path):
    return False


def isjunction(path):
    _fspath(path)
    return False


def isdevdrive(path):
    _fspath(path)
    return False


# -- files --

def _mode_of(path, follow=True):
    try:
        return posix._mode(path, follow)
    except (OSError, ValueError):
        return -1


def exists(path):
    """Whether there is such a file (a broken link is none)."""
    return _mode_of(path) >= 0


def lexists(path):
    """Whether there is such a name."""
    return _mode_of(path, False) >= 0


def isfile(path):
    """Whether it is a regular file."""
    mode = _mode_of(path)
    return mode >= 0 and mode & _KIND == _FILE


def isdir(s):
    """Whether it is a folder."""
    mode = _mode_of(s)
    return mode >= 0 and mode & _KIND == _FOLDER


def islink(path):
    """Whether it is a symbolic link."""
    mode = _mode_of(path, False)
    return mode >= 0 and mode & _KIND == _LINK


def ismount(path):
    """Whether another device begins there."""
    try:
        here = posix.lstat(path)
    except (OSError, ValueError):
        return False
    if here.st_mode & _KIND == _LINK:
        return False
    path = _fspath(path)
    parent = realpath(join(path, b'..' if isinstance(path, bytes) else '..'))
    try:
        above = posix.lstat(parent)
    except OSError:
        return False
    return here.st_dev != above.st_dev or here.st_ino == above.st_ino


def getsize(filename):
    """The size in bytes."""
    return posix.stat(filename).st_size


def getmtime(filename):
    """When the contents were changed."""
    return posix.stat(filename).st_mtime


def getatime(filename):
    """When the file was read."""
    return posix.stat(filename).st_atime


def getctime(filename):
    """When the file's entry was changed."""
    return posix.stat(filename).st_ctime


def samestat(s1, s2):
    """Whether two stat results are of one file."""
    return s1.st_ino == s2.st_ino and s1.st_dev == s2.st_dev


def samefile(f1, f2):
    """Whether two paths lead to one file."""
    return samestat(posix.stat(f1), posix.stat(f2))


def sameopenfile(fp1, fp2):
    """Whether two descriptors are of one file."""
    return samestat(posix.fstat(fp1), posix.fstat(fp2))


def realpath(filename, /, *, strict=False):
    """The path from the root without symbolic links."""
    filename = _fspath(filename)
    slash = _sep(filename)
    dot, dots = (b'.', b'..') if isinstance(filename, bytes) else ('.', '..')
    if isabs(filename):
        path = slash
    else:
        path = posix.getcwdb() if isinstance(filename, bytes) else _getcwd()
    ignored = () if strict is True else FileNotFoundError if strict is ALLOW_MISSING else OSError
    rest = filename.split(slash)[::-1]
    links = 0
    while rest:
        name = rest.pop()
        if not name or name == dot:
            continue
        if name == dots:
            path = dirname(path)
            continue
        longer = join(path, name)
        try:
            mode = posix.lstat(longer).st_mode
            if mode & _KIND != _LINK:
                path = longer
                continue
            links += 1
            if links > 40:
                if strict:
                    posix.stat(longer)  # raises "Too many levels of symbolic links"
                path = longer
                continue
            target = posix.readlink(longer)
        except ignored:
            path = longer
            continue
        if target.startswith(slash):
            path = slash
        rest.extend(target.split(slash)[::-1])
    return path
