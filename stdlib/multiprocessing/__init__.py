"""Programs of several processes, with an interface like that of threading.

What is here are the methods of the default context: see context.py for them, and for the others, which differ in how
a child process is started (get_context()).
"""

import sys

from . import context
from .context import AuthenticationError, BufferTooShort, ProcessError, TimeoutError

_default = context._default_context
_names = [name for name in dir(_default) if not name.startswith('_') and name != 'reducer']
globals().update((name, getattr(_default, name)) for name in _names)
__all__ = [*_names, 'reducer']
del _names


def __getattr__(name):
    # What only few ask for, and brings much along.
    if name == 'reducer':
        return _default.reducer
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


# A child that runs the program's main module under another name says so here.
if '__main__' in sys.modules:
    sys.modules['__mp_main__'] = sys.modules['__main__']
