from .. import value as up
bottom = ("bottom", up)
