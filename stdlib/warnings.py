"""Warnings: messages about programs that work, and may stop doing so.

A warning goes through the filters, first match wins; its action decides whether it is shown each time, once for a
place, a module or the program, never, or raised as an exception.
"""

import sys

__all__ = ["warn", "warn_explicit", "showwarning", "formatwarning", "filterwarnings", "simplefilter", "resetwarnings",
           "catch_warnings", "deprecated"]

# (action, message pattern or None, category, module pattern or None, line number or 0)
filters = [
    ("default", None, DeprecationWarning, "__main__", 0),
    ("ignore", None, DeprecationWarning, None, 0),
    ("ignore", None, PendingDeprecationWarning, None, 0),
    ("ignore", None, ImportWarning, None, 0),
    ("ignore", None, ResourceWarning, None, 0),
]
defaultaction = "default"
onceregistry = {}
_filters_version = 1
_ACTIONS = ("error", "ignore", "always", "all", "default", "module", "once")


class WarningMessage:
    """All that is known about one warning."""

    _FIELDS = ("message", "category", "filename", "lineno", "file", "line", "source")

    def __init__(self, message, category, filename, lineno, file=None, line=None, source=None):
        self.message = message
        self.category = category
        self.filename = filename
        self.lineno = lineno
        self.file = file
        self.line = line
        self.source = source
        self._category_name = category.__name__ if category else None

    def __str__(self):
        return (f"{{message : {self.message!r}, category : {self._category_name!r}, filename : {self.filename!r}, "
                f"lineno : {self.lineno}, line : {self.line!r}}}")


def formatwarning(message, category, filename, lineno, line=None):
    """The text of a warning as it is shown."""
    text = f"{filename}:{lineno}: {category.__name__}: {message}\n"
    if line is None:
        try:
            import linecache
            line = linecache.getline(filename, lineno)
        except Exception:
            line = None
    if line:
        text += f"  {line.strip()}\n"
    return text


_plain_formatwarning = formatwarning


def showwarning(message, category, filename, lineno, file=None, line=None):
    """Write a warning to a file, sys.stderr by default."""
    if file is None:
        file = sys.stderr
        if file is None:
            return
    try:
        file.write(formatwarning(message, category, filename, lineno, line))
    except OSError:
        pass


_plain_showwarning = showwarning


def _show(message):
    show = showwarning
    if not callable(show):
        raise TypeError("warnings.showwarning() must be set to a function or method")
    show(message.message, message.category, message.filename, message.lineno, message.file, message.line)
    if message.source is not None and show is _plain_showwarning and formatwarning is _plain_formatwarning:
        # Where the object was made is not recorded.
        file = sys.stderr if message.file is None else message.file
        try:
            if file is not None:
                file.write(f"{message.category.__name__}: Enable tracemalloc to get the object allocation traceback\n")
        except OSError:
            pass


def _changed():
    global _filters_version
    _filters_version += 1


def _add_filter(entry, append):
    if append:
        if entry not in filters:
            filters.append(entry)
    else:
        try:
            filters.remove(entry)
        except ValueError:
            pass
        filters.insert(0, entry)
    _changed()


def filterwarnings(action, message="", category=Warning, module="", lineno=0, append=False):
    """Add a filter: message and module are regular expressions that must match at the start."""
    if action not in _ACTIONS:
        raise ValueError(f"invalid action: {action!r}")
    if not isinstance(message, str):
        raise TypeError("message must be a string")
    if not isinstance(category, type) or not issubclass(category, Warning):
        raise TypeError("category must be a Warning subclass")
    if not isinstance(module, str):
        raise TypeError("module must be a string")
    if not isinstance(lineno, int):
        raise TypeError("lineno must be an int")
    if lineno < 0:
        raise ValueError("lineno must be an int >= 0")
    message_pattern = module_pattern = None
    if message or module:
        import re
        message_pattern = re.compile(message, re.I) if message else None
        module_pattern = re.compile(module) if module else None
    _add_filter((action, message_pattern, category, module_pattern, lineno), append)


def simplefilter(action, category=Warning, lineno=0, append=False):
    """Add a filter for all messages and modules."""
    if action not in _ACTIONS:
        raise ValueError(f"invalid action: {action!r}")
    if not isinstance(lineno, int):
        raise TypeError("lineno must be an int")
    if lineno < 0:
        raise ValueError("lineno must be an int >= 0")
    _add_filter((action, None, category, None, lineno), append)


def _setoption(option):
    """The filter that -W action:message:category:module:line means."""
    parts = option.split(":")
    if len(parts) > 5:
        raise ValueError(f"too many fields (max 5): {option!r}")
    action, message, category, module, lineno = [part.strip() for part in parts + [""] * (5 - len(parts))]
    actions = [name for name in ("default", "always", "all", "ignore", "module", "once", "error")
               if name.startswith(action or "default")]
    if not actions:
        raise ValueError(f"invalid action: {action!r}")
    if category:
        where, _, name = category.rpartition(".")
        try:
            category = getattr(__import__(where or "builtins", fromlist=[name]), name)
        except ImportError:
            raise ValueError(f"invalid module name: {where!r}") from None
        except AttributeError:
            raise ValueError(f"unknown warning category: {parts[2]!r}") from None
        if not (isinstance(category, type) and issubclass(category, Warning)):
            raise ValueError(f"invalid warning category: {parts[2]!r}")
    if message or module:
        import re
        message = re.escape(message)
        module = re.escape(module) + r"\Z" if module else ""
    if lineno and not lineno.isdecimal():
        raise ValueError(f"invalid lineno {lineno!r}")
    filterwarnings(actions[0], message, category or Warning, module, int(lineno or 0))


def _process_options():
    for option in sys.warnoptions:
        try:
            _setoption(option)
        except (ValueError, ImportError) as error:
            print(f"Invalid -W option ignored: {error}", file=sys.stderr)


def resetwarnings():
    """Remove all filters."""
    filters.clear()
    _changed()


def _matches(pattern, text):
    if pattern is None:
        return True
    if isinstance(pattern, str):
        return pattern == text
    return pattern.match(text) is not None


def warn(message, category=None, stacklevel=1, source=None, *, skip_file_prefixes=()):
    """Warn about the caller, or with stacklevel 2 about its caller, and so on."""
    if isinstance(message, Warning):
        category = message.__class__
    if category is None:
        category = UserWarning
    if not isinstance(category, type) or not issubclass(category, Warning):
        raise TypeError(f"category must be a Warning subclass, not '{type(category).__name__}'")
    try:
        frame = sys._getframe(1)
        level = range(stacklevel).stop - 1
        while level > 0:
            frame = frame.f_back
            if frame is None:
                raise ValueError
            level -= 1
        while skip_file_prefixes and frame.f_code.co_filename.startswith(tuple(skip_file_prefixes)):
            if frame.f_back is None:
                break
            frame = frame.f_back
        module_globals = frame.f_globals
        filename = frame.f_code.co_filename
        lineno = frame.f_lineno
    except ValueError:
        module_globals = sys.__dict__
        filename = "<sys>"
        lineno = 0
    module = module_globals.get("__name__", "<string>")
    registry = module_globals.setdefault("__warningregistry__", {})
    warn_explicit(message, category, filename, lineno, module, registry, module_globals, source)


def warn_explicit(message, category, filename, lineno, module=None, registry=None, module_globals=None, source=None):
    """Warn about a place that the caller names."""
    lineno = int(lineno)
    if module is None:
        module = filename or "<unknown>"
        if module[-3:].lower() == ".py":
            module = module[:-3]
    if registry is None:
        registry = {}
    if registry.get("version", 0) != _filters_version:
        registry.clear()
        registry["version"] = _filters_version
    if isinstance(message, Warning):
        text = str(message)
        category = message.__class__
    else:
        text = message
        message = category(message)
    key = (text, category, lineno)
    if registry.get(key):
        return
    for action, message_pattern, filter_category, module_pattern, line in filters:
        if (_matches(message_pattern, text) and issubclass(category, filter_category)
                and _matches(module_pattern, module) and line in (0, lineno)):
            break
    else:
        action = defaultaction
    if action == "ignore":
        return
    if action == "error":
        raise message
    if action == "once":
        registry[key] = True
        once_key = (text, category)
        if onceregistry.get(once_key):
            return
        onceregistry[once_key] = True
    elif action == "module":
        registry[key] = True
        module_key = (text, category, 0)
        if registry.get(module_key):
            return
        registry[module_key] = True
    elif action == "default":
        registry[key] = True
    _show(WarningMessage(message, category, filename, lineno, source=source))


class catch_warnings:
    """Inside the with statement filters may be changed freely; with record=True warnings are collected in a list."""

    def __init__(self, *, record=False, module=None, action=None, category=Warning, lineno=0, append=False):
        self._record = record
        self._filter = None if action is None else (action, category, lineno, append)
        self._entered = False

    def __repr__(self):
        return f"catch_warnings({'record=True' if self._record else ''})"

    def __enter__(self):
        global showwarning
        if self._entered:
            raise RuntimeError(f"Cannot enter {self!r} twice")
        self._entered = True
        self._saved_filters = filters[:]
        self._saved_show = showwarning
        _changed()
        if self._filter is not None:
            simplefilter(*self._filter)
        if not self._record:
            return None
        log = []

        def collect(message, category, filename, lineno, file=None, line=None):
            log.append(WarningMessage(message, category, filename, lineno, file, line))

        showwarning = collect
        return log

    def __exit__(self, *exc_info):
        global showwarning
        if not self._entered:
            raise RuntimeError(f"Cannot exit {self!r} without entering first")
        filters[:] = self._saved_filters
        showwarning = self._saved_show
        _changed()


class deprecated:
    """Decorator: calling the function or making the class's instances warns (PEP 702)."""

    def __init__(self, message, /, *, category=DeprecationWarning, stacklevel=1):
        if not isinstance(message, str):
            raise TypeError(f"Expected an object of type str for 'message', not {type(message).__name__!r}")
        self.message = message
        self.category = category
        self.stacklevel = stacklevel

    def __call__(self, target, /):
        message, category, stacklevel = self.message, self.category, self.stacklevel
        if category is None:
            target.__deprecated__ = message
            return target
        if isinstance(target, type):
            import functools
            original_new = target.__new__

            @functools.wraps(original_new)
            def __new__(cls, /, *args, **kwargs):
                if cls is target:
                    warn(message, category=category, stacklevel=stacklevel + 1)
                if original_new is not object.__new__:
                    return original_new(cls, *args, **kwargs)
                if cls.__init__ is object.__init__ and (args or kwargs):
                    raise TypeError(f"{cls.__name__}() takes no arguments")
                return original_new(cls)

            target.__new__ = staticmethod(__new__)
            original_init_subclass = target.__init_subclass__
            # A class that has one of its own, or inherits object's.
            inner = getattr(original_init_subclass, "__func__", None)
            if inner is not None:
                @functools.wraps(inner)
                def __init_subclass__(cls, *args, **kwargs):
                    warn(message, category=category, stacklevel=stacklevel + 1)
                    return inner(cls, *args, **kwargs)

                target.__init_subclass__ = classmethod(__init_subclass__)
            else:
                @functools.wraps(original_init_subclass)
                def __init_subclass__(*args, **kwargs):
                    warn(message, category=category, stacklevel=stacklevel + 1)
                    return original_init_subclass(*args, **kwargs)

                target.__init_subclass__ = __init_subclass__
            target.__deprecated__ = __new__.__deprecated__ = __init_subclass__.__deprecated__ = message
            return target
        if callable(target):
            import functools

            @functools.wraps(target)
            def wrapper(*args, **kwargs):
                warn(message, category=category, stacklevel=stacklevel + 1)
                return target(*args, **kwargs)

            target.__deprecated__ = wrapper.__deprecated__ = message
            return wrapper
        raise TypeError("@deprecated decorator with non-None category must be applied to a class or callable, "
                        f"not {target!r}")


_process_options()
