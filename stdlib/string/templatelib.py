"""What template strings, t"...", are made of (PEP 750)."""

__all__ = ["Interpolation", "Template", "convert"]

_t = t"{0}"
Template = type(_t)
Interpolation = type(_t.interpolations[0])
del _t


def convert(obj, /, conversion):
    """The object as !s, !r or !a of a replacement field convert it; None leaves it as it is."""
    if conversion is None:
        return obj
    if conversion == "r":
        return repr(obj)
    if conversion == "s":
        return str(obj)
    if conversion == "a":
        return ascii(obj)
    raise ValueError(f"invalid conversion specifier: {conversion}")
