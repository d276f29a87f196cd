# needs: 3.14+
# Patterns, matches, replacing and splitting.
import re

m = re.match(r"(?P<key>\w+)\s*=\s*(?P<value>\d+)", "größe = 42;")
print(m.group("key"), m["value"], m.span(), m.lastgroup)  # expect: größe 42 (0, 10) value
print(m.groupdict())  # expect: {'key': 'größe', 'value': '42'}
print(m)  # expect: <re.Match object; span=(0, 10), match='größe = 42'>
print(re.findall(r"(a)|(b)", "ab"))  # expect: [('a', ''), ('', 'b')]
print(re.sub(r"(\w)(\d)", r"\2\g<1>", "a1 b2"))  # expect: 1a 2b
print(re.subn("x*", "-", "abxd"))  # expect: ('-a-b--d-', 5)
print(re.split(r"(,)\s*", "a, b,c", maxsplit=1))  # expect: ['a', ',', 'b,c']
print([m.start() for m in re.finditer(r"\b", "ab cd")])  # expect: [0, 2, 3, 5]
print(re.fullmatch("a|ab", "ab"))  # expect: <re.Match object; span=(0, 2), match='ab'>
print(re.compile("^b", re.M).findall("a\nb"))  # expect: ['b']
print(re.search(r"[\W\d]+", "ab-12 é"))  # expect: <re.Match object; span=(2, 6), match='-12 '>
print(re.match(rb"\xff+", b"\xff\xffa").end())  # expect: 2
print(re.compile("a(?i:b)c", re.I | re.X))  # expect: re.compile('a(?i:b)c', re.IGNORECASE|re.VERBOSE)
for text in ("(", "*", "a**", "[b-a]", r"\q", "(?P<1>a)", "(?<=a+)b", "x{2,1}", r"\1"):
    try:
        re.compile(text)
    except re.PatternError as error:
        print(text, error)
# expect: ( missing ), unterminated subpattern at position 0
# expect: * nothing to repeat at position 0
# expect: a** multiple repeat at position 2
# expect: [b-a] bad character range b-a at position 1
# expect: \q bad escape \q at position 0
# expect: (?P<1>a) bad character in group name '1' at position 4
# expect: (?<=a+)b look-behind requires fixed-width pattern
# expect: x{2,1} min repeat greater than max repeat at position 2
# expect: \1 invalid group reference 1 at position 1
