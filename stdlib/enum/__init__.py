"""Enumerations: classes whose few instances are named constants.

How a class statement becomes an enumeration: the namespace in which the body runs (_EnumDict) notes which names are
members; EnumType replaces each by a _ProtoMember, whose __set_name__, called while the class is made, creates the
real member. So members are there already when __init_subclass__ runs.

The modules of this package call themselves `enum`, so that classes do.
"""

__all__ = [
    "EnumType", "EnumMeta", "EnumDict", "Enum", "IntEnum", "StrEnum", "Flag", "IntFlag", "ReprEnum", "auto", "unique",
    "property", "verify", "member", "nonmember", "FlagBoundary", "STRICT", "CONFORM", "EJECT", "KEEP",
    "global_flag_repr", "global_enum_repr", "global_str", "global_enum", "EnumCheck", "CONTINUOUS", "NAMED_FLAGS",
    "UNIQUE", "pickle_by_global_name", "pickle_by_enum_name", "show_flag_values",
]

from enum._bits import bin, show_flag_values, _iter_bits_lsb
from enum._namespace import EnumDict, _EnumDict, auto, member, nonmember
from enum._property import property
from enum._metaclass import EnumMeta, EnumType
from enum._classes import (
    Enum, IntEnum, ReprEnum, StrEnum, pickle_by_enum_name, pickle_by_global_name, _reduce_ex_by_global_name)
from enum._flags import CONFORM, EJECT, Flag, FlagBoundary, IntFlag, KEEP, STRICT
from enum._checks import CONTINUOUS, EnumCheck, NAMED_FLAGS, UNIQUE, unique, verify
from enum._globals import (
    global_enum, global_enum_repr, global_flag_repr, global_str, _simple_enum)
