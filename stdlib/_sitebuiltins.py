"""help(), exit(), quit() and the notices as the prompt and scripts know them."""

import sys

__all__ = ["copyright", "credits", "help", "install", "license"]


class Quitter:
    """exit() and quit(): leave the program. Shown alone, they tell how."""

    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"Use {self.name}() or Ctrl-D (i.e. EOF) to exit"

    def __call__(self, code=None):
        raise SystemExit(code)


class Helper:
    """help(x): what x is, how it is called and what it says of itself."""

    def __repr__(self):
        return "Type help(object) for help about object, %help for the prompt's own commands."

    def __call__(self, *args):
        if not args:
            print(repr(self))
            return
        help(*args)


class Notice:
    """copyright() and the like: print a text, which is also what they look like."""

    def __init__(self, text):
        self.text = text

    def __repr__(self):
        return self.text

    def __call__(self):
        print(self.text)


copyright = Notice(sys.copyright)
credits = Notice("Thanks to all who made Python, whose language this is, and to the authors of GMP, fmt and mimalloc.")
license = Notice("The MIT License: use, change and pass on as you like, with the copyright notice; without any warranty.")


def _signature(function):
    """Text of the parameters, or '(...)' when they are not known."""
    text = getattr(function, "__text_signature__", None)
    if text:
        text = text.replace("($module, /, ", "(").replace("($module, /)", "()").replace("($module, ", "(")
        return text.replace("($self, /, ", "(").replace("($self, /)", "()").replace("($self, ", "(")
    function = getattr(function, "__func__", function)
    code = getattr(function, "__code__", None)
    if code is None:
        return "(...)"
    names = list(code.co_varnames)
    positional = names[:code.co_argcount]
    keyword_only = names[code.co_argcount:code.co_argcount + code.co_kwonlyargcount]
    rest = names[code.co_argcount + code.co_kwonlyargcount:]
    defaults = function.__defaults__ or ()
    keyword_defaults = function.__kwdefaults__ or {}
    parts = []
    for i, name in enumerate(positional):
        missing = i - (len(positional) - len(defaults))
        parts.append(name if missing < 0 else f"{name}={defaults[missing]!r}")
        if i + 1 == code.co_posonlyargcount:
            parts.append("/")
    if code.co_flags & 4:
        parts.append("*" + rest.pop(0))
    elif keyword_only:
        parts.append("*")
    for name in keyword_only:
        parts.append(f"{name}={keyword_defaults[name]!r}" if name in keyword_defaults else name)
    if code.co_flags & 8:
        parts.append("**" + rest.pop(0))
    return "(" + ", ".join(parts) + ")"


def _doc(value):
    """The documentation with its common indentation taken off."""
    text = getattr(value, "__doc__", None)
    if not isinstance(text, str):
        return ""
    lines = text.expandtabs().strip().splitlines()
    margins = [len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()]
    margin = min(margins, default=0)
    return "\n".join(lines[:1] + [line[margin:] for line in lines[1:]])


def _indented(text, by="    "):
    return "\n".join(by + line if line else line for line in text.splitlines())


def _entry(name, value):
    text = name + _signature(value)
    doc = _doc(value)
    return text + ("\n" + _indented(doc) if doc else "")


def _class_text(cls):
    bases = ", ".join(base.__name__ for base in cls.__bases__)
    lines = [f"class {cls.__name__}({bases})" if bases and bases != "object" else f"class {cls.__name__}"]
    doc = _doc(cls)
    if doc:
        lines.append(_indented(doc))
    if len(cls.__mro__) > 2:
        lines.append("\n    Method resolution order: " + ", ".join(c.__name__ for c in cls.__mro__))
    methods, data = [], []
    for name in sorted(cls.__dict__):
        if name.startswith("_") and name not in ("__init__", "__call__", "__enter__", "__exit__"):
            continue
        value = getattr(cls, name, cls.__dict__[name])
        (methods if callable(value) else data).append((name, value))
    if methods:
        lines.append("\n    Methods:\n")
        lines += [_indented(_entry(name, value)) + "\n" for name, value in methods]
    if data:
        lines.append("\n    Data:\n")
        lines += [_indented(name + (f"\n    {_doc(value)}" if isinstance(cls.__dict__[name], property) else
                                    f" = {value!r}")) for name, value in data]
    return "\n".join(lines)


def _module_text(module):
    lines = [f"module {module.__name__}"]
    doc = _doc(module)
    if doc:
        lines.append(_indented(doc))
    names = getattr(module, "__all__", None) or [name for name in sorted(vars(module)) if not name.startswith("_")]
    groups = {"Classes": [], "Functions": [], "Data": []}
    for name in names:
        value = getattr(module, name, None)
        kind = "Classes" if isinstance(value, type) else "Functions" if callable(value) else "Data"
        groups[kind].append((name, value))
    for title, entries in groups.items():
        if not entries:
            continue
        lines.append(f"\n{title}:")
        for name, value in entries:
            if title == "Data":
                lines.append(f"    {name} = {value!r:.60}")
            else:
                first = _doc(value).splitlines()[:1]
                lines.append(f"    {name}{_signature(value) if title == 'Functions' else ''}"
                             + (f"\n        {first[0]}" if first else ""))
    return "\n".join(lines)


def help(value, *rest):
    """Print what value is, how it is called and what it says of itself. A str names a module or builtin."""
    if isinstance(value, str):
        import builtins
        try:
            value = getattr(builtins, value) if hasattr(builtins, value) else __import__(value)
        except ImportError:
            print(f"No documentation found for {value!r}.")
            return
    if isinstance(value, type):
        print(_class_text(value))
    elif isinstance(value, type(sys)):
        print(_module_text(value))
    elif callable(value) and hasattr(value, "__name__"):
        print(_entry(value.__name__, value))
    else:
        print(f"{value!r:.100} is {'an' if type(value).__name__[0] in 'aeiou' else 'a'} {type(value).__name__}:\n")
        print(_class_text(type(value)))


def install():
    """Give the prompt exit, quit, help and notices that tell about themselves."""
    import builtins
    builtins.exit = Quitter("exit")
    builtins.quit = Quitter("quit")
    builtins.help = Helper()
    builtins.copyright, builtins.credits, builtins.license = copyright, credits, license
