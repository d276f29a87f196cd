"""Tracebacks: where an exception came from, as lists of frames and as text."""

import linecache
import sys

import _traceback

__all__ = ["extract_stack", "extract_tb", "format_exception", "format_exception_only", "format_list", "format_stack",
           "format_tb", "print_exc", "format_exc", "print_exception", "print_last", "print_stack", "print_tb",
           "clear_frames", "FrameSummary", "StackSummary", "TracebackException", "walk_stack", "walk_tb", "print_list"]

_MISSING = object()


class FrameSummary:
    """One frame of a traceback: filename, lineno, name, and the source line."""

    __slots__ = ("filename", "lineno", "end_lineno", "colno", "end_colno", "name", "_lines", "_lines_dedented",
                 "locals", "_code")

    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None, line=None, end_lineno=None, colno=None,
                 end_colno=None, **kwargs):
        self.filename = filename
        self.lineno = lineno
        self.end_lineno = lineno if end_lineno is None else end_lineno
        self.colno = colno
        self.end_colno = end_colno
        self.name = name
        self.locals = None if locals is None else {k: repr(v) for k, v in locals.items()}
        self._code = kwargs.get("_code")
        self._lines = line
        self._lines_dedented = None
        if lookup_line:
            self.line

    def __eq__(self, other):
        if isinstance(other, FrameSummary):
            return (self.filename, self.lineno, self.name, self.locals) == (
                other.filename, other.lineno, other.name, other.locals)
        if isinstance(other, tuple):
            return tuple(self) == other
        return NotImplemented

    def __getitem__(self, index):
        return (self.filename, self.lineno, self.name, self.line)[index]

    def __iter__(self):
        return iter((self.filename, self.lineno, self.name, self.line))

    def __len__(self):
        return 4

    def __repr__(self):
        return f"<FrameSummary file {self.filename}, line {self.lineno} in {self.name}>"

    @property
    def _original_lines(self):
        """All source lines of the place as they are in the file, but for blanks at their ends."""
        if self._lines is None and self.lineno is not None and self.end_lineno is not None:
            numbers = range(self.lineno, self.end_lineno + 1)
            self._lines = "".join(linecache.getline(self.filename, n).rstrip() + "\n" for n in numbers)
        return self._lines

    @property
    def _dedented_lines(self):
        """The same without what all of them are indented by."""
        if self._lines_dedented is None and self._original_lines is not None:
            import textwrap
            self._lines_dedented = textwrap.dedent(self._lines)
        return self._lines_dedented

    @property
    def line(self):
        """The first source line without the blanks around it."""
        lines = self._original_lines
        return None if lines is None else lines.partition("\n")[0].strip()

    def _source(self):
        """Text of the source lines as a traceback shows them, not yet indented."""
        lines = (self._original_lines or "").splitlines()
        if not any(line.strip() for line in lines):
            return ""
        if self.colno is None or self.end_colno is None:
            return self.line + "\n"
        lines = lines[:self.end_lineno - self.lineno + 1]
        return _traceback.marked_source(lines, self.colno, self.end_colno)


def _as_text(frame):
    text = f'  File "{frame.filename}", line {frame.lineno}, in {frame.name}\n'
    text += "".join(f"    {line}\n" for line in frame._source().splitlines())
    if frame.locals:
        text += "".join(f"    {name} = {value}\n" for name, value in sorted(frame.locals.items()))
    return text


def walk_stack(frame):
    """Frames and line numbers from a frame outwards; from the caller for None."""
    if frame is None:
        frame = sys._getframe(1)
    while frame is not None:
        yield frame, frame.f_lineno
        frame = frame.f_back


def walk_tb(tb):
    """Frames and line numbers of a traceback, outermost first."""
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next


class StackSummary(list):
    """A list of FrameSummary."""

    @classmethod
    def extract(cls, frame_gen, *, limit=None, lookup_lines=True, capture_locals=False):
        """Make one from pairs of frame and line number."""
        places = ((f, (lineno, None, None, None)) for f, lineno in frame_gen)
        return cls._from_places(places, limit, lookup_lines, capture_locals)

    @classmethod
    def _from_places(cls, places, limit, lookup_lines=True, capture_locals=False):
        """The same from pairs of frame and (line, end line, column, end column)."""
        result = cls()
        for f, (lineno, end_lineno, colno, end_colno) in cls._limited(list(places), limit):
            code = f.f_code
            linecache.lazycache(code.co_filename, f.f_globals)
            result.append(FrameSummary(
                code.co_filename, lineno, code.co_name, lookup_line=lookup_lines, end_lineno=end_lineno, colno=colno,
                end_colno=end_colno, locals=f.f_locals if capture_locals else None))
        return result

    @classmethod
    def from_list(cls, a_list):
        """Make one from FrameSummary objects or tuples (filename, lineno, name, line)."""
        result = cls()
        for frame in a_list:
            if not isinstance(frame, FrameSummary):
                filename, lineno, name, line = frame
                frame = FrameSummary(filename, lineno, name, line=line)
            result.append(frame)
        return result

    @staticmethod
    def _limited(frames, limit):
        if limit is None:
            limit = getattr(sys, "tracebacklimit", None)
            if limit is not None and limit < 0:
                limit = 0
        if limit is None:
            return frames
        return frames[:limit] if limit >= 0 else frames[limit:]

    def format_frame_summary(self, frame_summary, **kwargs):
        """Text of one frame."""
        return _as_text(frame_summary)

    def format(self, **kwargs):
        """A list of texts, one for each frame; frames that repeat are counted."""
        result = []
        previous, count = None, 0

        def end_repetition():
            if count > 3:
                more = count - 3
                result.append(f"  [Previous line repeated {more} more time{'s' if more > 1 else ''}]\n")

        for frame in self:
            text = self.format_frame_summary(frame)
            if text is None:
                continue
            place = (frame.filename, frame.lineno, frame.name)
            if place != previous:
                end_repetition()
                previous, count = place, 0
            count += 1
            if count <= 3:
                result.append(text)
        end_repetition()
        return result


def _places(tb):
    while tb is not None:
        yield tb.tb_frame, (tb.tb_lineno, *_traceback.position(tb)[1:])
        tb = tb.tb_next


def extract_tb(tb, limit=None):
    """The frames of a traceback as a StackSummary."""
    return StackSummary._from_places(_places(tb), limit)


def extract_stack(f=None, limit=None):
    """The frames that are running, outermost first, as a StackSummary."""
    if f is None:
        f = sys._getframe(1)
    stack = StackSummary.extract(list(walk_stack(f))[::-1], limit=None if limit is None else -limit)
    return stack


def format_list(extracted_list):
    """Texts of frames."""
    return StackSummary.from_list(extracted_list).format()


def print_list(extracted_list, file=None):
    """Print texts of frames."""
    _print("".join(format_list(extracted_list)), file)


def format_tb(tb, limit=None):
    """Texts of the frames of a traceback."""
    return extract_tb(tb, limit).format()


def print_tb(tb, limit=None, file=None):
    """Print the frames of a traceback."""
    _print("".join(format_tb(tb, limit)), file)


def format_stack(f=None, limit=None):
    """Texts of the frames that are running."""
    return extract_stack(sys._getframe(1) if f is None else f, limit).format()


def print_stack(f=None, limit=None, file=None):
    """Print the frames that are running."""
    _print("".join(format_stack(sys._getframe(1) if f is None else f, limit)), file)


def _print(text, file):
    print(text, file=sys.stderr if file is None else file, end="")


def _value_and_traceback(exc, value, tb):
    """What (exc), or (type, value, traceback), mean."""
    if (value is _MISSING) != (tb is _MISSING):
        raise ValueError("Both or neither of value and tb must be given")
    if value is not _MISSING:
        return value, tb
    if exc is None:
        return None, None
    if isinstance(exc, BaseException):
        return exc, exc.__traceback__
    raise TypeError(f"Exception expected for value, {type(exc).__name__} found")


def format_exception(exc, /, value=_MISSING, tb=_MISSING, limit=None, chain=True, **kwargs):
    """The whole text of an exception, as a list of texts that end in newlines."""
    value, tb = _value_and_traceback(exc, value, tb)
    return list(TracebackException(type(value), value, tb, limit=limit, compact=True).format(chain=chain))


def print_exception(exc, /, value=_MISSING, tb=_MISSING, limit=None, file=None, chain=True, **kwargs):
    """Print the whole text of an exception."""
    _print("".join(format_exception(exc, value, tb, limit, chain)), file)


def format_exception_only(exc, /, value=_MISSING, *, show_group=False, **kwargs):
    """The last lines of the text of an exception, as a list."""
    if value is _MISSING:
        value = exc
    return list(TracebackException(type(value), value, None, compact=True).format_exception_only(show_group=show_group))


def format_exc(limit=None, chain=True):
    """The whole text of the exception that is being handled."""
    return "".join(format_exception(sys.exception(), limit=limit, chain=chain))


def print_exc(limit=None, file=None, chain=True):
    """Print the whole text of the exception that is being handled."""
    _print(format_exc(limit, chain), file)


def print_last(limit=None, file=None, chain=True):
    """Print the exception that the interactive prompt showed last."""
    if not hasattr(sys, "last_exc") and not hasattr(sys, "last_value"):
        raise ValueError("no last exception")
    print_exception(getattr(sys, "last_exc", None) or sys.last_value, limit=limit, file=file, chain=chain)


def clear_frames(tb):
    """Drop the local variables of all frames of a traceback."""
    while tb is not None:
        try:
            tb.tb_frame.clear()
        except RuntimeError:
            pass
        tb = tb.tb_next


def _safely(value, what, text_of=str):
    try:
        return text_of(value)
    except Exception:
        return f"<{what} {text_of.__name__}() failed>"


class _Margin:
    """Where the text of exceptions in groups stands."""

    def __init__(self):
        self.depth = 0
        self.need_close = False

    def indent(self):
        return " " * (2 * self.depth)

    def put(self, texts, mark="|"):
        """The texts with the margin in front of each of their lines."""
        if self.depth == 0:
            yield from texts
            return
        margin = f"{self.indent()}{mark} "
        for text in texts:
            yield "".join(margin + line for line in text.splitlines(keepends=True))


_CAUSE = "\nThe above exception was the direct cause of the following exception:\n\n"
_CONTEXT = "\nDuring handling of the above exception, another exception occurred:\n\n"


class TracebackException:
    """What is known of an exception, without holding on to it: its texts as they were when this was made."""

    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None, lookup_lines=True, capture_locals=False,
                 compact=False, max_group_width=15, max_group_depth=10, save_exc_type=True, _seen=None):
        seen = set() if _seen is None else _seen
        seen.add(id(exc_value))
        self.max_group_width = max_group_width
        self.max_group_depth = max_group_depth
        self.stack = StackSummary._from_places(_places(exc_traceback), limit, lookup_lines, capture_locals)
        self._exc_type = exc_type if save_exc_type else None
        self._str = _safely(exc_value, "exception")
        self.__notes__ = None
        if exc_value is not None:
            try:
                self.__notes__ = getattr(exc_value, "__notes__", None)
            except Exception as error:
                self.__notes__ = [f"Ignored error getting __notes__: {_safely(error, '__notes__', repr)}"]
            self._str += _traceback.suggestion(exc_value)
        self.exc_type_str = None
        if exc_type is not None:
            module = exc_type.__module__
            if not isinstance(module, str):
                module = "<unknown>"
            known = module in ("__main__", "builtins")
            self.exc_type_str = exc_type.__qualname__ if known else f"{module}.{exc_type.__qualname__}"
        self._syntax_lines = None
        if exc_type and issubclass(exc_type, SyntaxError):
            self.filename = exc_value.filename
            for name in ("lineno", "end_lineno"):
                number = getattr(exc_value, name)
                setattr(self, name, None if number is None else str(number))
            self.text, self.offset, self.end_offset = exc_value.text, exc_value.offset, exc_value.end_offset
            self.msg = exc_value.msg
            self._syntax_lines = _traceback.syntax_error(exc_value).splitlines(keepends=True)

        def related(other):
            if other is None or id(other) in seen:
                return None
            return TracebackException(type(other), other, other.__traceback__, limit=limit, lookup_lines=lookup_lines,
                                      capture_locals=capture_locals, compact=compact, max_group_width=max_group_width,
                                      max_group_depth=max_group_depth, _seen=seen)

        self.__suppress_context__ = exc_value is not None and exc_value.__suppress_context__
        self.__cause__ = related(getattr(exc_value, "__cause__", None))
        wanted = not compact or self.__cause__ is None and not self.__suppress_context__
        self.__context__ = related(getattr(exc_value, "__context__", None)) if wanted else None
        self.exceptions = None
        if isinstance(exc_value, BaseExceptionGroup):
            self.exceptions = [related(member) for member in exc_value.exceptions]
            self.exceptions = [member for member in self.exceptions if member is not None]

    @classmethod
    def from_exception(cls, exc, *args, **kwargs):
        """Make one from an exception."""
        return cls(type(exc), exc, exc.__traceback__, *args, **kwargs)

    @property
    def exc_type(self):
        import warnings
        warnings.warn("Deprecated in 3.13. Use exc_type_str instead.", DeprecationWarning, stacklevel=2)
        return self._exc_type

    def __str__(self):
        return self._str

    def __eq__(self, other):
        return self.__dict__ == other.__dict__ if isinstance(other, TracebackException) else NotImplemented

    def format_exception_only(self, *, show_group=False, _depth=0, **kwargs):
        """The last lines, one by one."""
        indent = "   " * _depth
        if self.exc_type_str is None or self._exc_type is type(None):
            yield f"{indent}NoneType: None\n"
            return
        if self._syntax_lines is not None:
            yield from (indent + line for line in self._syntax_lines)
        else:
            line = f"{self.exc_type_str}: {self._str}" if self._str else self.exc_type_str
            if _depth > 0:
                yield from (f"{indent}{part}\n" for part in line.split("\n"))
            else:
                yield f"{line}\n"
        notes = self.__notes__
        if isinstance(notes, (list, tuple)):
            for note in notes:
                yield from (f"{indent}{part}\n" for part in _safely(note, "note").split("\n"))
        elif notes is not None:
            yield f"{indent}{_safely(notes, '__notes__', repr)}\n"
        if self.exceptions and show_group:
            for member in self.exceptions:
                yield from member.format_exception_only(show_group=True, _depth=_depth + 1)

    def format(self, *, chain=True, _margin=None, **kwargs):
        """All lines, one by one."""
        margin = _Margin() if _margin is None else _margin
        links = []
        exception = self
        while exception is not None:
            if not chain:
                link = None, None
            elif exception.__cause__ is not None:
                link = _CAUSE, exception.__cause__
            elif exception.__context__ is not None and not exception.__suppress_context__:
                link = _CONTEXT, exception.__context__
            else:
                link = None, None
            links.append((link[0], exception))
            exception = link[1]
        for message, exception in reversed(links):
            if message is not None:
                yield from margin.put([message])
            if exception.exceptions is not None:
                yield from self._format_group(exception, margin, chain)
                continue
            if exception.stack:
                yield from margin.put(["Traceback (most recent call last):\n"])
                yield from margin.put(exception.stack.format())
            yield from margin.put(exception.format_exception_only())

    def _format_group(self, group, margin, chain):
        if margin.depth > self.max_group_depth:
            yield from margin.put([f"... (max_group_depth is {self.max_group_depth})\n"])
            return
        outermost = margin.depth == 0
        margin.depth += outermost
        if group.stack:
            yield from margin.put(["Exception Group Traceback (most recent call last):\n"], "+" if outermost else "|")
            yield from margin.put(group.stack.format())
        yield from margin.put(group.format_exception_only())
        count = len(group.exceptions)
        shown = min(count, self.max_group_width + 1)
        margin.need_close = False
        for i in range(shown):
            last = i == shown - 1
            if last:
                margin.need_close = True
            truncated = i >= self.max_group_width
            title = "..." if truncated else i + 1
            yield f"{margin.indent()}{'  ' if i else '+-'}+---------------- {title} ----------------\n"
            margin.depth += 1
            if truncated:
                more = count - self.max_group_width
                yield from margin.put([f"and {more} more exception{'s' if more > 1 else ''}\n"])
            else:
                yield from group.exceptions[i].format(chain=chain, _margin=margin)
            if last and margin.need_close:
                yield f"{margin.indent()}+------------------------------------\n"
                margin.need_close = False
            margin.depth -= 1
        if outermost:
            margin.depth = 0

    def print(self, *, file=None, chain=True, **kwargs):
        """Print all lines."""
        _print("".join(self.format(chain=chain)), file)
