"""typing.List and its like: names for classes of other modules."""

import collections
import collections.abc
import types
from types import GenericAlias

from _typing import Generic, ParamSpec, Union

from typing._arguments import _as_tuple, _check_type
from typing._special import _Final
from typing._subscripted import _CallableGenericAlias, _ConcatenateGenericAlias, _GenericAlias

__name__ = "typing"  # the module that these belong to


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
