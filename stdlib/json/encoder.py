"""Values to JSON text."""

import _json

__all__ = ["JSONEncoder"]

encode_basestring = py_encode_basestring = _json.encode_basestring
encode_basestring_ascii = py_encode_basestring_ascii = _json.encode_basestring_ascii
INFINITY = float("inf")


class JSONEncoder:
    """Writes JSON.

    dict, list, tuple, str, int, float, True, False and None have a form in JSON; for anything else
    default(o) is asked for something that has one. indent puts each item on a line of its own, and
    separators are (between items, behind keys).
    """

    item_separator = ", "
    key_separator = ": "

    def __init__(self, *, skipkeys=False, ensure_ascii=True, check_circular=True, allow_nan=True,
                 sort_keys=False, indent=None, separators=None, default=None):
        self.skipkeys = skipkeys
        self.ensure_ascii = ensure_ascii
        self.check_circular = check_circular
        self.allow_nan = allow_nan
        self.sort_keys = sort_keys
        self.indent = indent
        if separators is not None:
            self.item_separator, self.key_separator = separators
        elif indent is not None:
            self.item_separator = ","
        if default is not None:
            self.default = default

    def default(self, o):
        """Something that has a form in JSON, in place of o. Subclasses may know."""
        raise TypeError(f"Object of type {o.__class__.__name__} is not JSON serializable")

    def encode(self, o):
        """The JSON text of o."""
        if isinstance(o, str):
            return (encode_basestring_ascii if self.ensure_ascii else encode_basestring)(o)
        if type(self).iterencode is JSONEncoder.iterencode:
            return self._encode(o)
        return "".join(self.iterencode(o, _one_shot=True))

    def _encode(self, o):
        return _json.encode(o, self.default, self.skipkeys, self.ensure_ascii,
                            self.check_circular, self.allow_nan, self.sort_keys, self.indent,
                            self.item_separator, self.key_separator)

    def iterencode(self, o, _one_shot=False):
        """The JSON text of o in pieces."""
        yield self._encode(o)
