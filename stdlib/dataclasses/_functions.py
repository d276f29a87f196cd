"""Functions for instances of data classes, and classes made by a call."""

import copy
import keyword
import sys
import types

from dataclasses._class import _replace, dataclass
from dataclasses._field import _FIELDS, _is_dataclass_instance, fields

__name__ = "dataclasses"  # the module that these belong to


_ATOMIC_TYPES = frozenset({
    types.NoneType, bool, int, float, str, complex, bytes, types.EllipsisType, types.NotImplementedType,
    types.CodeType, types.BuiltinFunctionType, types.FunctionType, type, range, property,
})


def asdict(obj, *, dict_factory=dict):
    """Return the fields of a dataclass instance as a new dictionary mapping field names to field values."""
    if not _is_dataclass_instance(obj):
        raise TypeError("asdict() should be called on dataclass instances")
    return _converted(obj, lambda pairs: dict_factory(pairs))


def astuple(obj, *, tuple_factory=tuple):
    """Return the fields of a dataclass instance as a new tuple of field values."""
    if not _is_dataclass_instance(obj):
        raise TypeError("astuple() should be called on dataclass instances")
    return _converted(obj, lambda pairs: tuple_factory([value for name, value in pairs]))


def _converted(obj, make):
    """Dataclass instances become what make(pairs) says, containers of them are rebuilt, all else is copied."""
    cls = type(obj)
    if cls in _ATOMIC_TYPES:
        return obj
    if hasattr(cls, _FIELDS):
        return make([(f.name, _converted(getattr(obj, f.name), make)) for f in fields(obj)])
    if cls is list:
        return [_converted(v, make) for v in obj]
    if cls is dict:
        return {_converted(k, make): _converted(v, make) for k, v in obj.items()}
    if cls is tuple:
        return tuple([_converted(v, make) for v in obj])
    if issubclass(cls, tuple) and hasattr(obj, "_fields"):
        return cls(*[_converted(v, make) for v in obj])
    if issubclass(cls, (list, tuple)):
        return cls(_converted(v, make) for v in obj)
    if issubclass(cls, dict):
        if hasattr(cls, "default_factory"):
            result = cls(obj.default_factory)
            for k, v in obj.items():
                result[_converted(k, make)] = _converted(v, make)
            return result
        return cls((_converted(k, make), _converted(v, make)) for k, v in obj.items())
    return copy.deepcopy(obj)


def make_dataclass(cls_name, fields, *, bases=(), namespace=None, init=True, repr=True, eq=True, order=False,
                   unsafe_hash=False, frozen=False, match_args=True, kw_only=False, slots=False, weakref_slot=False,
                   module=None, decorator=dataclass):
    """Return a new dynamically created dataclass: fields are names, (name, type) or (name, type, Field)."""
    namespace = {} if namespace is None else dict(namespace)
    seen = set()
    annotations = {}
    for item in fields:
        if isinstance(item, str):
            name = item
            type_ = "typing.Any"
        elif len(item) == 2:
            name, type_ = item
        elif len(item) == 3:
            name, type_, namespace[item[0]] = item
        else:
            raise TypeError(f"Invalid field: {item!r}")
        if not isinstance(name, str) or not name.isidentifier():
            raise TypeError(f"Field names must be valid identifiers: {name!r}")
        if keyword.iskeyword(name):
            raise TypeError(f"Field names must not be keywords: {name!r}")
        if name in seen:
            raise TypeError(f"Field name duplicated: {name!r}")
        seen.add(name)
        annotations[name] = type_

    def exec_body_callback(ns):
        ns.update(namespace)
        ns["__annotations__"] = annotations

    cls = types.new_class(cls_name, bases, {}, exec_body_callback)
    if module is None:
        try:
            module = sys._getframemodulename(1) or "__main__"
        except AttributeError:
            try:
                module = sys._getframe(1).f_globals.get("__name__", "__main__")
            except (AttributeError, ValueError):
                pass
    if module is not None:
        cls.__module__ = module
    return decorator(cls, init=init, repr=repr, eq=eq, order=order, unsafe_hash=unsafe_hash, frozen=frozen,
                     match_args=match_args, kw_only=kw_only, slots=slots, weakref_slot=weakref_slot)


def replace(obj, /, **changes):
    """Return a new object replacing specified fields with new values, made by calling the class."""
    if not _is_dataclass_instance(obj):
        raise TypeError("replace() should be called on dataclass instances")
    return _replace(obj, **changes)
