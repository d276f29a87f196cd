"""Streams of text and bytes: open(), StringIO, BytesIO and what they are made of."""

from _io import (DEFAULT_BUFFER_SIZE, BlockingIOError, BufferedRandom, BufferedReader, BufferedWriter,
                 BytesIO, FileIO, StringIO, TextIOWrapper, UnsupportedOperation, open, open_code,
                 text_encoding)
from _io import _BufferedIOBase as BufferedIOBase
from _io import _IOBase as IOBase
from _io import _RawIOBase as RawIOBase
from _io import _TextIOBase as TextIOBase

__all__ = ["BlockingIOError", "open", "open_code", "IOBase", "RawIOBase", "FileIO", "BytesIO", "StringIO",
           "BufferedIOBase", "BufferedReader", "BufferedWriter", "BufferedRandom", "TextIOBase",
           "TextIOWrapper", "UnsupportedOperation", "SEEK_SET", "SEEK_CUR", "SEEK_END",
           "DEFAULT_BUFFER_SIZE", "text_encoding"]

SEEK_SET = 0
SEEK_CUR = 1
SEEK_END = 2
