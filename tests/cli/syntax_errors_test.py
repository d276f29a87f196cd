"""Programs that are no programs: how a file's text is read, and what is said of it."""

from harness import Case

EMPTY = "IndentationError: expected an indented block after function definition on line "


class Texts(Case):
    def check(self, text, shown):
        """[text], as a file and as standard input, gives [shown] after the line that names it."""
        path = self.write("text.py", text)
        for name, done in ((path, self.shell("exec $P text.py")), ("<stdin>", self.shell("exec $P < text.py"))):
            with self.subTest(text=text, name=name):
                self.assertEqual(done.status, 1, f"\n{done}")
                place, _, rest = done.err.partition("\n")
                self.assertEqual(place.partition(", line")[0], f'  File "{name}"')
                self.assertEqual(rest.replace(str(path), "text.py").replace("<stdin>", "text.py"), shown)

    def test_empty_block_at_the_end(self):
        # The end of a file has no place: no caret.
        self.check(b"def f():\n", f"    def f():\n{EMPTY}1\n")
        self.check(b"def f():", f"    def f():\n{EMPTY}1\n")
        self.check(b"class A:\n    def f(self):\n        # nothing\n", f"    # nothing\n{EMPTY}2\n")

    def test_encodings(self):
        self.check(b"# coding: rot13\n", "SyntaxError: 'rot13' is not a text encoding\n")
        self.check(b'# coding: ascii\nx = "\xe9"\n',
                   "SyntaxError: 'ascii' codec can't decode byte 0xe9 in position 6: ordinal not in range(128)\n")
        self.check(b'# coding: cp1252\nx = "\x81"\n',
                   "SyntaxError: 'charmap' codec can't decode byte 0x81 in position 6: character maps to <undefined>\n")
        self.check(b"# coding: utf-16\nx\n", "SyntaxError: 'utf-16' codec can't decode bytes in position 0-1: "
                                             "Stream does not start with BOM\n")
        self.check(b'# coding: utf-8\nx = "\xe9"\n', '    x = "\ufffd"\nSyntaxError: (unicode error) \'utf-8\' codec '
                                                    "can't decode byte 0xe9 in position 5: invalid continuation byte\n")
        self.check(b'# coding: utf-8\nx = "\xe2\x82"\n',
                   '    x = "\ufffd"\nSyntaxError: (unicode error) \'utf-8\' codec '
                   "can't decode bytes in position 5-6: invalid continuation byte\n")
        self.check(b"# coding: ascii \xe9\n",
                   "    # coding: ascii \ufffd\nSyntaxError: (unicode error) 'ascii' codec "
                   "can't decode byte 0xe9 in position 16: ordinal not in range(128)\n")
        self.check(b"x = 1\n\n\n# \xe9\n",
                   "    # \ufffd\n      ^\nSyntaxError: Non-UTF-8 code starting with '\\xe9' in file text.py on line 4, "
                   "but no encoding declared; see https://peps.python.org/pep-0263/ for details\n")
