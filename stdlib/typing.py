"""What type hints are written with.

Nothing here checks types while a program runs: subscripts give objects that remember their arguments, which
get_type_hints(), get_origin() and get_args() show. TypeVar, Union, Generic and type aliases are native (module
_typing).
"""

from abc import ABCMeta, abstractmethod
import collections
from collections import defaultdict
import collections.abc
import functools
import operator
import sys
import types
from types import GenericAlias

from _typing import Generic, NoDefault, ParamSpec, TypeAliasType, TypeVar, TypeVarTuple, Union
from annotationlib import ForwardRef, Format as _Format, call_annotate_function as _call_annotate
from annotationlib import get_annotations as _get_annotations, type_repr as _type_repr_of

__all__ = [
    "Annotated", "Any", "Callable", "ClassVar", "Concatenate", "Final", "ForwardRef", "Generic", "Literal",
    "Optional", "ParamSpec", "Protocol", "Tuple", "Type", "TypeVar", "TypeVarTuple", "Union",
    "AbstractSet", "Container", "ContextManager", "Hashable", "ItemsView", "Iterable", "Iterator", "KeysView",
    "Mapping", "MappingView", "MutableMapping", "MutableSequence", "MutableSet", "Sequence", "Sized", "ValuesView",
    "Awaitable", "AsyncIterator", "AsyncIterable", "Coroutine", "Collection", "AsyncGenerator",
    "AsyncContextManager",
    "Reversible", "SupportsAbs", "SupportsBytes", "SupportsComplex", "SupportsFloat", "SupportsIndex", "SupportsInt",
    "SupportsRound",
    "ChainMap", "Counter", "Deque", "Dict", "DefaultDict", "List", "OrderedDict", "Set", "FrozenSet", "NamedTuple",
    "TypedDict", "Generator",
    "BinaryIO", "IO", "Match", "Pattern", "TextIO",
    "AnyStr", "assert_type", "assert_never", "cast", "clear_overloads", "dataclass_transform", "evaluate_forward_ref",
    "final", "get_args", "get_origin", "get_overloads", "get_protocol_members", "get_type_hints", "is_protocol",
    "is_typeddict", "LiteralString", "Never", "NewType", "no_type_check", "no_type_check_decorator", "NoDefault",
    "NoReturn", "NotRequired", "overload", "override", "ParamSpecArgs", "ParamSpecKwargs", "ReadOnly", "Required",
    "reveal_type", "runtime_checkable", "Self", "Text", "TYPE_CHECKING", "TypeAlias", "TypeGuard", "TypeIs",
    "TypeAliasType", "Unpack",
]

TYPE_CHECKING = False


class ParamSpecArgs:
    """P.args of a ParamSpec P."""

    def __init__(self, origin):
        self.__origin__ = origin

    def __repr__(self):
        return f"{self.__origin__.__name__}.args"

    def __eq__(self, other):
        if type(other) is not type(self):
            return NotImplemented
        return self.__origin__ is other.__origin__

    def __hash__(self):
        return hash((type(self), self.__origin__))


class ParamSpecKwargs(ParamSpecArgs):
    """P.kwargs of a ParamSpec P."""

    def __repr__(self):
        return f"{self.__origin__.__name__}.kwargs"


# -- what may stand as an argument --

def _type_convert(arg, module=None):
    """None means its type; a str is a type that is not there yet."""
    if arg is None:
        return type(None)
    if isinstance(arg, str):
        return ForwardRef(arg, module=module)
    return arg


def _check_type(arg, message):
    arg = _type_convert(arg)
    if arg in (Generic, Protocol) if isinstance(arg, type) else False:
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
    return isinstance(arg, _UnpackAlias) and arg.__args__[0] is parameter or \
        isinstance(arg, GenericAlias) and getattr(arg, "__unpacked__", False) and parameter in arg.__args__


# -- generic classes: what _typing.Generic asks --

def _origin_is_generic(base):
    return isinstance(base, (_GenericAlias, GenericAlias)) and base.__origin__ in (Generic, Protocol)


def _generic_class_getitem(cls, args):
    """cls[args] for Generic, Protocol and what derives from them."""
    args = tuple(a if isinstance(a, list) else _type_convert(a) for a in _as_tuple(args))
    if cls is Generic or cls.__dict__.get("_is_root_protocol"):
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
        plain = Generic in cls.__bases__ and cls.__name__ != "Protocol" and type(cls) is not _TypedDictMeta
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


# -- special forms: names that are no classes but can be subscripted --

class _Final:
    """Its subclasses cannot be derived from."""

    __slots__ = ("__weakref__",)

    def __init_subclass__(cls, /, *args, **kwds):
        if "_root" not in kwds:
            raise TypeError("Cannot subclass special typing classes")


class _SpecialForm(_Final, _root=True):
    __slots__ = ("_name", "__doc__", "_getitem")

    def __init__(self, getitem):
        self._getitem = getitem
        self._name = getitem.__name__
        self.__doc__ = getitem.__doc__

    def __getattr__(self, item):
        if item in ("__name__", "__qualname__"):
            return self._name
        raise AttributeError(item)

    def __mro_entries__(self, bases):
        raise TypeError(f"Cannot subclass {self!r}")

    def __repr__(self):
        return "typing." + self._name

    def __reduce__(self):
        return self._name

    def __call__(self, *args, **kwds):
        raise TypeError(f"Cannot instantiate {self!r}")

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __instancecheck__(self, obj):
        raise TypeError(f"{self} cannot be used with isinstance()")

    def __subclasscheck__(self, cls):
        raise TypeError(f"{self} cannot be used with issubclass()")

    def __getitem__(self, parameters):
        return self._getitem(self, parameters)


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


def _no_arguments(self, parameters):
    raise TypeError(f"{self} is not subscriptable")


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


# -- what subscripts give --

class _GenericAlias(_Final, _root=True):
    """origin[args], for origins that are no ordinary generic classes, and for typing.List and its like."""

    def __init__(self, origin, args, *, name=None, inst=True):
        self.__origin__ = origin
        self.__args__ = args if isinstance(args, tuple) else (args,)
        self.__parameters__ = _parameters_of(self.__args__)
        self._name = name
        self._inst = inst
        if not name:
            self.__module__ = getattr(origin, "__module__", "typing")

    def _copy_with(self, args):
        return type(self)(self.__origin__, args, name=self._name, inst=self._inst)

    def __getitem__(self, args):
        if self.__origin__ in (Generic, Protocol) if isinstance(self.__origin__, type) else False:
            raise TypeError(f"Cannot subscript already-subscripted {self}")
        args = tuple(_type_convert(a) if not isinstance(a, list) else a for a in _as_tuple(args))
        return self._copy_with(_substituted(self, self.__parameters__, args))

    def __call__(self, *args, **kwargs):
        if not self._inst:
            raise TypeError(f"Type {self._name} cannot be instantiated; use {self.__origin__.__name__}() instead")
        result = self.__origin__(*args, **kwargs)
        try:
            result.__orig_class__ = self
        except Exception:
            pass
        return result

    def __mro_entries__(self, bases):
        if isinstance(self.__origin__, _SpecialForm):
            raise TypeError(f"Cannot subclass {self!r}")
        if self._name:
            result = []
            if self.__origin__ not in bases:
                result.append(self.__origin__)
            if not any(isinstance(b, (_GenericAlias, GenericAlias)) or isinstance(b, type) and issubclass(b, Generic)
                       for b in bases[bases.index(self) + 1:]):
                result.append(Generic)
            return tuple(result)
        if self.__origin__ is Generic:
            if Protocol in bases:
                return ()
            for base in bases[bases.index(self) + 1:]:
                if isinstance(base, (_GenericAlias, GenericAlias)):
                    return ()
        return (self.__origin__,)

    def __getattr__(self, attr):
        if "__origin__" in self.__dict__ and not (attr.startswith("__") and attr.endswith("__")):
            return getattr(self.__origin__, attr)
        if attr in ("__name__", "__qualname__"):
            return self._name or getattr(self.__origin__, attr)
        raise AttributeError(attr)

    def __eq__(self, other):
        if not isinstance(other, _GenericAlias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__args__ == other.__args__

    def __hash__(self):
        return hash((self.__origin__, _hashable(self.__args__)))

    def __or__(self, right):
        return Union[self, right]

    def __ror__(self, left):
        return Union[left, self]

    def __instancecheck__(self, obj):
        raise TypeError("Subscripted generics cannot be used with class and instance checks")

    def __subclasscheck__(self, cls):
        raise TypeError("Subscripted generics cannot be used with class and instance checks")

    def __iter__(self):
        yield Unpack[self]

    def __repr__(self):
        name = f"typing.{self._name}" if self._name else _type_repr(self.__origin__)
        if self.__args__:
            return f"{name}[{', '.join(_type_repr(a) for a in self.__args__)}]"
        return f"{name}[()]"

    def __reduce__(self):
        origin = globals()[self._name] if self._name else self.__origin__
        args = self.__args__
        return operator.getitem, (origin, args[0] if len(args) == 1 and not isinstance(args[0], tuple) else args)


def _hashable(args):
    return tuple(tuple(a) if isinstance(a, list) else a for a in args)


class _LiteralAlias(_GenericAlias, _root=True):
    def __eq__(self, other):
        if not isinstance(other, _LiteralAlias):
            return NotImplemented
        mine = {(type(v), v) for v in self.__args__}
        return mine == {(type(v), v) for v in other.__args__}

    def __hash__(self):
        return hash(frozenset((type(v), v) for v in self.__args__))

    def __repr__(self):
        return f"typing.Literal[{', '.join(repr(a) for a in self.__args__)}]"


class _ConcatenateGenericAlias(_GenericAlias, _root=True):
    pass


class _UnpackAlias(_GenericAlias, _root=True):
    def __repr__(self):
        return f"typing.Unpack[{_type_repr(self.__args__[0])}]"

    @property
    def __typing_is_unpacked_typevartuple__(self):
        return isinstance(self.__args__[0], TypeVarTuple)


class _AnnotatedAlias(_GenericAlias, _root=True):
    """origin with metadata."""

    def __init__(self, origin, metadata):
        if isinstance(origin, _AnnotatedAlias):
            metadata = origin.__metadata__ + metadata
            origin = origin.__origin__
        super().__init__(origin, (origin,), name="Annotated")
        self.__metadata__ = metadata

    def _copy_with(self, args):
        return _AnnotatedAlias(args[0], self.__metadata__)

    def __repr__(self):
        shown = ", ".join(repr(m) for m in self.__metadata__)
        return f"typing.Annotated[{_type_repr(self.__origin__)}, {shown}]"

    def __reduce__(self):
        return operator.getitem, (Annotated, (self.__origin__, *self.__metadata__))

    def __eq__(self, other):
        if not isinstance(other, _AnnotatedAlias):
            return NotImplemented
        return self.__origin__ == other.__origin__ and self.__metadata__ == other.__metadata__

    def __hash__(self):
        return hash((self.__origin__, self.__metadata__))

    def __mro_entries__(self, bases):
        return (self.__origin__,)


class _CallableGenericAlias(_GenericAlias, _root=True):
    def __repr__(self):
        args = self.__args__
        if len(args) == 2 and (args[0] is ... or isinstance(args[0], (ParamSpec, _ConcatenateGenericAlias))):
            return super().__repr__()
        shown = ", ".join(_type_repr(a) for a in args[:-1])
        return f"typing.Callable[[{shown}], {_type_repr(args[-1])}]"

    def _copy_with(self, args):
        if len(args) == 2 and isinstance(args[0], (list, tuple)):
            args = (*args[0], args[1])
        return super()._copy_with(args)


class _Alias(_Final, _root=True):
    """typing.List and its like: names for classes of other modules, from when those could not be subscripted."""

    def __init__(self, origin, nparams, *, name=None, inst=False):
        self.__origin__ = origin
        self._nparams = nparams
        self._name = name or origin.__name__
        self._inst = inst
        origin_name = origin.__qualname__
        if origin.__module__ != "builtins":
            origin_name = f"{origin.__module__}.{origin_name}"
        self.__doc__ = f"A generic version of {origin_name}."

    def __getitem__(self, params):
        params = _as_tuple(params)
        params = tuple(_check_type(p, "Parameters to generic types must be types.") for p in params)
        if self._nparams >= 0 and len(params) != self._nparams:
            defaults = _ALIAS_DEFAULTS.get(self._name, ())
            if not self._nparams - len(defaults) <= len(params) <= self._nparams:
                what = "many" if len(params) > self._nparams else "few"
                raise TypeError(f"Too {what} arguments for {self}; actual {len(params)}, expected {self._nparams}")
            params += defaults[len(params) - self._nparams:]
        return _GenericAlias(self.__origin__, params, name=self._name, inst=self._inst)

    def __call__(self, *args, **kwargs):
        if not self._inst:
            raise TypeError(f"Type {self._name} cannot be instantiated; use {self.__origin__.__name__}() instead")
        return self.__origin__(*args, **kwargs)

    def __mro_entries__(self, bases):
        result = [self.__origin__] if self.__origin__ not in bases else []
        if Generic not in bases and not any(isinstance(b, (_GenericAlias, GenericAlias)) for b in bases):
            result.append(Generic)
        return tuple(result)

    def __getattr__(self, attr):
        if attr in ("__name__", "__qualname__"):
            return self._name
        if "__origin__" in self.__dict__ and not (attr.startswith("__") and attr.endswith("__")):
            return getattr(self.__origin__, attr)
        raise AttributeError(attr)

    def __instancecheck__(self, obj):
        return isinstance(obj, self.__origin__)

    def __subclasscheck__(self, cls):
        if isinstance(cls, _Alias):
            return issubclass(cls.__origin__, self.__origin__)
        return issubclass(cls, self.__origin__)

    def __or__(self, right):
        return Union[self, right]

    def __ror__(self, left):
        return Union[left, self]

    def __repr__(self):
        return "typing." + self._name

    def __reduce__(self):
        return self._name


class _TupleAlias(_Alias, _root=True):
    def __getitem__(self, params):
        params = _as_tuple(params)
        if len(params) >= 2 and params[-1] is ...:
            params = (*(_check_type(p, "Tuple[t, ...]: t must be a type.") for p in params[:-1]), ...)
        else:
            params = tuple(_check_type(p, "Tuple[t0, t1, ...]: each t must be a type.") for p in params)
        return _GenericAlias(tuple, params, name=self._name, inst=False)


class _CallableAlias(_Alias, _root=True):
    def __getitem__(self, params):
        if not isinstance(params, tuple) or len(params) != 2:
            raise TypeError("Callable must be used as Callable[[arg, ...], result].")
        args, result = params
        result = _check_type(result, "Callable[args, result]: result must be a type.")
        if isinstance(args, (list, tuple)):
            message = "Callable[[arg, ...], result]: each arg must be a type."
            args = tuple(_check_type(a, message) for a in args)
        elif args is ... or isinstance(args, (ParamSpec, _ConcatenateGenericAlias)):
            args = (args,)
        else:
            args = (_check_type(args, "Callable[[arg, ...], result]: each arg must be a type."),)
        return _CallableGenericAlias(collections.abc.Callable, (*args, result), name="Callable", inst=False)


# How many of the last parameters may be left out.
_ALIAS_DEFAULTS = {
    "Generator": (types.NoneType, types.NoneType), "AsyncGenerator": (types.NoneType,),
    "ContextManager": (bool | None,), "AsyncContextManager": (bool | None,),
}

Hashable = _Alias(collections.abc.Hashable, 0)
Awaitable = _Alias(collections.abc.Awaitable, 1)
Coroutine = _Alias(collections.abc.Coroutine, 3)
AsyncIterable = _Alias(collections.abc.AsyncIterable, 1)
AsyncIterator = _Alias(collections.abc.AsyncIterator, 1)
Iterable = _Alias(collections.abc.Iterable, 1)
Iterator = _Alias(collections.abc.Iterator, 1)
Reversible = _Alias(collections.abc.Reversible, 1)
Sized = _Alias(collections.abc.Sized, 0)
Container = _Alias(collections.abc.Container, 1)
Collection = _Alias(collections.abc.Collection, 1)
Callable = _CallableAlias(collections.abc.Callable, 2)
AbstractSet = _Alias(collections.abc.Set, 1, name="AbstractSet")
MutableSet = _Alias(collections.abc.MutableSet, 1)
Mapping = _Alias(collections.abc.Mapping, 2)
MutableMapping = _Alias(collections.abc.MutableMapping, 2)
Sequence = _Alias(collections.abc.Sequence, 1)
MutableSequence = _Alias(collections.abc.MutableSequence, 1)
Tuple = _TupleAlias(tuple, -1, name="Tuple")
List = _Alias(list, 1, name="List")
Deque = _Alias(collections.deque, 1, name="Deque", inst=True)
Set = _Alias(set, 1, name="Set")
FrozenSet = _Alias(frozenset, 1, name="FrozenSet")
MappingView = _Alias(collections.abc.MappingView, 1)
KeysView = _Alias(collections.abc.KeysView, 1)
ItemsView = _Alias(collections.abc.ItemsView, 2)
ValuesView = _Alias(collections.abc.ValuesView, 1)
Dict = _Alias(dict, 2, name="Dict")
DefaultDict = _Alias(collections.defaultdict, 2, name="DefaultDict", inst=True)
OrderedDict = _Alias(collections.OrderedDict, 2, inst=True)
Counter = _Alias(collections.Counter, 1, inst=True)
ChainMap = _Alias(collections.ChainMap, 2, inst=True)
Generator = _Alias(collections.abc.Generator, 3)
AsyncGenerator = _Alias(collections.abc.AsyncGenerator, 2)
Type = _Alias(type, 1, name="Type")

Text = str
AnyStr = TypeVar("AnyStr", bytes, str)


def __getattr__(name):
    # Rarely wanted, and their modules take time to import.
    if name in ("Pattern", "Match"):
        import re
        result = _Alias(getattr(re, name), 1)
    elif name in ("ContextManager", "AsyncContextManager"):
        import contextlib
        result = _Alias(getattr(contextlib, f"Abstract{name}"), 2, name=name)
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = result
    return result


# -- protocols --

_PROTOCOL_INTERNALS = frozenset({
    "__abstractmethods__", "__annotations__", "__dict__", "__doc__", "__init__", "__module__", "__new__",
    "__slots__", "__subclasshook__", "__weakref__", "__class_getitem__", "__match_args__", "__static_attributes__",
    "__firstlineno__", "__annotate__", "__annotate_func__", "__annotations_cache__", "__parameters__",
    "__orig_bases__", "__orig_class__", "_is_protocol", "_is_runtime_protocol", "__protocol_attrs__",
    "__non_callable_proto_members__", "__type_params__", "_MutableMapping__marker", "_abc_impl", "__qualname__",
    "__init_subclass__", "__classcell__", "__slotnames__",
})


def _protocol_members(cls):
    """The names that a class needs to fit a protocol."""
    members = set()
    for base in cls.__mro__[:-1]:
        if base.__name__ in ("Protocol", "Generic") and base.__module__ == "typing":
            continue
        names = list(base.__dict__)
        names += _get_annotations(base, format=_Format.FORWARDREF) if isinstance(base, type) else []
        members.update(n for n in names if not n.startswith("_abc_") and n not in _PROTOCOL_INTERNALS)
    return members


def _no_init_or_replace_init(self, *args, **kwargs):
    cls = type(self)
    if cls._is_protocol:
        raise TypeError("Protocols cannot be instantiated")
    # A class that implements a protocol: its __init__ is the next one that is none of ours.
    if cls.__init__ is not _no_init_or_replace_init:
        return
    for base in cls.__mro__:
        init = base.__dict__.get("__init__", _no_init_or_replace_init)
        if init is not _no_init_or_replace_init:
            cls.__init__ = init
            break
    else:
        cls.__init__ = object.__init__
    cls.__init__(self, *args, **kwargs)


class _ProtocolMeta(ABCMeta):
    def __new__(mcls, name, bases, namespace, /, **kwargs):
        if name == "Protocol" and bases == (Generic,):
            pass
        elif Protocol in bases:
            for base in bases:
                if not (base in (object, Generic) or base.__module__ in _PROTOCOL_MODULES
                        and base.__name__ in _PROTOCOL_MODULES[base.__module__] or getattr(base, "_is_protocol", False)):
                    raise TypeError(f"Protocols can only inherit from other protocols, got {base!r}")
        return super().__new__(mcls, name, bases, namespace, **kwargs)

    def __init__(cls, *args, **kwargs):
        if getattr(cls, "_is_protocol", False):
            cls.__protocol_attrs__ = _protocol_members(cls)

    def __subclasscheck__(cls, other):
        if cls is Protocol:
            return type.__subclasscheck__(cls, other)
        if getattr(cls, "_is_protocol", False) and not _called_by_abc():
            if not isinstance(other, type):
                raise TypeError("issubclass() arg 1 must be a class")
            if not getattr(cls, "_is_runtime_protocol", False):
                raise TypeError("Instance and class checks can only be used with @runtime_checkable protocols")
            data = sorted(n for n in cls.__protocol_attrs__ if not callable(getattr(cls, n, None)))
            if data:
                raise TypeError("Protocols with non-method members don't support issubclass(). "
                                f"Non-method members: {str(data)[1:-1]}.")
        return super().__subclasscheck__(other)

    def __instancecheck__(cls, instance):
        if cls is Protocol:
            return type.__instancecheck__(cls, instance)
        if not getattr(cls, "_is_protocol", False):
            return super().__instancecheck__(instance)
        if not getattr(cls, "_is_runtime_protocol", False):
            raise TypeError("Instance and class checks can only be used with @runtime_checkable protocols")
        if super().__instancecheck__(instance):
            return True
        missing = object()
        for name in cls.__protocol_attrs__:
            value = _getattr_static(instance, name, missing)
            if value is missing or value is None and callable(getattr(cls, name, None)):
                return False
        return True


def _called_by_abc():
    """True while the machinery of ABCs asks, which is about registration and not about shape."""
    try:
        caller = sys._getframe(2).f_globals.get("__name__")
    except (AttributeError, ValueError):
        return False
    return caller in ("abc", "functools", "_abc")


def _getattr_static(obj, name, default):
    """An attribute without running properties or __getattr__."""
    own = getattr(obj, "__dict__", None)
    if isinstance(own, dict) and name in own:
        return own[name]
    for base in type(obj).__mro__:
        if name in base.__dict__:
            return base.__dict__[name]
    if isinstance(obj, type):
        for base in obj.__mro__:
            if name in base.__dict__:
                return base.__dict__[name]
    return default


_PROTOCOL_MODULES = {
    "collections.abc": ["Callable", "Awaitable", "Iterable", "Iterator", "AsyncIterable", "AsyncIterator", "Hashable",
                        "Sized", "Container", "Collection", "Reversible", "Buffer"],
    "contextlib": ["AbstractContextManager", "AbstractAsyncContextManager"],
    "io": ["Reader", "Writer"],
    "os": ["PathLike"],
}


class Protocol(Generic, metaclass=_ProtocolMeta):
    """Base class for protocol classes: a class fits if it has the members, whatever it derives from.

    isinstance() with a protocol works when it is decorated with @runtime_checkable, and then looks only at whether
    the members are there.
    """

    __slots__ = ()
    _is_protocol = True
    _is_root_protocol = True
    _is_runtime_protocol = False

    def __init_subclass__(cls, *args, **kwargs):
        super().__init_subclass__(*args, **kwargs)
        if "_is_protocol" not in cls.__dict__:
            cls._is_protocol = any(b is Protocol for b in cls.__bases__)
        if "__subclasshook__" not in cls.__dict__:
            cls.__subclasshook__ = classmethod(_protocol_hook)
        if cls._is_protocol and cls.__init__ is Protocol.__init__:
            cls.__init__ = _no_init_or_replace_init


def _protocol_hook(cls, other):
    if not cls.__dict__.get("_is_protocol", False):
        return NotImplemented
    for name in cls.__protocol_attrs__:
        for base in other.__mro__:
            if name in base.__dict__:
                if base.__dict__[name] is None:
                    return NotImplemented
                break
            annotations = base.__dict__.get("__annotations__", {})
            if isinstance(annotations, dict) and name in annotations and getattr(other, "_is_protocol", False):
                break
        else:
            return NotImplemented
    return True


def runtime_checkable(cls):
    """Mark a protocol class as a runtime protocol, which can be used with isinstance() and issubclass()."""
    if not (isinstance(cls, type) and issubclass(cls, Generic)) or not getattr(cls, "_is_protocol", False):
        raise TypeError(f"@runtime_checkable can be only applied to protocol classes, got {cls!r}")
    cls._is_runtime_protocol = True
    cls.__non_callable_proto_members__ = {n for n in cls.__protocol_attrs__ if not callable(getattr(cls, n, None))}
    return cls


def is_protocol(tp, /):
    """Return True if the given type is a Protocol."""
    return isinstance(tp, type) and getattr(tp, "_is_protocol", False) and tp is not Protocol


def get_protocol_members(tp, /):
    """Return the set of members defined in a Protocol."""
    if not is_protocol(tp):
        raise TypeError(f"{tp!r} is not a Protocol")
    return frozenset(tp.__protocol_attrs__)


@runtime_checkable
class SupportsInt(Protocol):
    """An ABC with one abstract method __int__."""

    __slots__ = ()

    @abstractmethod
    def __int__(self) -> int:
        pass


@runtime_checkable
class SupportsFloat(Protocol):
    """An ABC with one abstract method __float__."""

    __slots__ = ()

    @abstractmethod
    def __float__(self) -> float:
        pass


@runtime_checkable
class SupportsComplex(Protocol):
    """An ABC with one abstract method __complex__."""

    __slots__ = ()

    @abstractmethod
    def __complex__(self) -> complex:
        pass


@runtime_checkable
class SupportsBytes(Protocol):
    """An ABC with one abstract method __bytes__."""

    __slots__ = ()

    @abstractmethod
    def __bytes__(self) -> bytes:
        pass


@runtime_checkable
class SupportsIndex(Protocol):
    """An ABC with one abstract method __index__."""

    __slots__ = ()

    @abstractmethod
    def __index__(self) -> int:
        pass


T_co = TypeVar("T_co", covariant=True)


@runtime_checkable
class SupportsAbs(Protocol[T_co]):
    """An ABC with one abstract method __abs__ that is covariant in its return type."""

    __slots__ = ()

    @abstractmethod
    def __abs__(self):
        pass


@runtime_checkable
class SupportsRound(Protocol[T_co]):
    """An ABC with one abstract method __round__ that is covariant in its return type."""

    __slots__ = ()

    @abstractmethod
    def __round__(self, ndigits=0):
        pass


# -- NamedTuple --

_NAMED_TUPLE_PROHIBITED = frozenset({
    "__new__", "__init__", "__slots__", "__getnewargs__", "_fields", "_field_defaults", "_field_types", "_make",
    "_replace", "_asdict", "_source"})


def _annotations_of_namespace(ns):
    """The annotations of a class that is being made."""
    if "__annotations__" in ns:
        return dict(ns["__annotations__"])
    annotate = ns.get("__annotate_func__") or ns.get("__annotate__")
    if annotate is None:
        return {}
    return _call_annotate(annotate, _Format.FORWARDREF)


def _make_nmtuple(name, types_, module, defaults=()):
    fields = {n: _check_type(t, f"field {n} annotation must be a type") for n, t in types_}
    made = collections.namedtuple(name, list(fields), defaults=defaults, module=module)
    made.__annotations__ = made.__new__.__annotations__ = fields
    return made


class NamedTupleMeta(type):
    def __new__(cls, typename, bases, ns):
        for base in bases:
            if base is not _NamedTuple and base is not Generic:
                raise TypeError("can only inherit from a NamedTuple type and Generic")
        types_ = _annotations_of_namespace(ns)
        default_names = []
        for field_name in types_:
            if field_name in ns:
                default_names.append(field_name)
            elif default_names:
                raise TypeError(f"Non-default namedtuple field {field_name} cannot follow default field"
                                f"{'s' if len(default_names) > 1 else ''} {', '.join(default_names)}")
        made = _make_nmtuple(typename, types_.items(), ns["__module__"], [ns[n] for n in default_names])
        if Generic in bases:
            made.__class_getitem__ = classmethod(_generic_class_getitem)
        for key, value in ns.items():
            if key in _NAMED_TUPLE_PROHIBITED:
                raise AttributeError("Cannot overwrite NamedTuple attribute " + key)
            if key in ("__module__", "__name__", "__annotations__", "__annotate__", "__annotate_func__",
                       "__classcell__", "__dict__"):
                continue
            if key not in made._fields:
                setattr(made, key, value)
                set_name = getattr(type(value), "__set_name__", None)
                if set_name is not None:
                    set_name(value, made, key)
        if Generic in bases:
            _generic_init_subclass(made)
        return made


def NamedTuple(typename, fields, /):
    """Typed version of namedtuple.

    class Employee(NamedTuple):
        name: str
        id: int
    """
    made = _make_nmtuple(typename, fields, module=_caller())
    made.__orig_bases__ = (NamedTuple,)
    return made


_NamedTuple = type.__new__(NamedTupleMeta, "NamedTuple", (), {})


def _namedtuple_mro_entries(bases):
    return (_NamedTuple,)


NamedTuple.__mro_entries__ = _namedtuple_mro_entries


def _caller(depth=1, default="__main__"):
    try:
        return sys._getframemodulename(depth + 1) or default
    except AttributeError:
        pass
    try:
        return sys._getframe(depth + 1).f_globals.get("__name__", default)
    except (AttributeError, ValueError):
        return None


# -- TypedDict --

def _qualifiers(annotation):
    """Required, NotRequired and ReadOnly around an annotation; Annotated in between is looked through."""
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation = annotation.__origin__
        elif origin in (Required, NotRequired, ReadOnly):
            yield origin
            annotation = annotation.__args__[0]
        else:
            return


class _TypedDictMeta(type):
    def __new__(cls, name, bases, ns, total=True):
        for base in bases:
            if type(base) is not _TypedDictMeta and base is not Generic:
                raise TypeError("cannot inherit from both a TypedDict type and a non-TypedDict base class")
        own = {n: _check_type(t, "TypedDict('Name', {f0: t0, f1: t1, ...}); each t must be a type")
               for n, t in _annotations_of_namespace(ns).items()}
        generic_base = (Generic,) if any(issubclass(b, Generic) for b in bases) else ()
        ns = {k: v for k, v in ns.items() if k not in ("__annotate_func__", "__annotate__", "__annotations__")}
        made = type.__new__(_TypedDictMeta, name, (*generic_base, dict), ns)
        if not hasattr(made, "__orig_bases__"):
            made.__orig_bases__ = bases
        annotations = {}
        required, optional, readonly, mutable = set(), set(), set(), set()
        for base in bases:
            annotations.update(base.__dict__.get("__annotations__", {}))
            base_required = base.__dict__.get("__required_keys__", set())
            required |= base_required
            optional -= base_required
            base_optional = base.__dict__.get("__optional_keys__", set())
            required -= base_optional
            optional |= base_optional
            readonly.update(base.__dict__.get("__readonly_keys__", ()))
            mutable.update(base.__dict__.get("__mutable_keys__", ()))
        annotations.update(own)
        for key, annotation in own.items():
            marks = set(_qualifiers(annotation))
            is_required = Required in marks or (total and NotRequired not in marks)
            (required if is_required else optional).add(key)
            (optional if is_required else required).discard(key)
            (readonly if ReadOnly in marks else mutable).add(key)
            if ReadOnly not in marks:
                readonly.discard(key)
        made.__annotations__ = annotations
        made.__required_keys__ = frozenset(required)
        made.__optional_keys__ = frozenset(optional)
        made.__readonly_keys__ = frozenset(readonly)
        made.__mutable_keys__ = frozenset(mutable)
        made.__total__ = total
        return made

    __call__ = dict  # an instance is a plain dict

    def __subclasscheck__(cls, other):
        raise TypeError("TypedDict does not support instance and class checks")

    __instancecheck__ = __subclasscheck__


def TypedDict(typename, fields, /, *, total=True):
    """A simple typed namespace. At runtime it is equivalent to a plain dict.

    class Point2D(TypedDict):
        x: int
        y: int
        label: NotRequired[str]
    """
    ns = {"__annotations__": dict(fields)}
    module = _caller()
    if module is not None:
        ns["__module__"] = module
    made = _TypedDictMeta(typename, (), ns, total=total)
    made.__orig_bases__ = (TypedDict,)
    return made


_TypedDict = type.__new__(_TypedDictMeta, "TypedDict", (), {})
TypedDict.__mro_entries__ = lambda bases: (_TypedDict,)


def is_typeddict(tp):
    """Check if an annotation is a TypedDict class."""
    return type(tp) is _TypedDictMeta and tp is not _TypedDict


# -- functions --

def cast(typ, val):
    """Cast a value to a type: returns the value unchanged."""
    return val


def assert_type(val, typ, /):
    """Ask a static type checker to confirm that the value is of the given type; returns it."""
    return val


def assert_never(arg, /):
    """Statically assert that a line of code is unreachable; raises AssertionError when it is reached."""
    value = repr(arg)
    if len(value) > 100:
        value = value[:100] + "..."
    raise AssertionError(f"Expected code to be unreachable, but got: {value}")


def reveal_type(obj, /):
    """Ask a static type checker to reveal the inferred type of an expression; prints the runtime type."""
    print(f"Runtime type is {type(obj).__name__!r}", file=sys.stderr)
    return obj


def final(f):
    """Decorator to indicate final methods and final classes."""
    try:
        f.__final__ = True
    except (AttributeError, TypeError):
        pass
    return f


def override(method, /):
    """Indicate that a method is intended to override a method in a base class."""
    try:
        method.__override__ = True
    except (AttributeError, TypeError):
        pass
    return method


def no_type_check(arg):
    """Decorator to indicate that annotations are not type hints."""
    if isinstance(arg, type):
        for name in dir(arg):
            value = arg.__dict__.get(name)
            if isinstance(value, types.FunctionType):
                value.__no_type_check__ = True
            if isinstance(value, (staticmethod, classmethod)):
                value.__func__.__no_type_check__ = True
    try:
        arg.__no_type_check__ = True
    except TypeError:
        pass
    return arg


def no_type_check_decorator(decorator):
    """Decorator to give another decorator the @no_type_check effect."""

    @functools.wraps(decorator)
    def wrapped_decorator(*args, **kwds):
        return no_type_check(decorator(*args, **kwds))

    return wrapped_decorator


def dataclass_transform(*, eq_default=True, order_default=False, kw_only_default=False, frozen_default=False,
                        field_specifiers=(), **kwargs):
    """Decorator to mark an object as providing dataclass-like behaviour."""

    def decorator(cls_or_fn):
        cls_or_fn.__dataclass_transform__ = {
            "eq_default": eq_default, "order_default": order_default, "kw_only_default": kw_only_default,
            "frozen_default": frozen_default, "field_specifiers": field_specifiers, "kwargs": kwargs,
        }
        return cls_or_fn

    return decorator


_overload_registry = defaultdict(functools.partial(defaultdict, dict))


def _overload_dummy(*args, **kwds):
    raise NotImplementedError("You should not call an overloaded function. A series of @overload-decorated functions "
                              "outside a stub module should always be followed by an implementation that is not "
                              "@overload-ed.")


def overload(func):
    """Decorator for overloaded functions/methods: several signatures before the one implementation."""
    f = getattr(func, "__func__", func)
    try:
        _overload_registry[f.__module__][f.__qualname__][f.__code__.co_firstlineno] = func
    except AttributeError:
        pass
    return _overload_dummy


def get_overloads(func):
    """Return all defined overloads for *func* as a sequence."""
    f = getattr(func, "__func__", func)
    if f.__module__ not in _overload_registry:
        return []
    return list(_overload_registry[f.__module__].get(f.__qualname__, {}).values())


def clear_overloads():
    """Clear all overloads in the registry."""
    _overload_registry.clear()


class NewType:
    """Creates simple unique types with almost zero runtime overhead: UserId = NewType('UserId', int)."""

    def __init__(self, name, tp):
        self.__qualname__ = name
        self.__name__ = name.rpartition(".")[2]
        self.__supertype__ = tp
        module = _caller()
        if module != "typing":
            self.__module__ = module

    def __call__(self, x, /):
        return x

    def __mro_entries__(self, bases):
        name = self.__name__

        class Dummy:
            def __init_subclass__(cls):
                raise TypeError("Cannot subclass an instance of NewType. Perhaps you were looking for: "
                                f"`{cls.__name__} = NewType({cls.__name__!r}, {name})`")

        return (Dummy,)

    def __repr__(self):
        return f"{self.__module__}.{self.__qualname__}"

    def __reduce__(self):
        return self.__qualname__

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]


# -- looking at hints --

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


# -- files --

class IO(Generic[AnyStr]):
    """Generic base class for the type of the streams returned by open()."""

    __slots__ = ()

    @property
    @abstractmethod
    def mode(self) -> str:
        pass

    @property
    @abstractmethod
    def name(self) -> str:
        pass

    @abstractmethod
    def close(self) -> None:
        pass

    @property
    @abstractmethod
    def closed(self) -> bool:
        pass

    @abstractmethod
    def fileno(self) -> int:
        pass

    @abstractmethod
    def flush(self) -> None:
        pass

    @abstractmethod
    def isatty(self) -> bool:
        pass

    @abstractmethod
    def read(self, n: int = -1) -> AnyStr:
        pass

    @abstractmethod
    def readable(self) -> bool:
        pass

    @abstractmethod
    def readline(self, limit: int = -1) -> AnyStr:
        pass

    @abstractmethod
    def readlines(self, hint: int = -1) -> list[AnyStr]:
        pass

    @abstractmethod
    def seek(self, offset: int, whence: int = 0) -> int:
        pass

    @abstractmethod
    def seekable(self) -> bool:
        pass

    @abstractmethod
    def tell(self) -> int:
        pass

    @abstractmethod
    def truncate(self, size: int | None = None) -> int:
        pass

    @abstractmethod
    def writable(self) -> bool:
        pass

    @abstractmethod
    def write(self, s: AnyStr) -> int:
        pass

    @abstractmethod
    def writelines(self, lines: list[AnyStr]) -> None:
        pass

    @abstractmethod
    def __enter__(self):
        pass

    @abstractmethod
    def __exit__(self, type, value, traceback) -> None:
        pass


class BinaryIO(IO[bytes]):
    """Typed version of the return of open() in binary mode."""

    __slots__ = ()

    @abstractmethod
    def write(self, s: bytes | bytearray) -> int:
        pass

    @abstractmethod
    def __enter__(self):
        pass


class TextIO(IO[str]):
    """Typed version of the return of open() in text mode."""

    __slots__ = ()

    @property
    @abstractmethod
    def buffer(self):
        pass

    @property
    @abstractmethod
    def encoding(self) -> str:
        pass

    @property
    @abstractmethod
    def errors(self):
        pass

    @property
    @abstractmethod
    def line_buffering(self) -> bool:
        pass

    @property
    @abstractmethod
    def newlines(self):
        pass

    @abstractmethod
    def __enter__(self):
        pass
