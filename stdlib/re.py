"""Regular expressions.

The work is done in native code; here are the names, the flags and the error.
"""

from _re import (Match, Pattern, compile, escape, findall, finditer, fullmatch, match, purge,
                 search, split, sub, subn)

__all__ = [
    "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer", "compile",
    "purge", "escape", "error", "Pattern", "Match", "A", "I", "L", "M", "S", "X", "U", "ASCII",
    "IGNORECASE", "LOCALE", "MULTILINE", "DOTALL", "VERBOSE", "UNICODE", "NOFLAG", "RegexFlag",
    "PatternError",
]


def _compile(pattern, flags):
    # What the pickle of a pattern calls, of other Pythons too.
    return compile(pattern, flags)


class RegexFlag(int):
    """The flags of compile(), which | puts together."""

    _names = {
        2: "IGNORECASE", 4: "LOCALE", 8: "MULTILINE", 16: "DOTALL", 32: "UNICODE", 64: "VERBOSE",
        128: "DEBUG", 256: "ASCII",
    }

    __slots__ = ()

    @property
    def value(self):
        return int(self)

    @property
    def name(self):
        return "|".join(name for bit, name in self._names.items() if self & bit) or "NOFLAG"

    def __repr__(self):
        known = [f"re.{name}" for bit, name in self._names.items() if int(self) & bit]
        rest = int(self) & ~sum(self._names)
        if rest:
            known.append(hex(rest))
        return "|".join(known) or "re.NOFLAG"

    __str__ = __repr__

    def __format__(self, spec):
        return format(str(self), spec)

    def __or__(self, other):
        return RegexFlag(int(self) | int(other)) if isinstance(other, int) else NotImplemented

    def __and__(self, other):
        return RegexFlag(int(self) & int(other)) if isinstance(other, int) else NotImplemented

    def __xor__(self, other):
        return RegexFlag(int(self) ^ int(other)) if isinstance(other, int) else NotImplemented

    __ror__ = __or__
    __rand__ = __and__
    __rxor__ = __xor__

    def __invert__(self):
        return RegexFlag(sum(self._names) & ~int(self))

    def __contains__(self, other):
        return int(other) & int(self) == int(other)


NOFLAG = RegexFlag(0)
A = ASCII = RegexFlag(256)
I = IGNORECASE = RegexFlag(2)
L = LOCALE = RegexFlag(4)
M = MULTILINE = RegexFlag(8)
S = DOTALL = RegexFlag(16)
U = UNICODE = RegexFlag(32)
X = VERBOSE = RegexFlag(64)
DEBUG = RegexFlag(128)

for _flag in (NOFLAG, A, I, L, M, S, U, X, DEBUG):
    setattr(RegexFlag, _flag.name, _flag)
for _letter in "AILMSUX":
    setattr(RegexFlag, _letter, globals()[_letter])
del _flag, _letter


class PatternError(Exception):
    """A text that is no regular expression.

    msg is the message without the place, pattern the text, pos the index where reading it failed
    (or None), lineno and colno the same as a line and a column.
    """

    __module__ = "re"

    def __init__(self, msg, pattern=None, pos=None):
        self.msg = msg
        self.pattern = pattern
        self.pos = pos
        if pattern is None or pos is None:
            self.lineno = self.colno = None
        else:
            msg = f"{msg} at position {pos}"
            newline = "\n" if isinstance(pattern, str) else b"\n"
            self.lineno = pattern.count(newline, 0, pos) + 1
            self.colno = pos - pattern.rfind(newline, 0, pos)
            if newline in pattern:
                msg = f"{msg} (line {self.lineno}, column {self.colno})"
        super().__init__(msg)


error = PatternError


class Scanner:
    """Cuts a text into tokens: a list of (pattern, action) pairs, tried in order."""

    def __init__(self, lexicon, flags=0):
        self.lexicon = lexicon
        # A named group around each pattern tells which one matched.
        parts = []
        for i, (phrase, _) in enumerate(lexicon):
            if compile(phrase, flags).groups:
                raise ValueError("Cannot use capturing groups in re.Scanner")
            parts.append(f"(?P<_{i}>{phrase})")
        self.scanner = compile("|".join(parts), flags)

    def scan(self, string):
        result = []
        at = 0
        next_match = self.scanner.scanner(string).match
        while (found := next_match()) is not None and found.end() > at:
            action = self.lexicon[int(found.lastgroup[1:])][1]
            if callable(action):
                self.match = found
                action = action(self, found.group())
            if action is not None:
                result.append(action)
            at = found.end()
        return result, string[at:]
