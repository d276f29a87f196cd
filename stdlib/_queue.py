"""What pickles of other Pythons, and of queue.Empty, name."""

from queue import Empty, SimpleQueue

__all__ = ["Empty", "SimpleQueue"]
