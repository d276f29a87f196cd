print("plain runs as", __name__, "in", __package__)
value = 1
from . import one
from .sub import deep
__all__ = ["value", "two"]
