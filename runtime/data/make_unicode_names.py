"""Writes unicode_names.inc, which "\\N{...}" is looked up in. Run by hand with a newer Python.

One word a name: 43 bits of the name's hash above 21 bits of the code point, sorted. Names that end in
their own code point, and Hangul syllables, follow from rules and are left out.
"""
import sys
import unicodedata


def name_hash(name):
    h = 0xCBF29CE484222325
    for byte in name.encode():
        h = (h ^ byte) * 0x100000001B3 % 2**64
    return h >> 21


def follows_from_rules(name, c):
    return name.endswith("-%04X" % c) or name.startswith("HANGUL SYLLABLE ")


words = set()
for c in range(0x110000):
    name = unicodedata.name(chr(c), "")
    if name and not follows_from_rules(name, c):
        words.add(name_hash(name) << 21 | c)
# Aliases and control characters have no name(), but lookup() knows them.
for line in open(sys.argv[1], encoding="utf-8"):
    fields = line.partition("#")[0].strip().split(";")
    if len(fields) >= 2:
        words.add(name_hash(fields[1]) << 21 | ord(unicodedata.lookup(fields[1])))

with open("unicode_names.inc", "w") as out:
    row = []
    for word in sorted(words):
        row.append("0x%x" % word)
        if len(row) == 5:
            out.write(",".join(row) + ",\n")
            row = []
    out.write(",".join(row) + "\n")
