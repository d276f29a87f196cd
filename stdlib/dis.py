"""Bytecode for people: what the machine runs for a function, a class or a text.

The instructions are gilt's own, not CPython's; docs/counter.md reads a listing line by line.
"""

import sys
from collections import namedtuple

import _dis

__all__ = ["dis", "disassemble", "distb", "show_code", "code_info", "get_instructions", "Instruction", "Bytecode",
           "opname", "opmap", "meaning"]

opname = [name for name, _ in _dis.opcodes()]
opmap = {name: number for number, name in enumerate(opname)}
meaning = dict(_dis.opcodes())

Instruction = namedtuple("Instruction", "opname opcode argrepr offset line_number")


def _code_of(x, allow_text=True):
    """The code object behind a function, method, generator, class instance or text."""
    for attribute in ("__func__", "__code__", "gi_code", "cr_code", "ag_code"):
        x = getattr(x, attribute, x)
    if allow_text and isinstance(x, (str, bytes)):
        x = compile(x, "<disassembly>", "exec")
    if hasattr(x, "co_code"):
        return x
    raise TypeError(f"don't know how to disassemble {type(x).__name__} objects")


def dis(x=None, *, file=None, depth=None, **kwargs):
    """Print the bytecode of x: anything with code, a class (all its methods), a module or a text."""
    if x is None:
        distb(file=file)
        return
    if isinstance(x, type) or isinstance(x, type(sys)):
        for name, value in sorted(vars(x).items()):
            try:
                code = _code_of(value, allow_text=False)
            except TypeError:
                continue
            print(f"Disassembly of {name}:", file=file)
            print(_dis.listing(code, depth is None or depth > 0), file=file)
        return
    print(_dis.listing(_code_of(x), depth is None or depth > 0), file=file, end="")


def disassemble(code, lasti=-1, *, file=None, **kwargs):
    """Print the bytecode of a code object."""
    print(_dis.listing(_code_of(code), False), file=file, end="")


def distb(tb=None, *, file=None, **kwargs):
    """Print the bytecode of the function where the last exception came from."""
    if tb is None:
        error = getattr(sys, "last_exc", None)
        if error is None:
            raise RuntimeError("no last traceback to disassemble")
        tb = error.__traceback__
    while tb.tb_next is not None:
        tb = tb.tb_next
    disassemble(tb.tb_frame.f_code, file=file)


def get_instructions(x, **kwargs):
    """The instructions of x one by one."""
    for row in _dis.instructions(_code_of(x)):
        yield Instruction(*row)


def code_info(x):
    """What there is to know about a code object beside its instructions."""
    code = _code_of(x)
    rows = [("Name", code.co_name), ("Filename", code.co_filename), ("Argument count", code.co_argcount),
            ("Positional-only arguments", code.co_posonlyargcount), ("Kw-only arguments", code.co_kwonlyargcount),
            ("Number of locals", code.co_nlocals), ("Flags", f"{code.co_flags:#x}")]
    text = "\n".join(f"{label + ':':<27}{value}" for label, value in rows)
    for title, names in (("Variable names", code.co_varnames), ("Cell variables", code.co_cellvars),
                         ("Free variables", code.co_freevars)):
        if names:
            text += f"\n{title}:\n" + "\n".join(f"{i:>4}: {name}" for i, name in enumerate(names))
    return text


def show_code(x, *, file=None):
    """Print code_info(x)."""
    print(code_info(x), file=file)


class Bytecode:
    """The bytecode of x: iterate over its instructions, or dis() for the listing."""

    def __init__(self, x, **kwargs):
        self.codeobj = _code_of(x)

    def __iter__(self):
        return get_instructions(self.codeobj)

    def __repr__(self):
        return f"Bytecode({self.codeobj!r})"

    def info(self):
        """code_info of it."""
        return code_info(self.codeobj)

    def dis(self):
        """The listing."""
        return _dis.listing(self.codeobj, False)
