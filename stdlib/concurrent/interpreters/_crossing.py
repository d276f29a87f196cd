"""Pickles that cross from one interpreter to another.

What a program defines in __main__ is not there in other interpreters. A pickle that names such a thing is read with
the program's file run once more, as a module of another name, so that the part under `if __name__ == "__main__"`
rests.
"""

import io
import pickle
import sys

# Under this name the copy of the program is known, as in CPython.
_COPY = "<fake __main__>"


def dumps(obj):
    return pickle.dumps(obj, protocol=pickle.HIGHEST_PROTOCOL)


def _copy_of_main(file):
    copy = sys.modules.get(_COPY)
    if copy is not None:
        return copy
    with open(file, "rb") as f:
        code = compile(f.read(), file, "exec")
    copy = type(sys)(_COPY)
    copy.__file__ = file
    sys.modules[_COPY] = copy
    try:
        exec(code, copy.__dict__)
    except BaseException:
        del sys.modules[_COPY]
        raise
    return copy


def _has(module, dotted):
    for name in dotted.split("."):
        try:
            module = getattr(module, name)
        except AttributeError:
            return False
    return True


class _Reader(pickle.Unpickler):
    def __init__(self, data, main_file):
        super().__init__(io.BytesIO(data))
        self._main_file = main_file

    def find_class(self, module, name):
        if module == "__main__" or module == _COPY:
            main = sys.modules.get("__main__")
            if main is not None and _has(main, name):
                module = "__main__"
            elif self._main_file:
                _copy_of_main(self._main_file)
                module = _COPY
        return super().find_class(module, name)


def loads(data, main_file):
    if b"__main__" not in data:
        return pickle.loads(data)
    return _Reader(data, main_file).load()
