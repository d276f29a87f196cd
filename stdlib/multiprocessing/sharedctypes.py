"""Numbers in memory that processes share."""

import _multiprocessing

from . import context, reduction
from .synchronize import Lock, RLock

__all__ = ['RawValue', 'RawArray', 'Value', 'Array', 'copy', 'synchronized']

# typecode -> octets; those that memoryview knows, and u, a character.
_SIZES = {'c': 1, 'b': 1, 'B': 1, 'u': 4, 'h': 2, 'H': 2, 'i': 4, 'I': 4, 'l': 8, 'L': 8, 'q': 8, 'Q': 8, 'f': 4,
          'd': 8, '?': 1}
_NAMES = {'c': 'c_char', 'b': 'c_byte', 'B': 'c_ubyte', 'u': 'c_wchar', 'h': 'c_short', 'H': 'c_ushort', 'i': 'c_int',
          'I': 'c_uint', 'l': 'c_long', 'L': 'c_ulong', 'q': 'c_long', 'Q': 'c_ulong', 'f': 'c_float', 'd': 'c_double',
          '?': 'c_bool'}


class _Memory:
    """A piece of shared memory, zero at first. It can be handed to a process at its start."""

    def __init__(self, size):
        self.block = _multiprocessing.Block(size)

    def view(self, typecode):
        return memoryview(self.block).cast(typecode)

    def __getstate__(self):
        context.assert_spawning(self)
        block = self.block
        return reduction.DupFd(block.fd), block.offset, block.size

    def __setstate__(self, state):
        fd, offset, size = state
        self.block = _multiprocessing.Block.attach(fd.detach(), offset, size)


def _code_of(typecode_or_type):
    code = getattr(typecode_or_type, '_type_', typecode_or_type)  # a simple type of ctypes names its code
    if code not in _SIZES:
        raise TypeError('unknown typecode or type: %r' % (typecode_or_type,))
    return code


def _converter(code):
    """What makes a Python value fit: integers lose their upper bits, as they do in C."""
    if code in 'fd':
        return float
    if code == '?':
        return bool
    if code == 'c':
        def octet(value):
            if isinstance(value, int) and 0 <= value < 256:
                return value
            if isinstance(value, (bytes, bytearray)) and len(value) == 1:
                return value[0]
            raise TypeError('one character bytes, bytearray, or an integer in range(256) expected')
        return octet
    if code == 'u':
        def character(value):
            if isinstance(value, str) and len(value) == 1:
                return ord(value)
            raise TypeError('a unicode character expected')
        return character
    bits = _SIZES[code] * 8
    mask = (1 << bits) - 1
    if code.isupper():
        return lambda value: value.__index__() & mask
    low, high, span = -1 << bits - 1, 1 << bits - 1, 1 << bits

    def signed(value):
        try:
            value = value.__index__()
        except AttributeError:
            raise TypeError("'%s' object cannot be interpreted as an integer" % type(value).__name__) from None
        if low <= value < high:
            return value
        value &= mask
        return value - span if value >= high else value
    return signed


class _Typed:
    """Memory seen as items of one type."""

    def __init__(self, code, length):
        self._set(code, length, _Memory(_SIZES[code] * max(length, 1)))

    def _set(self, code, length, memory):
        self._code = code
        self._length = length
        self._memory = memory
        self._view = memory.view({'c': 'B', 'u': 'I'}.get(code, code))
        self._convert = _converter(code)

    def __getstate__(self):
        return self._code, self._length, self._memory

    def __setstate__(self, state):
        self._set(*state)

    def _get(self, index):
        item = self._view[index]
        if self._code == 'c':
            return bytes((item,))
        return chr(item) if self._code == 'u' else item


class RawSimple(_Typed):
    """A number."""

    @property
    def value(self):
        return self._get(0)

    @value.setter
    def value(self, value):
        self._view[0] = self._convert(value)

    def __repr__(self):
        return '%s(%r)' % (_NAMES[self._code], self.value)


class RawSequence(_Typed):
    """A row of numbers."""

    def __len__(self):
        return self._length

    def _index(self, index):
        number = index.__index__()
        if number < 0:
            number += self._length
        if not 0 <= number < self._length:
            raise IndexError('invalid index')
        return number

    def __getitem__(self, index):
        if isinstance(index, slice):
            items = [self._get(i) for i in range(*index.indices(self._length))]
            if self._code == 'c':
                return b''.join(items)
            return ''.join(items) if self._code == 'u' else items
        return self._get(self._index(index))

    def __setitem__(self, index, value):
        if isinstance(index, slice):
            places = range(*index.indices(self._length))
            values = list(value)
            if len(values) != len(places):
                raise ValueError('Can only assign sequence of same size')
            for i, item in zip(places, values):
                self._view[i] = self._convert(item)
        else:
            self._view[self._index(index)] = self._convert(value)

    def __iter__(self):
        for i in range(self._length):
            yield self._get(i)

    def __repr__(self):
        return '<%s.%s_Array_%d object at %#x>' % (__name__, _NAMES[self._code], self._length, id(self))


class RawString(RawSequence):
    """A row of octets; value is what comes before the first NUL."""

    @property
    def raw(self):
        return bytes(self._view[:self._length])

    @raw.setter
    def raw(self, octets):
        if len(octets) > self._length:
            raise ValueError('byte string too long')
        self._view[:len(octets)] = octets

    @property
    def value(self):
        return self.raw.split(b'\0', 1)[0]

    @value.setter
    def value(self, octets):
        if not isinstance(octets, bytes):
            raise TypeError('bytes expected instead of %s instance' % type(octets).__name__)
        if len(octets) > self._length:
            raise ValueError('byte string too long')
        if len(octets) < self._length:
            octets += b'\0'
        self._view[:len(octets)] = octets


def RawValue(typecode_or_type, *args):
    """A number in shared memory, without a lock."""
    made = RawSimple(_code_of(typecode_or_type), 1)
    if args:
        made.value, = args
    return made


def RawArray(typecode_or_type, size_or_initializer):
    """A row of numbers in shared memory, without a lock."""
    code = _code_of(typecode_or_type)
    kind = RawString if code == 'c' else RawSequence
    if isinstance(size_or_initializer, int):
        if size_or_initializer < 0:
            raise ValueError('Array length must be >= 0, not %d' % size_or_initializer)
        return kind(code, size_or_initializer)
    items = list(size_or_initializer)
    made = kind(code, len(items))
    made[:] = items
    return made


def _lock_for(lock):
    if lock in (True, None):
        return RLock()
    if not hasattr(lock, 'acquire'):
        raise AttributeError("%r has no method 'acquire'" % lock)
    return lock


def Value(typecode_or_type, *args, lock=True, ctx=None):
    """A number in shared memory, with a lock of its own unless lock is False."""
    raw = RawValue(typecode_or_type, *args)
    return raw if lock is False else Synchronized(raw, _lock_for(lock))


def Array(typecode_or_type, size_or_initializer, *, lock=True, ctx=None):
    """A row of numbers in shared memory, with a lock of its own unless lock is False."""
    raw = RawArray(typecode_or_type, size_or_initializer)
    if lock is False:
        return raw
    kind = SynchronizedString if isinstance(raw, RawString) else SynchronizedArray
    return kind(raw, _lock_for(lock))


def copy(obj):
    """The same numbers in other shared memory."""
    made = type(obj)(obj._code, obj._length)
    made._view[:] = obj._view
    return made


def synchronized(obj, lock=None, ctx=None):
    """A number or row of numbers with a lock."""
    kind = {RawSimple: Synchronized, RawSequence: SynchronizedArray, RawString: SynchronizedString}[type(obj)]
    return kind(obj, _lock_for(lock))


class SynchronizedBase:
    """Shared memory and the lock that goes with it."""

    def __init__(self, obj, lock=None, ctx=None):
        self._set(obj, lock or RLock())

    def _set(self, obj, lock):
        self._obj = obj
        self._lock = lock
        self.acquire = lock.acquire
        self.release = lock.release

    def __getstate__(self):
        context.assert_spawning(self)
        return self._obj, self._lock

    def __setstate__(self, state):
        self._set(*state)

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *args):
        return self._lock.__exit__(*args)

    def get_obj(self):
        """The memory without its lock."""
        return self._obj

    def get_lock(self):
        """Its lock."""
        return self._lock

    def __repr__(self):
        return '<%s wrapper for %s>' % (type(self).__name__, self._obj)


def _locked_property(name):
    def get(self):
        with self._lock:
            return getattr(self._obj, name)

    def set(self, value):
        with self._lock:
            setattr(self._obj, name, value)

    return property(get, set)


class Synchronized(SynchronizedBase):
    value = _locked_property('value')


class SynchronizedArray(SynchronizedBase):
    def __len__(self):
        return len(self._obj)

    def __getitem__(self, i):
        with self._lock:
            return self._obj[i]

    def __setitem__(self, i, value):
        with self._lock:
            self._obj[i] = value

    def __getslice__(self, start, stop):
        return self[start:stop]

    def __iter__(self):
        for i in range(len(self._obj)):
            yield self[i]


class SynchronizedString(SynchronizedArray):
    value = _locked_property('value')
    raw = _locked_property('raw')
