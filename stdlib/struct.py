"""Values to bytes and back, laid out as C does or as a file format says.

A format is an order mark (@ = < > !) and then codes with counts: x pad, c char, b B h H i I l L q Q n N
integers, ? bool, e f d floats, F D complex numbers, s p bytes, P pointers.
"""

from _struct import *
from _struct import _clearcache

__all__ = ['calcsize', 'pack', 'pack_into', 'unpack', 'unpack_from', 'iter_unpack', 'Struct', 'error']
