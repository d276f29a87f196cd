# needs: 3.14+
# Packages, relative and circular imports, and what goes wrong with them.
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "_packages"))
sys.dont_write_bytecode = True

import plain.one as one  # expect: plain runs as plain in plain

print(one.name, plain if "plain" in globals() else "not bound")  # expect: plain.one not bound
import plain
import plain.sub.deep

print(plain.sub.deep.bottom, plain.one is one, plain.__path__ is not None)
# expect: ('bottom', 1) True True
print(plain.__spec__.name, plain.one.__spec__.parent, plain.one.__package__)
# expect: plain plain plain
from plain import *

print(value, two.name)  # expect: 1 plain.two
from plain import two as renamed, sub

print(renamed is two, sub.__name__)  # expect: True plain.sub
from spread.inside import module

print(module.x, module.__name__, sys.modules["spread"].__path__ is not None)
# expect: 5 spread.inside.module True
import circular.a
# expect: cannot import name 'name' from partially initialized module 'circular.a' (most likely due to a circular import)
# expect: cannot access submodule 'a' of module 'circular' (most likely due to a circular import)

print(circular.b.late())  # expect: a
import replaced

print(replaced.value)  # expect: replaced


def attempt(text):
    try:
        exec(text)
    except BaseException as e:
        print(type(e).__name__, getattr(e, "msg", e), getattr(e, "name", None))
# expect: ModuleNotFoundError No module named 'nothing_like_that' nothing_like_that
# expect: ModuleNotFoundError No module named 'plain.nothing' plain.nothing
# expect: ModuleNotFoundError No module named 'os.path.nothing'; 'os.path' is not a package os.path.nothing
# expect: ModuleNotFoundError No module named 'plain.one.below'; 'plain.one' is not a package plain.one.below
# expect: ModuleNotFoundError No module named 'plain.three' plain.three
# expect: ModuleNotFoundError No module named 'nothing' nothing
# expect: KeyError 'while importing' None


attempt("import nothing_like_that")
attempt("import plain.nothing")
attempt("import os.path.nothing")
attempt("import plain.one.below")
attempt("from plain import nothing" if False else "import plain.three")
attempt("from nothing import x")
attempt("import broken")
print("broken" in sys.modules)
# expect: False
# expect: SyntaxError invalid syntax None
# expect: ImportError attempted relative import with no known parent package None
# expect: ImportError attempted relative import with no known parent package None
# expect: ModuleNotFoundError import of halted halted; None in sys.modules halted
# expect: ImportError cannot import name 'no_such_name_here' from 'math' (unknown location) math
# expect: ValueError Empty module name None
# expect: ValueError level must be >= 0 None
# expect: TypeError module name must be a string None
attempt("import misspelt")
attempt("from . import x")
attempt("from .. import x")
sys.modules["halted"] = None
attempt("import halted")
attempt("from math import no_such_name_here")
attempt("__import__('')")
attempt("__import__('x', level=-1)")
attempt("__import__(5)")
print(__import__("plain.sub").__name__, __import__("plain.sub", fromlist=["deep"]).__name__)
# expect: plain plain.sub
calls = []
import builtins

original = builtins.__import__


def spy(name, *args):
    calls.append((name, args[2], args[3]))
    return original(name, *args)


builtins.__import__ = spy
import plain.sub
from plain import one

builtins.__import__ = original
print(calls)  # expect: [('plain.sub', None, 0), ('plain', ('one',), 0)]


def local_star():
    ns = {}
    exec("from plain import *", ns)
    return sorted(k for k in ns if not k.startswith("__"))


print(local_star())  # expect: ['two', 'value']
import own_spec

print(own_spec.value)  # expect: its own
