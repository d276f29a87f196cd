"""Lines of source files, remembered."""

__all__ = ["getline", "clearcache", "checkcache", "lazycache"]

# file name -> list of lines, or (loader, name) for modules whose text is fetched when it is first asked for
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
    if isinstance(known, list):
        return known
    try:
        return updatecache(filename, module_globals)
    except MemoryError:
        clearcache()
        return []


def checkcache(filename=None):
    """Forget files, so that they are read again. Texts that never were files stay."""
    for name in list(cache) if filename is None else [filename]:
        if not (name.startswith("<") and name.endswith(">")):
            cache.pop(name, None)


def updatecache(filename, module_globals=None):
    """Read a file anew."""
    cache.pop(filename, None)
    if not filename or (filename.startswith("<") and filename.endswith(">")):
        return []
    try:
        with open(filename, encoding="utf-8", errors="replace") as file:
            lines = file.readlines()
    except (OSError, ValueError):
        return []
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    cache[filename] = lines
    return lines


def lazycache(filename, module_globals):
    """Nothing is prepared: files are found by name. False, as for a module without a loader."""
    return False
