"""Objects as octets, and back.

    octets = dumps(object)
    object = loads(octets)

dump() and load() do the same with a file. The work is done in _pickle. Loading a pickle can call anything that it
names: load none that comes from people you do not trust, or override Unpickler.find_class().
"""

from copyreg import dispatch_table

from _pickle import (PickleBuffer, PickleError, Pickler, PicklingError, Unpickler, UnpicklingError, dump, dumps, load,
                     loads)

__all__ = ["PickleError", "PicklingError", "UnpicklingError", "Pickler", "Unpickler", "dump", "dumps", "load",
           "loads", "PickleBuffer"]

format_version = "5.0"
compatible_formats = ["1.0", "1.1", "1.2", "1.3", "2.0", "3.0", "4.0", "5.0"]
HIGHEST_PROTOCOL = 5
DEFAULT_PROTOCOL = 5
bytes_types = (bytes, bytearray)

# Every instruction by its name, as one octet.
for _name, _code in {
        'MARK': 0x28, 'STOP': 0x2e, 'POP': 0x30, 'POP_MARK': 0x31, 'DUP': 0x32, 'FLOAT': 0x46, 'INT': 0x49,
        'BININT': 0x4a, 'BININT1': 0x4b, 'LONG': 0x4c, 'BININT2': 0x4d, 'NONE': 0x4e, 'PERSID': 0x50,
        'BINPERSID': 0x51, 'REDUCE': 0x52, 'STRING': 0x53, 'BINSTRING': 0x54, 'SHORT_BINSTRING': 0x55,
        'UNICODE': 0x56, 'BINUNICODE': 0x58, 'APPEND': 0x61, 'BUILD': 0x62, 'GLOBAL': 0x63, 'DICT': 0x64,
        'EMPTY_DICT': 0x7d, 'APPENDS': 0x65, 'GET': 0x67, 'BINGET': 0x68, 'INST': 0x69, 'LONG_BINGET': 0x6a,
        'LIST': 0x6c, 'EMPTY_LIST': 0x5d, 'OBJ': 0x6f, 'PUT': 0x70, 'BINPUT': 0x71, 'LONG_BINPUT': 0x72,
        'SETITEM': 0x73, 'TUPLE': 0x74, 'EMPTY_TUPLE': 0x29, 'SETITEMS': 0x75, 'BINFLOAT': 0x47, 'PROTO': 0x80,
        'NEWOBJ': 0x81, 'EXT1': 0x82, 'EXT2': 0x83, 'EXT4': 0x84, 'TUPLE1': 0x85, 'TUPLE2': 0x86, 'TUPLE3': 0x87,
        'NEWTRUE': 0x88, 'NEWFALSE': 0x89, 'LONG1': 0x8a, 'LONG4': 0x8b, 'BINBYTES': 0x42, 'SHORT_BINBYTES': 0x43,
        'SHORT_BINUNICODE': 0x8c, 'BINUNICODE8': 0x8d, 'BINBYTES8': 0x8e, 'EMPTY_SET': 0x8f, 'ADDITEMS': 0x90,
        'FROZENSET': 0x91, 'NEWOBJ_EX': 0x92, 'STACK_GLOBAL': 0x93, 'MEMOIZE': 0x94, 'FRAME': 0x95,
        'BYTEARRAY8': 0x96, 'NEXT_BUFFER': 0x97, 'READONLY_BUFFER': 0x98,
}.items():
    globals()[_name] = bytes([_code])
    __all__.append(_name)
TRUE = b'I01\n'
FALSE = b'I00\n'
del _name, _code


def whichmodule(obj, name):
    """The name of the module in which obj is to be found under name."""
    import sys
    path = name.split('.')
    if '<locals>' in path:
        raise PicklingError(f"Can't pickle local object {obj!r}")

    def found_in(module):
        for part in path:
            module = getattr(module, part)
        return module is obj

    module_name = getattr(obj, '__module__', None)
    if module_name is None:
        for module_name, module in list(sys.modules.items()):
            if module_name in ('__main__', '__mp_main__') or module is None:
                continue
            try:
                if found_in(module):
                    return module_name
            except AttributeError:
                pass
        module_name = '__main__'
    try:
        __import__(module_name)
        module = sys.modules[module_name]
    except (ImportError, ValueError, KeyError) as error:
        raise PicklingError(f"Can't pickle {obj!r}: {error}")
    try:
        if found_in(module):
            return module_name
    except AttributeError:
        raise PicklingError(f"Can't pickle {obj!r}: it's not found as {module_name}.{name}")
    raise PicklingError(f"Can't pickle {obj!r}: it's not the same object as {module_name}.{name}")


def encode_long(x):
    """An int as two's complement octets, the lowest first; no octets for 0."""
    if x == 0:
        return b''
    octets = x.to_bytes((x.bit_length() >> 3) + 1, 'little', signed=True)
    if x < 0 and len(octets) > 1 and octets[-1] == 0xff and octets[-2] & 0x80:
        octets = octets[:-1]
    return octets


def decode_long(data):
    """The int that encode_long() made octets of."""
    return int.from_bytes(data, 'little', signed=True)
