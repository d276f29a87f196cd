"""What may stand in a subscript, and how type variables are replaced."""

from types import GenericAlias

from _typing import Generic, NoDefault, ParamSpec, TypeVar, TypeVarTuple
from annotationlib import ForwardRef, type_repr as _type_repr_of

__name__ = "typing"  # the module that these belong to


def _is_root_protocol(cls):
    """Is it Protocol itself?"""
    return isinstance(cls, type) and cls.__dict__.get("_is_root_protocol", False)


def _is_bare(cls):
    """Generic or Protocol without arguments."""
    return cls is Generic or _is_root_protocol(cls)


def _type_convert(arg, module=None):
    """None means its type; a str is a type that is not there yet."""
    if arg is None:
        return type(None)
    if isinstance(arg, str):
        return ForwardRef(arg, module=module)
    return arg


def _check_type(arg, message):
    arg = _type_convert(arg)
    if _is_bare(arg):
        raise TypeError(f"Plain {arg} is not valid as type argument")
    if type(arg) is tuple:
        raise TypeError(f"{message} Got {arg!r:.100}.")
    return arg


def _type_repr(obj):
    """A type as the repr of a subscript shows it."""
    if isinstance(obj, tuple):
        return "[" + ", ".join(_type_repr(t) for t in obj) + "]"
    if isinstance(obj, list):
        return "[" + ", ".join(_type_repr(t) for t in obj) + "]"
    if isinstance(obj, ForwardRef):
        return repr(obj)
    if isinstance(obj, str):
        return repr(obj)
    return _type_repr_of(obj)


def _as_tuple(params):
    return params if isinstance(params, tuple) else (params,)


def _parameters_of(args):
    """The type variables in some arguments, each once, in order."""
    found = []
    for arg in args:
        if isinstance(arg, type) and not isinstance(arg, GenericAlias):
            continue
        if isinstance(arg, (list, tuple)):
            inner = _parameters_of(arg)
        elif isinstance(arg, (TypeVar, TypeVarTuple, ParamSpec)):
            inner = (arg,)
        else:
            inner = getattr(arg, "__parameters__", ())
            if not isinstance(inner, tuple):
                inner = ()
        for parameter in inner:
            if parameter not in found:
                found.append(parameter)
    return tuple(found)


def _substitute(arg, mapping):
    """One argument with its type variables replaced."""
    if isinstance(arg, (TypeVar, ParamSpec)):
        return mapping.get(arg, arg)
    if isinstance(arg, list):
        return [_substitute(a, mapping) for a in arg]
    if isinstance(arg, tuple):
        return tuple(_substitute(a, mapping) for a in arg)
    if isinstance(arg, type) and not isinstance(arg, GenericAlias):
        return arg
    parameters = getattr(arg, "__parameters__", ())
    if isinstance(parameters, tuple) and parameters:
        return arg[tuple(mapping.get(p, p) for p in parameters)]
    return arg


def _substituted(alias, parameters, given, wanted=None):
    """The arguments of an alias (or those wanted) with its parameters replaced by those given."""
    if wanted is None:
        wanted = alias.__args__
    if not parameters:
        raise TypeError(f"{alias} is not a generic class")
    variadic = [i for i, p in enumerate(parameters) if isinstance(p, TypeVarTuple)]
    if variadic:
        i = variadic[0]
        behind = len(parameters) - i - 1
        if len(given) < len(parameters) - 1:
            raise TypeError(f"Too few arguments for {alias}; actual {len(given)}, expected at least "
                            f"{len(parameters) - 1}")
        mapping = dict(zip(parameters[:i], given))
        mapping.update(zip(parameters[i + 1:], given[len(given) - behind:]))
        middle = given[i:len(given) - behind]
        result = []
        for arg in wanted:
            if arg is parameters[i] or _is_unpacked(arg, parameters[i]):
                result.extend(middle)
            else:
                result.append(_substitute(arg, mapping))
        return tuple(result)
    if len(parameters) == 1 and isinstance(parameters[0], ParamSpec) and not (
            len(given) == 1 and (isinstance(given[0], (list, tuple, ParamSpec)) or given[0] is ...)):
        given = (list(given),)
    given = list(given)
    for parameter in parameters[len(given):]:
        if getattr(parameter, "__default__", NoDefault) is NoDefault:
            break
        given.append(parameter.__default__)
    if len(given) != len(parameters):
        if len(given) > len(parameters):
            raise TypeError(f"Too many arguments for {alias}; actual {len(given)}, expected {len(parameters)}")
        required = sum(getattr(p, "__default__", NoDefault) is NoDefault for p in parameters)
        raise TypeError(f"Too few arguments for {alias}; actual {len(given)}, expected at least {required}")
    mapping = dict(zip(parameters, given))
    return tuple(_substitute(arg, mapping) for arg in wanted)


def _is_unpacked(arg, parameter):
    if isinstance(arg, GenericAlias):
        return getattr(arg, "__unpacked__", False) and parameter in arg.__args__
    return getattr(arg, "__typing_is_unpacked_typevartuple__", False) and arg.__args__[0] is parameter
