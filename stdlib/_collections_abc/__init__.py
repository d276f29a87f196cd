"""Abstract base classes for containers, as module collections.abc has them (PEP 3119).

Those with one method recognise any class that has the method. The larger ones (Sequence, Mapping, Set ...) are
for deriving and registering, and supply what follows from their abstract methods.
"""

__all__ = [
    "Awaitable", "Coroutine", "AsyncIterable", "AsyncIterator", "AsyncGenerator", "Hashable", "Iterable", "Iterator",
    "Generator", "Reversible", "Sized", "Container", "Callable", "Collection", "Set", "MutableSet", "Mapping",
    "MutableMapping", "MappingView", "KeysView", "ItemsView", "ValuesView", "Sequence", "MutableSequence", "Buffer",
]

__name__ = "collections.abc"  # the module that all of this belongs to

from _collections_abc._builtin_types import (
    EllipsisType, FunctionType, GenericAlias, async_generator, bytearray_iterator, bytes_iterator, coroutine,
    dict_itemiterator, dict_items, dict_keyiterator, dict_keys, dict_valueiterator, dict_values, framelocalsproxy,
    generator, list_iterator, list_reverseiterator, longrange_iterator, mappingproxy, range_iterator, set_iterator,
    str_iterator, tuple_iterator, zip_iterator)
from _collections_abc._callable import Callable, _CallableGenericAlias
from _collections_abc._mappings import ItemsView, KeysView, Mapping, MappingView, MutableMapping, ValuesView
from _collections_abc._one_method import (
    AsyncGenerator, AsyncIterable, AsyncIterator, Awaitable, Buffer, Collection, Container, Coroutine, Generator,
    Hashable, Iterable, Iterator, Reversible, Sized, _check_methods)
from _collections_abc._sequences import MutableSequence, Sequence
from _collections_abc._sets import MutableSet, Set
