"""File names that match patterns as a shell's do: * ? [seq] [!seq]."""

import functools
import os
import posixpath
import re

__all__ = ['filter', 'filterfalse', 'fnmatch', 'fnmatchcase', 'translate']


def fnmatch(name, pat):
    """Whether the name matches, in the file system's idea of case."""
    return fnmatchcase(os.path.normcase(name), os.path.normcase(pat))


@functools.lru_cache(maxsize=1000, typed=True)
def _matcher(pattern):
    if isinstance(pattern, bytes):
        return re.compile(translate(pattern.decode('latin-1')).encode('latin-1')).match
    return re.compile(translate(pattern)).match


def fnmatchcase(name, pat):
    """Whether the name matches, case included."""
    return _matcher(pat)(name) is not None


def filter(names, pat):
    """The names that match."""
    match = _matcher(os.path.normcase(pat))
    return [name for name in names if match(os.path.normcase(name))]


def filterfalse(names, pat):
    """The names that do not match."""
    match = _matcher(os.path.normcase(pat))
    return [name for name in names if not match(os.path.normcase(name))]


def translate(pat):
    """The pattern as a regular expression."""
    parts, i = [], 0
    while i < len(pat):
        c = pat[i]
        i += 1
        if c == '*':
            if not parts or parts[-1] != '.*':
                parts.append('.*')
        elif c == '?':
            parts.append('.')
        elif c == '[':
            end = _end_of_set(pat, i)
            if end < 0:
                parts.append('\\[')
            else:
                parts.append(_set(pat[i:end]))
                i = end + 1
        else:
            parts.append(re.escape(c))
    return f"(?s:{''.join(parts)})\\z"


def _end_of_set(pat, start):
    # Where the ] is; one at the very beginning is a member.
    j = start
    if pat[j:j + 1] == '!':
        j += 1
    if pat[j:j + 1] == ']':
        j += 1
    return pat.find(']', j)


def _set(content):
    negated = content.startswith('!')
    if negated:
        content = content[1:]
    members, i = [], 0
    while i < len(content):
        if i + 2 < len(content) and content[i + 1] == '-':
            low, high = content[i], content[i + 2]
            if low <= high:
                members.append(f"{re.escape(low)}-{re.escape(high)}")
            i += 3
        else:
            members.append(re.escape(content[i]))
            i += 1
    if not members:
        # A set of nothing: no character is in it, every one is not.
        return '.' if negated else '(?!)'
    return f"[{'^' if negated else ''}{''.join(members)}]"
