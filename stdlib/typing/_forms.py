"""Any, Optional, Literal, Annotated and the other special forms."""

from _typing import ParamSpec, Union

from typing._arguments import _as_tuple, _check_type
from typing._special import _SpecialForm
from typing._subscripted import (_AnnotatedAlias, _ConcatenateGenericAlias, _GenericAlias, _LiteralAlias,
                                 _UnpackAlias)

__name__ = "typing"  # the module that these belong to


class _AnyMeta(type):
    def __instancecheck__(self, obj):
        if self is Any:
            raise TypeError("typing.Any cannot be used with isinstance()")
        return super().__instancecheck__(obj)

    def __repr__(self):
        if self is Any:
            return "typing.Any"
        return super().__repr__()


class Any(metaclass=_AnyMeta):
    """Special type indicating an unconstrained type: compatible with every type, in both directions."""

    def __new__(cls, *args, **kwargs):
        if cls is Any:
            raise TypeError("Any cannot be instantiated")
        return super().__new__(cls)


def _plain_form(name, doc):
    def form(self, parameters):
        raise TypeError(f"{self} is not subscriptable")

    form.__name__ = name
    form.__doc__ = doc
    return _SpecialForm(form)


NoReturn = _plain_form("NoReturn", "Special type indicating functions that never return.")
Never = _plain_form("Never", "The bottom type, a type that has no members.")
Self = _plain_form("Self", "Used to spell the type of \"self\" in classes.")
LiteralString = _plain_form("LiteralString", "Represents an arbitrary literal string.")
TypeAlias = _plain_form("TypeAlias", "Special form for marking type aliases.")


def _one_argument_form(name, doc):
    def form(self, parameters):
        return _GenericAlias(self, (_check_type(parameters, f"{self} accepts only single type."),))

    form.__name__ = name
    form.__doc__ = doc
    return _SpecialForm(form)


ClassVar = _one_argument_form("ClassVar", "Special type construct to mark class variables.")
Final = _one_argument_form("Final", "Special typing construct to indicate final names to type checkers.")
Required = _one_argument_form("Required", "Special typing construct to mark a TypedDict key as required.")
NotRequired = _one_argument_form("NotRequired", "Special typing construct to mark a TypedDict key as potentially missing.")
ReadOnly = _one_argument_form("ReadOnly", "A special typing construct to mark an item of a TypedDict as read-only.")
TypeGuard = _one_argument_form("TypeGuard", "Special typing construct for marking user-defined type predicate functions.")
TypeIs = _one_argument_form("TypeIs", "Special typing construct for marking user-defined type predicate functions.")


@_SpecialForm
def Optional(self, parameters):
    """Optional[X] is equivalent to X | None."""
    return Union[_check_type(parameters, f"{self} requires a single type."), type(None)]


@_SpecialForm
def Literal(self, *parameters):
    """Special typing form to define literal types (a.k.a. value types)."""
    flat = []
    for parameter in _as_tuple(parameters[0] if len(parameters) == 1 else parameters):
        if isinstance(parameter, _LiteralAlias):
            flat.extend(parameter.__args__)
        else:
            flat.append(parameter)
    unique = []
    for value in flat:
        if not any(type(value) is type(other) and value == other for other in unique):
            unique.append(value)
    return _LiteralAlias(self, tuple(unique))


@_SpecialForm
def Concatenate(self, parameters):
    """Special form for annotating higher-order functions: a ParamSpec with further parameters in front."""
    if parameters == ():
        raise TypeError("Cannot take a Concatenate of no types.")
    parameters = _as_tuple(parameters)
    if not (parameters[-1] is ... or isinstance(parameters[-1], ParamSpec)):
        raise TypeError("The last parameter to Concatenate should be a ParamSpec variable or ellipsis.")
    message = "Concatenate[arg, ...]: each arg must be a type."
    parameters = (*(_check_type(p, message) for p in parameters[:-1]), parameters[-1])
    return _ConcatenateGenericAlias(self, parameters)


@_SpecialForm
def Unpack(self, parameters):
    """Type unpack operator: Unpack[Ts] is the same as *Ts."""
    return _UnpackAlias(self, (_check_type(parameters, f"{self} accepts only single type."),))


@_SpecialForm
def Annotated(self, params):
    """Add context-specific metadata to a type: Annotated[int, "anything"]."""
    if not isinstance(params, tuple) or len(params) < 2:
        raise TypeError("Annotated[...] should be used with at least two arguments (a type and an annotation).")
    origin = _check_type(params[0], "Annotated[t, ...]: t must be a type.")
    return _AnnotatedAlias(origin, params[1:])
