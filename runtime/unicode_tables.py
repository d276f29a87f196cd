"""Makes unicode_tables.cpp: what utf8proc does not know, or knows from an older Unicode.

    python3.14 runtime/unicode_tables.py LIBUTF8PROC.SO > runtime/unicode_tables.cpp

Compares utf8proc's tables with those of the Python that runs this, and writes down the rest.
"""

import ctypes
import sys
import unicodedata

LAST = 0x110000
utf8proc = ctypes.CDLL(sys.argv[1])
utf8proc.utf8proc_category_string.restype = ctypes.c_char_p
own = [unicodedata.category(chr(c)) for c in range(LAST)]
theirs = [utf8proc.utf8proc_category_string(c).decode() for c in range(LAST)]


def ranges(value_of):
    """(first, last, value) of each run of code points with one value that is not None."""
    runs = []
    for c in range(LAST):
        value = value_of(c)
        if value is None:
            continue
        if runs and runs[-1][1] == c - 1 and runs[-1][2] == value:
            runs[-1][1] = c
        else:
            runs.append([c, c, value])
    return runs


def table(type_name, name, rows, comment):
    print(f"// {comment}\nconstexpr {type_name} {name}Rows[] = {{")
    line = "   "
    for row in rows:
        if len(line) + len(row) > 99:
            print(line)
            line = "   "
        line += f" {row},"
    print(f"{line}\n}};\nconstinit const std::span<const {type_name}> {name} = {name}Rows;\n")


def range_table(name, comment, is_member):
    runs = ranges(lambda c: True if is_member(c) else None)
    table("Range", name, [f"{{{a:#x}, {b:#x}}}" for a, b, _ in runs], comment)


def shift_table(name, comment, method, known):
    runs = ranges(lambda c: ord(m) - c if len(m := method(chr(c))) == 1 and ord(m) != known(c) else None)
    table("Shift", name, [f"{{{a:#x}, {b:#x}, {d}}}" for a, b, d in runs], comment)


def expansion_table(name, comment, method):
    rows = [(c, [ord(x) for x in method(chr(c))]) for c in range(LAST) if len(method(chr(c))) > 1]
    table("Expansion", name,
          [f"{{{c:#x}, {{{', '.join(f'{x:#x}' for x in to)}}}}}" for c, to in rows], comment)


print("// Made by unicode_tables.py (Unicode " + unicodedata.unidata_version + """); do not edit.
// clang-format off
#include "runtime/unicode_tables.h"

namespace gilt::unicode {
""")
table("CategoryRange", "kNewerCategories",
      [f"{{{a:#x}, {b:#x}, \"{v}\"}}" for a, b, v in
       ranges(lambda c: own[c] if own[c] != theirs[c] else None)],
      "Code points that utf8proc does not know yet.")
range_table("kOtherLower", "Lower case, but not in category Ll.",
            lambda c: chr(c).islower() and own[c] != "Ll")
range_table("kOtherUpper", "Upper case, but not in category Lu.",
            lambda c: chr(c).isupper() and own[c] != "Lu")
range_table("kOtherDigit", "Digits that are not decimal.",
            lambda c: chr(c).isdigit() and own[c] != "Nd")
range_table("kOtherNumeric", "Numbers outside the categories N*.",
            lambda c: chr(c).isnumeric() and own[c][0] != "N")


def starts(c):
    return own[c][0] == "L" or own[c] == "Nl"


range_table("kIdentifierStartExceptions",
            "Where the start of an identifier is not what the category says.",
            lambda c: chr(c).isidentifier() != starts(c))
range_table("kIdentifierPartExceptions",
            "Where a part of an identifier is not what the category says.",
            lambda c: ("a" + chr(c)).isidentifier() != (starts(c) or own[c] in ("Mn", "Mc", "Nd", "Pc")))
range_table("kCaseIgnorableExceptions",
            "Skipped when a final sigma looks for letters, but not in Mn Me Cf Lm Sk.",
            lambda c: own[c] not in ("Mn", "Me", "Cf", "Lm", "Sk") and
            ("A" + chr(c) + "\u03a3").lower()[-1] == "\u03c2" and
            ("\u03a3" + chr(c) + "A").lower()[0] == "\u03c3" and
            not (chr(c).islower() or chr(c).isupper() or chr(c).istitle()))
shift_table("kNewerUpper", "Upper case that utf8proc lacks.", str.upper, utf8proc.utf8proc_toupper)
shift_table("kNewerLower", "Lower case that utf8proc lacks.", str.lower, utf8proc.utf8proc_tolower)
shift_table("kNewerTitle", "Title case that utf8proc lacks.", str.title, utf8proc.utf8proc_totitle)
shift_table("kFolds", "Case folding to one character that is not the lower case.", str.casefold,
            lambda c: ord(chr(c).lower()) if len(chr(c).lower()) == 1 else -1)
expansion_table("kUpperExpansions", "Upper case of several characters.", str.upper)
expansion_table("kTitleExpansions", "Title case of several characters.", str.title)
expansion_table("kFoldExpansions", "Case folding to several characters.", str.casefold)
print("}  // namespace gilt::unicode")
