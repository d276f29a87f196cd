# needs: 3.14+
# print: separators, ends, files, and what it takes of them.
import io


def show(f, *args, **kw):
    try:
        f(*args, **kw)
    except Exception as e:
        print(type(e).__name__ + ":", e)


print()  # expect:
print(1, "a", 2.5, None, [1, "b"], sep="-")  # expect: 1-a-2.5-None-[1, 'b']
print("no newline", end="|\n")  # expect: no newline|
print(*range(5), sep=", ", end=".\n")  # expect: 0, 1, 2, 3, 4.
print("a\nb", "é😀", "tab\there")
# expect: a
# expect: b é😀 tab	here
print(sep="x")  # expect:
print("x", sep=None, end=None)  # expect: x
out = io.StringIO()
print("to", "file", file=out, flush=True)
print(repr(out.getvalue()))  # expect: 'to file\n'
show(print, 1, sep=5)  # expect: TypeError: sep must be None or a string, not int
show(print, 1, end=5)  # expect: TypeError: end must be None or a string, not int
show(print, 1, bogus=5)  # expect: TypeError: print() got an unexpected keyword argument 'bogus'


class Writer:
    def __init__(self):
        self.parts = []

    def write(self, text):
        self.parts.append(text)


w = Writer()
print("a", 1, file=w)
print(w.parts)  # expect: ['a', ' ', '1', '\n']
show(print, 1, file=w, flush=True)  # expect: AttributeError: 'Writer' object has no attribute 'flush'
show(print, 1, file=5)  # expect: AttributeError: 'int' object has no attribute 'write'
class Loud:
    def __str__(self):
        return "loud"

    def __repr__(self):
        return "Loud()"


class Broken:
    def __str__(self):
        raise ValueError("broken str")


print(Loud(), [Loud()], f"{Loud()} {Loud()!r}")  # expect: loud [Loud()] loud Loud()
show(print, Broken())  # expect: ValueError: broken str
show(print, "before", Broken())  # expect: before ValueError: broken str
print("end")  # expect: end
