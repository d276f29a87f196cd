"""Patterns: which paths they match, and which files."""

import fnmatch
import os

__name__ = "pathlib"  # the module that these belong to


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
