"""Filling, wrapping, indenting and dedenting paragraphs."""

import re

__all__ = ["TextWrapper", "wrap", "fill", "dedent", "indent", "shorten"]

# The white space of ASCII: other kinds, such as the no-break space, hold words together.
_whitespace = "\t\n\x0b\x0c\r "

_blank = "[" + re.escape(_whitespace) + "]"
_other = "[^" + re.escape(_whitespace) + "]"
_letter = r"[^\d\W]"
_word_or_mark = r"[\w!\"'&.,?]"


class TextWrapper:
    """Breaks text into lines of a width; the attributes say how."""

    # What lies between two possible breaks: white space; a dash of several hyphens between words;
    # a word, up to a hyphen with letters around it or up to the next break.
    wordsep_re = re.compile(rf"""
        ( {_blank}+
        | (?<={_word_or_mark}) -{{2,}} (?=\w)
        | {_other}+? (?:
              -(?: (?<={_letter}{{2}}-) | (?<={_letter}-{_letter}-) )
              (?= {_letter} -? {_letter})
            | (?= {_blank} | \Z)
            | (?<={_word_or_mark}) (?= -{{2,}}\w)
          )
        )""", re.VERBOSE)
    wordsep_simple_re = re.compile(f"({_blank}+)")
    # A lower-case letter, the end of a sentence, perhaps a closing quote, at the end of a chunk.
    sentence_end_re = re.compile(r"[a-z][\.\!\?][\"\']?\Z")
    unicode_whitespace_trans = dict.fromkeys(map(ord, _whitespace), ord(" "))

    def __init__(self, width=70, initial_indent="", subsequent_indent="", expand_tabs=True,
                 replace_whitespace=True, fix_sentence_endings=False, break_long_words=True,
                 drop_whitespace=True, break_on_hyphens=True, tabsize=8, *, max_lines=None,
                 placeholder=" [...]"):
        self.width = width
        self.initial_indent = initial_indent
        self.subsequent_indent = subsequent_indent
        self.expand_tabs = expand_tabs
        self.replace_whitespace = replace_whitespace
        self.fix_sentence_endings = fix_sentence_endings
        self.break_long_words = break_long_words
        self.drop_whitespace = drop_whitespace
        self.break_on_hyphens = break_on_hyphens
        self.tabsize = tabsize
        self.max_lines = max_lines
        self.placeholder = placeholder

    def _munge_whitespace(self, text):
        if self.expand_tabs:
            text = text.expandtabs(self.tabsize)
        if self.replace_whitespace:
            text = text.translate(self.unicode_whitespace_trans)
        return text

    def _split(self, text):
        pattern = self.wordsep_re if self.break_on_hyphens else self.wordsep_simple_re
        return [chunk for chunk in pattern.split(text) if chunk]

    def _fix_sentence_endings(self, chunks):
        for i in range(1, len(chunks)):
            if chunks[i] == " " and self.sentence_end_re.search(chunks[i - 1]):
                chunks[i] = "  "

    def _split_chunks(self, text):
        return self._split(self._munge_whitespace(text))

    def _break_word(self, line, rest, length, width):
        """Puts as much of the long word at the end of rest on the line as there is room for."""
        room = 1 if width < 1 else width - length
        if not self.break_long_words or room <= 0:
            if not line:
                line.append(rest.pop())
            return
        word = rest[-1]
        end = room
        if self.break_on_hyphens and len(word) > room:
            # Break behind a hyphen, if the part before it is more than hyphens.
            hyphen = word.rfind("-", 0, room)
            if hyphen > 0 and any(c != "-" for c in word[:hyphen]):
                end = hyphen + 1
        line.append(word[:end])
        rest[-1] = word[end:]

    def _wrap_chunks(self, chunks):
        if self.width <= 0:
            raise ValueError(f"invalid width {self.width!r} (must be > 0)")
        if self.max_lines is not None:
            indent = self.subsequent_indent if self.max_lines > 1 else self.initial_indent
            if len(indent) + len(self.placeholder.lstrip()) > self.width:
                raise ValueError("placeholder too large for max width")
        lines = []
        rest = chunks[::-1]  # the next chunk is the last
        while rest:
            indent = self.subsequent_indent if lines else self.initial_indent
            room = self.width - len(indent)
            if self.drop_whitespace and lines and not rest[-1].strip():
                rest.pop()
            line, length = [], 0
            while rest and length + len(rest[-1]) <= room:
                length += len(rest[-1])
                line.append(rest.pop())
            if rest and len(rest[-1]) > room:
                self._break_word(line, rest, length, room)
                length = sum(map(len, line))
            if self.drop_whitespace and line and not line[-1].strip():
                length -= len(line.pop())
            if not line:
                continue
            fits = (self.max_lines is None or len(lines) + 1 < self.max_lines or
                    (not rest or self.drop_whitespace and len(rest) == 1 and
                     not rest[0].strip()) and length <= room)
            if fits:
                lines.append(indent + "".join(line))
                continue
            self._end_with_placeholder(lines, line, length, room, indent)
            break
        return lines

    def _end_with_placeholder(self, lines, line, length, room, indent):
        while line:
            if line[-1].strip() and length + len(self.placeholder) <= room:
                lines.append(indent + "".join(line) + self.placeholder)
                return
            length -= len(line.pop())
        if lines:
            last = lines[-1].rstrip()
            if len(last) + len(self.placeholder) <= self.width:
                lines[-1] = last + self.placeholder
                return
        lines.append(indent + self.placeholder.lstrip())

    def wrap(self, text):
        """The lines of text, without newlines at their ends."""
        chunks = self._split_chunks(text)
        if self.fix_sentence_endings:
            self._fix_sentence_endings(chunks)
        return self._wrap_chunks(chunks)

    def fill(self, text):
        """The lines of text as one string."""
        return "\n".join(self.wrap(text))


def wrap(text, width=70, **kwargs):
    """The lines of text wrapped to width; the options are those of TextWrapper."""
    return TextWrapper(width=width, **kwargs).wrap(text)


def fill(text, width=70, **kwargs):
    """The text wrapped to width, as one string."""
    return TextWrapper(width=width, **kwargs).fill(text)


def shorten(text, width, **kwargs):
    """The text on one line, with a placeholder for what does not fit."""
    return TextWrapper(width=width, max_lines=1, **kwargs).fill(" ".join(text.strip().split()))


def dedent(text):
    """The text without the white space that all lines begin with."""
    try:
        lines = text.split("\n")
    except (AttributeError, TypeError):
        raise TypeError(f"expected str object, not {type(text).__qualname__!r}") from None
    # The common margin is that of the two lines that differ most.
    full = [line for line in lines if line and not line.isspace()]
    low, high = min(full, default=""), max(full, default="")
    margin = 0
    for margin, c in enumerate(low):
        if c != high[margin] or c not in " \t":
            break
    return "\n".join(line[margin:] if line and not line.isspace() else "" for line in lines)


def indent(text, prefix, predicate=None):
    """The text with prefix before every line that is not blank, or that the predicate accepts."""
    if predicate is None:
        predicate = str.strip
    return "".join(prefix + line if predicate(line) else line
                   for line in text.splitlines(keepends=True))
