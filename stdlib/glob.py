"""Files whose paths match a pattern: * ? [seq], and ** for any number of folders."""

import fnmatch
import os
import re

__all__ = ['escape', 'glob', 'iglob', 'translate']

_magic = re.compile('([*?[])')
_magic_bytes = re.compile(b'([*?[])')


def glob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    """The list of paths that match."""
    return list(iglob(pathname, root_dir=root_dir, dir_fd=dir_fd, recursive=recursive, include_hidden=include_hidden))


def iglob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    """The same, one after the other."""
    if dir_fd is not None:
        raise NotImplementedError('dir_fd unavailable on this platform')
    root = os.fspath(root_dir) if root_dir is not None else pathname[:0]
    found = _walk(root, pathname, recursive, False, include_hidden)
    if not pathname or recursive and _is_recursive(pathname[:2]):
        first = next(found, None)
        if first:
            return _with_first(first, found)
    return found


def _with_first(first, rest):
    yield first
    yield from rest


def has_magic(s):
    """Whether it is more than a plain path."""
    return (_magic_bytes if isinstance(s, bytes) else _magic).search(s) is not None


def _is_recursive(pattern):
    return pattern in ('**', b'**')


def _is_hidden(path):
    return path[:1] in ('.', b'.')


def _under(root, name):
    return os.path.join(root, name) if root else name


def _walk(root, pathname, recursive, folders_only, include_hidden):
    head, tail = os.path.split(pathname)
    if not has_magic(pathname):
        if tail:
            if os.path.lexists(_under(root, pathname)):
                yield pathname
        elif os.path.isdir(_under(root, head)):
            yield pathname
        return
    if not head:
        if recursive and _is_recursive(tail):
            yield from _below(root, tail, folders_only, include_hidden)
        else:
            yield from _matching(root, tail, folders_only, include_hidden)
        return
    if head != pathname and has_magic(head):
        folders = _walk(root, head, recursive, True, include_hidden)
    else:
        folders = [head]
    for folder in folders:
        place = _under(root, folder)
        if not has_magic(tail):
            if tail == tail[:0]:
                names = [tail] if os.path.isdir(place) else []
            else:
                names = [tail] if os.path.lexists(os.path.join(place, tail)) else []
        elif recursive and _is_recursive(tail):
            names = _below(place, tail, folders_only, include_hidden)
        else:
            names = _matching(place, tail, folders_only, include_hidden)
        for name in names:
            yield os.path.join(folder, name)


def _names(folder, folders_only):
    if not folder:
        folder = os.curdir if isinstance(folder, str) else os.curdir.encode('ascii')
    as_bytes = isinstance(folder, bytes)
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                try:
                    if not folders_only or entry.is_dir():
                        yield os.fsencode(entry.name) if as_bytes else entry.name
                except OSError:
                    pass
    except OSError:
        return


def _matching(folder, pattern, folders_only, include_hidden):
    names = _names(folder, folders_only)
    if not include_hidden and not _is_hidden(pattern):
        names = (name for name in names if not _is_hidden(name))
    return fnmatch.filter(names, pattern)


def _below(folder, pattern, folders_only, include_hidden):
    # The folder itself (an empty name) and everything below it.
    if not folder or os.path.isdir(folder):
        yield pattern[:0]
    yield from _all_below(folder, folders_only, include_hidden)


def _all_below(folder, folders_only, include_hidden):
    for name in list(_names(folder, folders_only)):
        if include_hidden or not _is_hidden(name):
            yield name
            path = os.path.join(folder, name) if folder else name
            for rest in _all_below(path, folders_only, include_hidden):
                yield os.path.join(name, rest)


def escape(pathname):
    """The path with its special characters made plain."""
    if isinstance(pathname, bytes):
        return _magic_bytes.sub(br'[\1]', pathname)
    return _magic.sub(r'[\1]', pathname)


def translate(pat, *, recursive=False, include_hidden=False, seps=None):
    """The pattern of paths as a regular expression."""
    seps = seps or os.sep
    any_sep = f"[{''.join(map(re.escape, seps))}]" if len(seps) > 1 else re.escape(seps[0])
    no_sep = f"[^{''.join(map(re.escape, seps))}]"
    parts = re.split(any_sep, pat)
    one = f"{no_sep}+" if include_hidden else f"(?!\\.){no_sep}+"
    result = []
    for i, part in enumerate(parts):
        last = i == len(parts) - 1
        if recursive and part == '**':
            result.append(f"(?:{one}(?:{any_sep}{one})*)?" if last else f"(?:{one}{any_sep})*")
            continue
        if part == '*':
            result.append(one)
        elif part:
            if not include_hidden and part[0] in '*?[':
                result.append(r'(?!\.)')
            text = fnmatch.translate(part)[len('(?s:'):-len(')\\z')]
            result.append(text.replace('.*', f"{no_sep}*") if '*' in part else text)
        if not last:
            result.append(any_sep)
    return f"(?s:{''.join(result)})\\z"
