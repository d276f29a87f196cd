"""JSON text to values."""

import _json

__all__ = ["JSONDecoder", "JSONDecodeError"]

scanstring = _json.scanstring

_SPACE = " \t\n\r"


class JSONDecodeError(ValueError):
    """A text that is not JSON.

    msg is the message without the place, doc the text, pos the index where reading it failed,
    lineno and colno the same as a line and a column.
    """

    def __init__(self, msg, doc, pos):
        lineno = doc.count("\n", 0, pos) + 1
        colno = pos - doc.rfind("\n", 0, pos)
        super().__init__(f"{msg}: line {lineno} column {colno} (char {pos})")
        self.msg = msg
        self.doc = doc
        self.pos = pos
        self.lineno = lineno
        self.colno = colno

    def __reduce__(self):
        return self.__class__, (self.msg, self.doc, self.pos)


def _skip_space(s, at):
    while s[at:at + 1] and s[at] in _SPACE:
        at += 1
    return at


class JSONDecoder:
    """Reads JSON.

    object_hook gets each object as a dict, object_pairs_hook as a list of pairs; parse_float,
    parse_int and parse_constant get the text of numbers and of NaN, Infinity and -Infinity. What
    they return is the value. Unless strict, strings may contain control characters.
    """

    def __init__(self, *, object_hook=None, parse_float=None, parse_int=None, parse_constant=None,
                 strict=True, object_pairs_hook=None):
        self.object_hook = object_hook
        self.parse_float = parse_float or float
        self.parse_int = parse_int or int
        self.parse_constant = parse_constant
        self.strict = strict
        self.object_pairs_hook = object_pairs_hook
        self._plain = (object_hook is None and parse_float is None and parse_int is None and
                       parse_constant is None and strict is True and object_pairs_hook is None)

    def scan_once(self, s, idx):
        return _json.scan_once(
            s, idx, self.strict, self.object_hook, self.object_pairs_hook,
            None if self.parse_float is float else self.parse_float,
            None if self.parse_int is int else self.parse_int, self.parse_constant)

    def decode(self, s):
        """The value of the whole text s."""
        if self._plain and type(self) is JSONDecoder and type(s) is str:
            return _json.decode(s)
        obj, end = self.raw_decode(s, idx=_skip_space(s, 0))
        end = _skip_space(s, end)
        if end != len(s):
            raise JSONDecodeError("Extra data", s, end)
        return obj

    def raw_decode(self, s, idx=0):
        """The value that starts at idx, and the index behind it."""
        try:
            return self.scan_once(s, idx)
        except StopIteration as stop:
            raise JSONDecodeError("Expecting value", s, stop.value) from None
