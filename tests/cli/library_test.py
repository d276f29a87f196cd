"""The modules written in Python: compiled in the program, and as text for -O."""

from harness import Case, gilt_only

FAILS = """
import json, sys, traceback
try:
    json.loads('{"a": nothing}')
except ValueError as error:
    for entry in traceback.extract_tb(error.__traceback__)[1:]:
        print(entry.filename, entry.lineno, entry.end_lineno, entry.colno, entry.end_colno, entry.name)
print(sys.flags.optimize)
json.loads('[1, 2')
"""
INSPECTS = """
import contextlib, heapq, types
def shown(code):
    yield code.co_filename, code.co_firstlineno, code.co_qualname, code.co_varnames, code.co_freevars, code.co_flags
    yield list(code.co_lines()), list(code.co_positions()), code.co_names
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from shown(constant)
        else:
            yield constant
for function in (contextlib.ExitStack.__exit__, contextlib.contextmanager, heapq.merge):
    for item in shown(function.__code__):
        print(item)
"""


class Library(Case):
    @gilt_only
    def test_tracebacks(self):
        compiled = self.run_code(FAILS)
        self.assertEqual(compiled.status, 1)
        self.assertRegex(compiled.out, r"^<embedded>/json/__init__.py \d+ \d+ \d+ \d+ loads\n"
                                       r"<embedded>/json/decoder.py \d+ \d+ \d+ \d+ decode\n(.*\n)*0\n$")
        # The code that comes with the program is at the lines, and the columns, of its text.
        text = self.run_code(FAILS, "-O")
        self.assertEqual(text.status, 1)
        self.assertEqual(text.out.replace("\n1\n", "\n0\n"), compiled.out)
        self.assertEqual(text.err, compiled.err)

    @gilt_only
    def test_code_objects(self):
        compiled = self.run_code(INSPECTS)
        text = self.run_code(INSPECTS, "-O")
        self.expect(compiled, 0, text.out)
        self.assertIn("ExitStack.__exit__", compiled.out)

    def test_asserts(self):
        code = "import asyncio\ntry:\n    asyncio.wrap_future(3)\nexcept Exception as e:\n    print(isinstance(e, AssertionError))"
        self.expect(self.run_code(code), 0, "True\n")
        self.expect(self.run_code(code, "-O"), 0, "False\n")
