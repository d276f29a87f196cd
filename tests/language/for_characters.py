# A loop over the characters of a str, at a place that has learned other iterators, and what it leaves of them.
def items_of(iterable):
    items = []
    for item in iterable:
        items.append(item)
    return items


print(items_of("ab"), items_of([1, 2]), items_of("é1"), items_of((3,)), items_of(""), items_of("zz"))
# expect: ['a', 'b'] [1, 2] ['é', '1'] [3] [] ['z', 'z']


class Text(str):
    pass


class Own(str):
    def __iter__(self):
        return iter([1, 2])


print(items_of(Text("ab")), items_of(Own("ab")))  # expect: ['a', 'b'] [1, 2]

# An iterator that was begun elsewhere is gone on with, and once at its end stays there.
characters = iter("hello")
print(next(characters), items_of(characters), items_of(characters), next(characters, "none"))
# expect: h ['e', 'l', 'l', 'o'] [] none

# Two loops that share one iterator take turns.
characters = iter("abcdef")
pairs = []
for first in characters:
    for second in characters:
        pairs.append(first + second)
        break
print(pairs)  # expect: ['ab', 'cd', 'ef']

# What was taken outlives the text and the iterator.
kept = []
for character in "".join(["x", "y"]) * 3:
    kept.append(character)
del character
print(kept, [ord(c) for c in "\0\x7f\x80"])  # expect: ['x', 'y', 'x', 'y', 'x', 'y'] [0, 127, 128]
