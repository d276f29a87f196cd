"""Shared memory that processes find by its name."""

import os

import _multiprocessing
import _posixshmem

from . import resource_tracker

__all__ = ['SharedMemory', 'ShareableList']

_PREFIX = '/psm_'


class SharedMemory:
    """A block of shared memory: made, or found by its name."""

    _name = None
    _fd = -1
    _block = None
    _buf = None
    _size = 0

    def __init__(self, name=None, create=False, size=0, *, track=True):
        if not size >= 0:
            raise ValueError("'size' must be a positive integer")
        if create and size == 0:
            raise ValueError("'size' must be a positive number different from zero")
        if name is None and not create:
            raise ValueError("'name' can only be None if create=True")
        self._track = track
        if name is None:
            self._make_new()
        else:
            self._open(name if name.startswith('/') else '/' + name, create)
        try:
            if create:
                _posixshmem._reserve(self._fd, size)
            self._size = os.fstat(self._fd).st_size
            self._block = _multiprocessing.Block.attach(self._fd, 0, self._size)
            self._buf = memoryview(self._block)
        except OSError:
            if create:
                self.unlink()
            self.close()
            raise

    def _open(self, name, create):
        flags = os.O_RDWR | (os.O_CREAT | os.O_EXCL if create else 0)
        self._fd = _posixshmem.shm_open(name, flags, mode=0o600)
        self._name = name
        if self._track:
            resource_tracker.register(name, 'shared_memory')

    def _make_new(self):
        # Its name is told before there is anything of that name, so that nothing is left if this process ends in
        # between. (A name that the program chose could be that of somebody else's memory.)
        while True:
            name = _PREFIX + os.urandom(4).hex()
            if self._track:
                resource_tracker.register(name, 'shared_memory')
            try:
                return self._open(name, True)
            except OSError as error:
                if self._track:
                    resource_tracker.unregister(name, 'shared_memory')
                if not isinstance(error, FileExistsError):
                    raise

    def __del__(self):
        try:
            self.close()
        except (OSError, BufferError):
            pass

    def __reduce__(self):
        return type(self), (self.name, False, self.size)

    def __repr__(self):
        return f'{type(self).__name__}({self.name!r}, size={self.size})'

    @property
    def buf(self):
        """A memoryview of it."""
        return self._buf

    @property
    def name(self):
        """The name by which other processes find it."""
        return self._name.removeprefix('/')

    @property
    def size(self):
        return self._size

    def close(self, _close=os.close):
        """This process does not use it any more."""
        if self._buf is not None:
            self._buf.release()
            self._buf = None
        self._block = None
        if self._fd >= 0:
            _close(self._fd)
            self._fd = -1

    def unlink(self):
        """Nobody can find it any more; it ends with its last user."""
        if self._name:
            _posixshmem.shm_unlink(self._name)
            if self._track:
                resource_tracker.unregister(self._name, 'shared_memory')


# -- lists --

# What an item is: struct's code for it, and how its octets become a value.
_ALIGNMENT = 8


class ShareableList:
    """A list of a fixed number of ints, floats, bools, strs, bytes and Nones in shared memory.

    It begins with the number of items, the offset of each, their formats (8 octets each) and codes that tell how a
    text is read; so processes of other interpreters find their way.
    """

    _codes = {0: lambda value: value, 1: lambda value: value.rstrip(b'\0').decode('utf-8'),
              2: lambda value: value.rstrip(b'\0'), 3: lambda value: None}

    def __init__(self, sequence=None, *, name=None):
        import struct
        self._struct = struct
        if name is not None and sequence is None:
            self.shm = SharedMemory(name)
            self._list_len = struct.unpack_from('q', self.shm.buf, 0)[0]
            self._offsets = list(struct.unpack_from('%dq' % (self._list_len + 1), self.shm.buf, 8))
            return
        items = list(() if sequence is None else sequence)
        formats = [self._format_of(item) for item in items]
        self._list_len = len(items)
        self._offsets = [0]
        for text in formats:
            size = int(text[:-1]) if text.endswith('s') else _ALIGNMENT
            self._offsets.append(self._offsets[-1] + size)
        self.shm = SharedMemory(name, create=True, size=self._data_start + max(self._offsets[-1], 1))
        buf = self.shm.buf
        struct.pack_into('q', buf, 0, self._list_len)
        struct.pack_into('%dq' % len(self._offsets), buf, 8, *self._offsets)
        for i, (item, text) in enumerate(zip(items, formats)):
            self._write(i, item, text)

    @property
    def _formats_start(self):
        return (self._list_len + 2) * 8

    @property
    def _codes_start(self):
        return self._formats_start + self._list_len * 8

    @property
    def _data_start(self):
        return self._codes_start + self._list_len

    @staticmethod
    def _format_of(item):
        if isinstance(item, bool):
            return 'xxxxxxx?'
        if isinstance(item, int):
            return 'q'
        if isinstance(item, float):
            return 'd'
        if item is None:
            return 'xxxxxx?x'
        if isinstance(item, (str, bytes)):
            size = len(item.encode('utf-8') if isinstance(item, str) else item)
            return '%ds' % (_ALIGNMENT * (size // _ALIGNMENT + 1))
        raise ValueError('unsupported type: %s' % type(item).__name__)

    @staticmethod
    def _code_of(item):
        if item is None:
            return 3
        return 1 if isinstance(item, str) else 2 if isinstance(item, bytes) else 0

    def _write(self, i, item, text):
        pack_into, buf = self._struct.pack_into, self.shm.buf
        pack_into('8s', buf, self._formats_start + 8 * i, text.encode())
        pack_into('b', buf, self._codes_start + i, self._code_of(item))
        value = item.encode('utf-8') if isinstance(item, str) else False if item is None else item
        pack_into(text, buf, self._data_start + self._offsets[i], value)

    def _index(self, position):
        position = position if position >= 0 else position + self._list_len
        if not 0 <= position < self._list_len:
            raise IndexError("index out of range")
        return position

    def _get_packing_format(self, position):
        text = self._struct.unpack_from('8s', self.shm.buf, self._formats_start + 8 * position)[0]
        return text.rstrip(b'\0').decode()

    def __getitem__(self, position):
        position = self._index(position)
        text = self._get_packing_format(position)
        value, = self._struct.unpack_from(text, self.shm.buf, self._data_start + self._offsets[position])
        code, = self._struct.unpack_from('b', self.shm.buf, self._codes_start + position)
        return self._codes[code](value)

    def __setitem__(self, position, value):
        try:
            position = self._index(position)
        except IndexError:
            raise IndexError("assignment index out of range") from None
        room = self._offsets[position + 1] - self._offsets[position]
        if isinstance(value, (str, bytes)):
            octets = value.encode('utf-8') if isinstance(value, str) else value
            if len(octets) > room:
                raise ValueError("bytes/str item exceeds available storage")
            text = '%ds' % room
        else:
            text = self._format_of(value)
        self._write(position, value, text)

    def __reduce__(self):
        from functools import partial
        return partial(type(self), name=self.shm.name), ()

    def __len__(self):
        return self._list_len

    def __iter__(self):
        for i in range(self._list_len):
            yield self[i]

    def __repr__(self):
        return f'{type(self).__name__}({list(self)}, name={self.shm.name!r})'

    @property
    def format(self):
        """The formats of the items, as struct has them."""
        return ''.join(self._get_packing_format(i) for i in range(self._list_len))

    def count(self, value):
        return sum(value == entry for entry in self)

    def index(self, value):
        for position, entry in enumerate(self):
            if value == entry:
                return position
        raise ValueError("ShareableList.index(x): x not in list")

    def __class_getitem__(cls, item):
        from types import GenericAlias
        return GenericAlias(cls, item)
