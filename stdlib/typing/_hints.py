"""Looking at type hints: get_type_hints(), get_origin(), get_args()."""

import collections.abc
import functools
import operator
import sys
import types
from types import GenericAlias

from _typing import Generic, ParamSpec, Union
from annotationlib import (ForwardRef, Format as _Format, get_annotations as _get_annotations,
                           type_repr as _type_repr_of)

from typing._forms import Annotated, NotRequired, ReadOnly, Required
from typing._old_names import _Alias
from typing._param_spec import ParamSpecArgs, ParamSpecKwargs
from typing._subscripted import _AnnotatedAlias, _ConcatenateGenericAlias, _GenericAlias, _LiteralAlias

__name__ = "typing"  # the module that these belong to


def get_origin(tp):
    """Get the unsubscripted version of a type: get_origin(list[int]) is list."""
    if isinstance(tp, _AnnotatedAlias):
        return Annotated
    if isinstance(tp, (_GenericAlias, _Alias, GenericAlias, ParamSpecArgs, ParamSpecKwargs)):
        return tp.__origin__
    if tp is Generic:
        return Generic
    if isinstance(tp, Union):
        return Union
    return None


def get_args(tp):
    """Get type arguments with all substitutions performed: get_args(dict[str, int]) is (str, int)."""
    if isinstance(tp, _AnnotatedAlias):
        return (tp.__origin__, *tp.__metadata__)
    if isinstance(tp, (_GenericAlias, GenericAlias)):
        args = tp.__args__
        if tp.__origin__ is collections.abc.Callable and not (
                len(args) == 2 and (args[0] is ... or isinstance(args[0], (ParamSpec, _ConcatenateGenericAlias)))):
            args = (list(args[:-1]), args[-1])
        return args
    if isinstance(tp, Union):
        return tp.__args__
    return ()


def _resolve(value, globalns, localns, type_params):
    """An annotation with the names in strings looked up, at all depths."""
    if value is None:
        return type(None)
    if isinstance(value, str):
        value = ForwardRef(value)
    if isinstance(value, ForwardRef):
        return _resolve(value.evaluate(globals=globalns, locals=localns, type_params=type_params), globalns, localns,
                        type_params)
    if isinstance(value, (_GenericAlias, GenericAlias, Union)) and not isinstance(value, _LiteralAlias):
        args = value.__args__
        new_args = tuple(a if isinstance(a, (list, tuple)) or a is ... else
                         _resolve(ForwardRef(a) if isinstance(a, str) else a, globalns, localns, type_params)
                         for a in args)
        if all(a is b for a, b in zip(args, new_args)):
            return value
        if isinstance(value, Union):
            return functools.reduce(operator.or_, new_args)
        if isinstance(value, _GenericAlias):
            return value._copy_with(new_args)
        return GenericAlias(value.__origin__, new_args)
    return value


def _strip_annotations(t):
    """Without Annotated, Required and NotRequired."""
    if isinstance(t, _AnnotatedAlias):
        return _strip_annotations(t.__origin__)
    if isinstance(t, _GenericAlias) and t.__origin__ in (Required, NotRequired, ReadOnly):
        return _strip_annotations(t.__args__[0])
    if isinstance(t, (_GenericAlias, GenericAlias, Union)) and not isinstance(t, _LiteralAlias):
        stripped = tuple(_strip_annotations(a) for a in t.__args__)
        if all(a is b for a, b in zip(stripped, t.__args__)):
            return t
        if isinstance(t, Union):
            return functools.reduce(operator.or_, stripped)
        if isinstance(t, _GenericAlias):
            return t._copy_with(stripped)
        return GenericAlias(t.__origin__, stripped)
    return t


def get_type_hints(obj, globalns=None, localns=None, include_extras=False, *, format=_Format.VALUE):
    """Return type hints for an object: its annotations with all names in strings looked up.

    For a class those of its bases are included. Annotated[T, ...] becomes T unless include_extras is true.
    """
    if getattr(obj, "__no_type_check__", None):
        return {}
    wanted = _Format.FORWARDREF if format == _Format.FORWARDREF else _Format.VALUE
    hints = {}
    if isinstance(obj, type):
        for base in reversed(obj.__mro__):
            base_globals = globalns
            if base_globals is None:
                base_globals = getattr(sys.modules.get(base.__module__), "__dict__", {})
            base_locals = dict(vars(base)) if localns is None else localns
            for name, value in _get_annotations(base, format=wanted).items():
                hints[name] = _resolve(value, base_globals, base_locals, base.__type_params__)
    else:
        annotations = _get_annotations(obj, format=wanted) if hasattr(obj, "__annotations__") else None
        if annotations is None:
            if isinstance(obj, (types.BuiltinFunctionType, types.MethodDescriptorType, types.WrapperDescriptorType)):
                return {}
            raise TypeError(f"{obj!r} does not have annotations")
        if globalns is None:
            if isinstance(obj, types.ModuleType):
                globalns = obj.__dict__
            else:
                inner = obj
                while hasattr(inner, "__wrapped__"):
                    inner = inner.__wrapped__
                globalns = getattr(inner, "__globals__", {})
        for name, value in annotations.items():
            hints[name] = _resolve(value, globalns, localns or {}, getattr(obj, "__type_params__", ()))
    if format == _Format.STRING:
        return {name: _type_repr_of(value) for name, value in hints.items()}
    return hints if include_extras else {name: _strip_annotations(t) for name, t in hints.items()}


def evaluate_forward_ref(forward_ref, *, owner=None, globals=None, locals=None, type_params=None, format=None):
    """Evaluate a forward reference as a type hint."""
    if format == _Format.STRING:
        return forward_ref.__forward_arg__
    value = forward_ref.evaluate(globals=globals, locals=locals, type_params=type_params, owner=owner,
                                 format=_Format.VALUE if format is None else format)
    return _resolve(value, globals or {}, locals or {}, type_params)
