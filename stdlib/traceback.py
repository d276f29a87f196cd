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

    __slots__ = ("filename", "lineno", "end_lineno", "colno", "end_colno", "name", "_line", "_lines", "locals")

    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None, line=None, end_lineno=None, colno=None,
                 end_colno=None, **kwargs):
        self.filename = filename
        self.lineno = lineno
        self.end_lineno = lineno if end_lineno is None else end_lineno
        self.colno = colno
        self.end_colno = end_colno
        self.name = name
        self.locals = None if locals is None else {k: repr(v) for k, v in locals.items()}
        self._line = line
        self._lines = None
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
    def line(self):
        """The source line without the blanks around it."""
        if self._line is None and self.lineno is not None:
            self._line = linecache.getline(self.filename, self.lineno)
        return None if self._line is None else self._line.strip()

    def _source(self):
        """Text of the source lines as a traceback shows them, not yet indented."""
        if self._line is not None and linecache.getline(self.filename, self.lineno or 0).strip() != self._line.strip():
            return self._line.strip() + "\n" if self._line.strip() else ""
        if self.lineno is None:
            return ""
        if self.colno is None or self.end_colno is None:
            return self.line + "\n" if self.line else ""
        lines = [linecache.getline(self.filename, n).rstrip("\n") for n in range(self.lineno, self.end_lineno + 1)]
        if not any(line.strip() for line in lines):
            return ""
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
        return cls._limited(
            [FrameSummary(f.f_code.co_filename, lineno, f.f_code.co_name, lookup_line=lookup_lines,
                          locals=f.f_locals if capture_locals else None) for f, lineno in frame_gen], limit)

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

    @classmethod
    def _limited(cls, frames, limit):
        if limit is None:
            limit = getattr(sys, "tracebacklimit", None)
            if limit is not None and limit < 0:
                limit = 0
        if limit is not None:
            frames = frames[:limit] if limit >= 0 else frames[limit:]
        result = cls()
        result.extend(frames)
        return result

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


def extract_tb(tb, limit=None):
    """The frames of a traceback as a StackSummary."""
    frames = []
    while tb is not None:
        code = tb.tb_frame.f_code
        lineno, end_lineno, colno, end_colno = _traceback.position(tb)
        frames.append(FrameSummary(code.co_filename, tb.tb_lineno, code.co_name, end_lineno=end_lineno, colno=colno,
                                   end_colno=end_colno))
        tb = tb.tb_next
    return StackSummary._limited(frames, limit)


def extract_stack(f=None, limit=None):
    """The frames that are running, outermost first, as a StackSummary."""
    if f is None:
        f = sys._getframe(1)
    frames = [FrameSummary(frame.f_code.co_filename, lineno, frame.f_code.co_name) for frame, lineno in walk_stack(f)]
    frames.reverse()
    return StackSummary._limited(frames, None if limit is None else -limit)


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


def _value_of(exc, value, tb):
    """The exception that (exc), (type, value) or (type, value, traceback) mean."""
    if value is _MISSING:
        value = exc
    if value is None or isinstance(value, BaseException):
        if isinstance(value, BaseException) and tb is not _MISSING and tb is not value.__traceback__:
            value = value.with_traceback(tb)
        return value
    raise TypeError(f"Exception expected for value, {type(value).__name__} found")


def format_exception(exc, /, value=_MISSING, tb=_MISSING, limit=None, chain=True, **kwargs):
    """The whole text of an exception, as a list of texts that end in newlines."""
    value = _value_of(exc, value, tb)
    if value is None:
        return ["NoneType: None\n"]
    return _traceback.format_exception(value, limit, chain).splitlines(keepends=True)


def print_exception(exc, /, value=_MISSING, tb=_MISSING, limit=None, file=None, chain=True, **kwargs):
    """Print the whole text of an exception."""
    _print("".join(format_exception(exc, value, tb, limit, chain)), file)


def format_exception_only(exc, /, value=_MISSING, *, show_group=False, **kwargs):
    """The last lines of the text of an exception, as a list."""
    value = _value_of(exc, value, _MISSING)
    if value is None:
        return ["NoneType: None\n"]
    return _traceback.format_exception_only(value).splitlines(keepends=True)


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


class TracebackException:
    """What is known of an exception, without holding on to it: its texts as they were when this was made."""

    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None, lookup_lines=True, capture_locals=False,
                 compact=False, max_group_width=15, max_group_depth=10, save_exc_type=True, _seen=None):
        self.exc_type = exc_type if save_exc_type else None
        self.exc_type_str = exc_type.__qualname__ if exc_type is not None else None
        self.stack = extract_tb(exc_traceback, limit)
        self._str = str(exc_value) if exc_value is not None else ""
        self.__notes__ = getattr(exc_value, "__notes__", None)
        self._only = format_exception_only(exc_value)
        self._limit = limit
        seen = set() if _seen is None else _seen
        seen.add(id(exc_value))

        def related(other):
            if other is None or id(other) in seen:
                return None
            return TracebackException(type(other), other, other.__traceback__, limit=limit, _seen=seen)

        self.__suppress_context__ = getattr(exc_value, "__suppress_context__", False)
        self.__cause__ = related(getattr(exc_value, "__cause__", None))
        self.__context__ = None if self.__suppress_context__ else related(getattr(exc_value, "__context__", None))
        self.exceptions = None
        self._text = _traceback.format_exception(exc_value, limit, True) if exc_value is not None else "NoneType: None\n"
        self._text_alone = _traceback.format_exception(exc_value, limit, False) if exc_value is not None else self._text

    @classmethod
    def from_exception(cls, exc, *args, **kwargs):
        """Make one from an exception."""
        return cls(type(exc), exc, exc.__traceback__, *args, **kwargs)

    def __str__(self):
        return self._str

    def __eq__(self, other):
        return self._text == other._text if isinstance(other, TracebackException) else NotImplemented

    def format_exception_only(self, *, show_group=False, **kwargs):
        """The last lines, one by one."""
        yield from self._only

    def format(self, *, chain=True, **kwargs):
        """All lines, one by one."""
        yield from (self._text if chain else self._text_alone).splitlines(keepends=True)

    def print(self, *, file=None, chain=True, **kwargs):
        """Print all lines."""
        _print("".join(self.format(chain=chain)), file)
