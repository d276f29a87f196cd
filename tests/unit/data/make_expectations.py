"""Rewrites the expectations in this folder's .txt files with what the running Python (3.14) says.

A record is a line `>>> source`, with \\n, \\t and \\\\ escaped, and one line of what it gives: a tree as
ast.dump(tree, include_attributes=True) prints it, or an error as `Type line:offset-end_line:end_offset message`.
Lines in front of the first record and blank lines stay. Usage: make_expectations.py FILE.txt...
"""
import ast
import sys
import warnings


def decode(text):
    out, i = [], 0
    while i < len(text):
        if text[i] == "\\":
            i += 1
            out.append({"n": "\n", "t": "\t", "\\": "\\"}[text[i]])
        else:
            out.append(text[i])
        i += 1
    return "".join(out)


def expectation(source, wants_tree):
    try:
        if wants_tree:
            return ast.dump(ast.parse(source), include_attributes=True)
        compile(source, "x.py", "exec")
        return "ok"
    except SyntaxError as e:
        return f"{type(e).__name__} {e.lineno}:{e.offset}-{e.end_lineno}:{e.end_offset} {e.msg}"


warnings.simplefilter("ignore")
for path in sys.argv[1:]:
    result = []
    with open(path, encoding="utf-8") as file:
        lines = file.read().split("\n")
    i = 0
    while i < len(lines):
        result.append(lines[i])
        if lines[i].startswith(">>> "):
            result.append(expectation(decode(lines[i][4:]), "trees" in path))
            i += 1
        i += 1
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(result))
