"""Lines of source files, remembered."""

__all__ = ["getline", "clearcache", "checkcache", "lazycache"]

# file name -> (size, time of change or None for what is no file, lines, full name)
cache = {}


def clearcache():
    """Forget all files."""
    cache.clear()


def getline(filename, lineno, module_globals=None):
    """Line number lineno (from 1) with its newline, or '' when there is none."""
    lines = getlines(filename, module_globals)
    return lines[lineno - 1] if 1 <= lineno <= len(lines) else ""


def getlines(filename, module_globals=None):
    """All lines of a file; an empty list when it cannot be read."""
    known = cache.get(filename)
    if known is not None and len(known) != 1:
        return known[2]
    try:
        return updatecache(filename, module_globals)
    except MemoryError:
        clearcache()
        return []


def checkcache(filename=None):
    """Forget files that have changed since they were read. Texts that never were files stay."""
    for name in list(cache) if filename is None else [filename]:
        known = cache.get(name)
        if known is None or len(known) == 1 or known[1] is None:
            continue
        try:
            import os
            stat = os.stat(known[3])
        except (OSError, ValueError):
            cache.pop(name, None)
            continue
        if (known[0], known[1]) != (stat.st_size, stat.st_mtime):
            cache.pop(name, None)


def updatecache(filename, module_globals=None):
    """Read a file anew."""
    cache.pop(filename, None)
    if not filename or (filename.startswith("<") and filename.endswith(">")):
        return []
    import os
    import sys
    candidates = [filename]
    if not os.path.isabs(filename):
        candidates += [os.path.join(folder, filename) for folder in sys.path if isinstance(folder, str)]
    for fullname in candidates:
        try:
            stat = os.stat(fullname)
            with open(fullname, encoding="utf-8", errors="replace") as file:
                lines = file.readlines()
            break
        except (OSError, ValueError):
            pass
    else:
        return []
    if not lines:
        lines = ["\n"]
    elif not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    cache[filename] = stat.st_size, stat.st_mtime, lines, fullname
    return lines


def lazycache(filename, module_globals):
    """Nothing is prepared: files are found by name. False, as for a module without a loader."""
    return False
