from . import value
from .sub.deep import bottom
name = __name__
