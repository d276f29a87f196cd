"""Containers beyond the builtin ones.

deque, defaultdict and OrderedDict are native (module _collections); the others lie in the modules of this package,
each of which calls itself `collections`, so that classes do.
"""

__all__ = [
    "ChainMap", "Counter", "OrderedDict", "UserDict", "UserList", "UserString", "defaultdict", "deque", "namedtuple",
]

import _collections_abc
import sys as _sys

from _collections import OrderedDict, defaultdict, deque

_sys.modules["collections.abc"] = abc = _collections_abc

from collections._chainmap import ChainMap
from collections._counter import Counter
from collections._namedtuple import namedtuple
from collections._user import UserDict, UserList
from collections._userstring import UserString
