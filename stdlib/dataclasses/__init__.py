"""Classes whose methods follow from their annotated fields.

@dataclass looks at the annotations of a class and writes the methods that a class with such fields usually has.
Their source text is composed here and compiled once for each class, so they are as fast as if written by hand.
"""

__all__ = [
    "dataclass", "field", "Field", "FrozenInstanceError", "InitVar", "KW_ONLY", "MISSING", "fields", "asdict",
    "astuple", "make_dataclass", "replace", "is_dataclass",
]

from dataclasses._class import dataclass
from dataclasses._field import (
    Field, FrozenInstanceError, InitVar, KW_ONLY, MISSING, field, fields, is_dataclass)
from dataclasses._functions import asdict, astuple, make_dataclass, replace
