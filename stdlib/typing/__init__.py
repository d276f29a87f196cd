"""What type hints are written with.

Nothing here checks types while a program runs: subscripts give objects that remember their arguments, which
get_type_hints(), get_origin() and get_args() show. TypeVar, Union, Generic and type aliases are native (module
_typing); the rest lies in the modules of this package, each of which calls itself `typing`, so that classes do.
"""

from _typing import Generic, NoDefault, ParamSpec, TypeAliasType, TypeVar, TypeVarTuple, Union
from annotationlib import ForwardRef

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
Text = str

from typing._arguments import _type_convert, _type_repr
from typing._special import _Final, _SpecialForm
from typing._subscripted import (_AnnotatedAlias, _CallableGenericAlias, _ConcatenateGenericAlias, _GenericAlias,
                                 _LiteralAlias, _UnpackAlias)
from typing._param_spec import ParamSpecArgs, ParamSpecKwargs
from typing._generic import _generic_class_getitem, _generic_init_subclass
from typing._forms import (Annotated, Any, ClassVar, Concatenate, Final, Literal, LiteralString, Never, NoReturn,
                           NotRequired, Optional, ReadOnly, Required, Self, TypeAlias, TypeGuard, TypeIs, Unpack)
from typing._old_names import (
    AbstractSet, AsyncGenerator, AsyncIterable, AsyncIterator, Awaitable, Callable, ChainMap, Collection, Container,
    Coroutine, Counter, DefaultDict, Deque, Dict, FrozenSet, Generator, Hashable, ItemsView, Iterable, Iterator,
    KeysView, List, Mapping, MappingView, MutableMapping, MutableSequence, MutableSet, OrderedDict, Reversible,
    Sequence, Set, Sized, Tuple, Type, ValuesView, _Alias)
from typing._protocols import (
    Protocol, SupportsAbs, SupportsBytes, SupportsComplex, SupportsFloat, SupportsIndex, SupportsInt, SupportsRound,
    _ProtocolMeta, get_protocol_members, is_protocol, runtime_checkable)
from typing._hints import evaluate_forward_ref, get_args, get_origin, get_type_hints
from typing._records import NamedTuple, NamedTupleMeta, TypedDict, _TypedDictMeta, is_typeddict
from typing._functions import (
    NewType, assert_never, assert_type, cast, clear_overloads, dataclass_transform, final, get_overloads,
    no_type_check, no_type_check_decorator, overload, override, reveal_type)
from typing._streams import AnyStr, BinaryIO, IO, TextIO


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
