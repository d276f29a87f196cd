"""Paths as objects: PurePath to reckon with, Path to do things to files."""

from ._path import Path, PosixPath, UnsupportedOperation
from ._pure import PurePath, PurePosixPath, _Parents

__all__ = ['UnsupportedOperation', 'PurePath', 'PurePosixPath', 'Path', 'PosixPath']
