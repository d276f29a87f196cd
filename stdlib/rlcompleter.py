"""Completion of names, attributes and keywords for the prompt."""

import builtins
import keyword
import os
import sys

import __main__

__all__ = ["Completer", "candidates"]


def _attributes(words):
    """Completions of a dotted word: nothing is called, only names and attributes are looked up."""
    *path, start = words
    namespace = __main__.__dict__
    name = path[0]
    if name in namespace:
        value = namespace[name]
    elif hasattr(builtins, name):
        value = getattr(builtins, name)
    else:
        return []
    for name in path[1:]:
        try:
            value = getattr(value, name)
        except Exception:
            return []
    try:
        names = dir(value)
    except Exception:
        return []
    prefix = ".".join(path) + "."
    shown = []
    for name in sorted(set(names)):
        # Private names are offered to who asks for them.
        if not name.startswith(start) or (name.startswith("_") and not start.startswith("_")):
            continue
        shown.append(prefix + _with_parenthesis(value, name))
    return shown


def _with_parenthesis(value, name):
    """The name, with a parenthesis when it is to be called. A property is not run to find out."""
    found = getattr(type(value), name, None)
    if isinstance(found, property):
        return name
    try:
        return name + "(" if callable(getattr(value, name)) else name
    except Exception:
        return name


def _modules(word):
    """Names of modules that can be imported, and of the modules in the package before the last dot."""
    package, dot, start = word.rpartition(".")
    names = set() if package else set(sys.stdlib_module_names)
    folders = sys.path
    if package:
        folders = getattr(sys.modules.get(package), "__path__", None)
        if folders is None:
            path = package.replace(".", "/")
            folders = [(folder + "/" if folder else "") + path for folder in sys.path]
    for folder in folders:
        try:
            entries = os.listdir(folder or ".")
        except OSError:
            continue
        for entry in entries:
            name = entry.removesuffix(".py")
            if name.isidentifier() and name != "__init__" and (
                    name != entry or os.path.isfile(os.path.join(folder, entry, "__init__.py"))):
                names.add(name)
    return sorted(package + dot + name for name in names
                  if name.startswith(start) and (start.startswith("_") or not name.startswith("_")))


def candidates(word, line=""):
    """What the word before the cursor could become, sorted. line: all that is before the cursor."""
    words = line.split()
    if words[:1] == ["import"] or words[:1] == ["from"] and "import" not in words:
        return _modules(word)
    if words[:1] == ["from"] and len(words) > 2:
        try:
            names = dir(__import__(words[1], None, None, ["*"]))
        except Exception:
            return []
        return [name for name in names
                if name.startswith(word) and (word.startswith("_") or not name.startswith("_"))]
    if "." in word:
        return _attributes(word.split("."))
    names = {name for name in keyword.kwlist + keyword.softkwlist if name.startswith(word) and name != "_"}
    for namespace in (__main__.__dict__, builtins.__dict__):
        for name in list(namespace):
            if name.startswith(word) and (word or not name.startswith("_")):
                value = namespace[name]
                names.add(name + "(" if callable(value) else name)
    return sorted(names)


class Completer:
    """The interface of readline's completers: complete(text, 0), complete(text, 1) ... until None."""

    def __init__(self, namespace=None):
        self._found = []

    def complete(self, text, state):
        """The state-th completion of text, or None."""
        if state == 0:
            self._found = candidates(text)
        return self._found[state] if state < len(self._found) else None
