"""The logger of the package."""

from _lazy_logger import LazyLogger

logger = LazyLogger(__package__)
