"""What _typing.Generic asks: the parameters of a generic class, and its subscripts."""

from types import GenericAlias

from _typing import Generic, ParamSpec, TypeVar, TypeVarTuple

from typing._arguments import _as_tuple, _is_bare, _parameters_of, _substituted, _type_convert
from typing._subscripted import _GenericAlias, _UnpackAlias

__name__ = "typing"  # the module that these belong to


def _origin_is_generic(base):
    return isinstance(base, (_GenericAlias, GenericAlias)) and _is_bare(base.__origin__)


def _generic_class_getitem(cls, args):
    """cls[args] for Generic, Protocol and what derives from them."""
    args = tuple(a if isinstance(a, list) else _type_convert(a) for a in _as_tuple(args))
    if _is_bare(cls):
        if not args:
            raise TypeError(f"Parameter list to {cls.__qualname__}[...] cannot be empty")
        for arg in args:
            variadic = isinstance(arg, _UnpackAlias) or getattr(arg, "__unpacked__", False)
            if not variadic and not isinstance(arg, (TypeVar, TypeVarTuple, ParamSpec)):
                raise TypeError(f"Parameters to {cls.__name__}[...] must all be type variables or parameter "
                                "specification variables.")
        if len(set(args)) != len(args):
            raise TypeError(f"Parameters to {cls.__name__}[...] must all be unique")
        return _GenericAlias(cls, args)
    parameters = cls.__parameters__
    if not parameters:
        raise TypeError(f"{cls} is not a generic class")
    return _GenericAlias(cls, _substituted(cls, parameters, args, wanted=parameters))


def _generic_init_subclass(cls):
    """Finds the type variables of a new generic class."""
    bases = cls.__dict__.get("__orig_bases__")
    if bases is None:
        plain = Generic in cls.__bases__ and cls.__name__ != "Protocol" and not getattr(type(cls), "_makes_typed_dicts", False)
    else:
        plain = Generic in bases
    if plain:
        raise TypeError("Cannot inherit from plain Generic")
    found = ()
    if bases is not None:
        found = _parameters_of(bases)
        listed = None
        for base in bases:
            if not _origin_is_generic(base):
                continue
            if listed is not None:
                raise TypeError("Cannot inherit from Generic[...] multiple times.")
            listed = base.__parameters__
            name = base.__origin__.__name__
        if listed is not None:
            missing = [str(parameter) for parameter in found if parameter not in listed]
            if missing:
                raise TypeError(f"Some type variables ({', '.join(missing)}) are not listed in "
                                f"{name}[{', '.join(map(str, listed))}]")
            found = listed
    cls.__parameters__ = tuple(found)
