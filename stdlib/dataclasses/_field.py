"""Fields, and what an annotation makes of a name."""

import sys
import types
from reprlib import recursive_repr as _recursive_repr
from types import GenericAlias

__name__ = "dataclasses"  # the module that these belong to


class FrozenInstanceError(AttributeError):
    pass


class _Sentinel:
    def __init__(self, shown):
        self._shown = shown

    def __repr__(self):
        return self._shown


class _MISSING_TYPE:
    pass


MISSING = _MISSING_TYPE()
_HAS_DEFAULT_FACTORY = _Sentinel("<factory>")


class _KW_ONLY_TYPE:
    pass


KW_ONLY = _KW_ONLY_TYPE()

# Kinds of fields: Field._field_type.
_FIELD = _Sentinel("_FIELD")
_FIELD_CLASSVAR = _Sentinel("_FIELD_CLASSVAR")
_FIELD_INITVAR = _Sentinel("_FIELD_INITVAR")

_EMPTY_METADATA = types.MappingProxyType({})

_FIELDS = "__dataclass_fields__"
_PARAMS = "__dataclass_params__"
_POST_INIT_NAME = "__post_init__"


class InitVar:
    """The annotation of a pseudo-field that is only passed to __init__ and __post_init__."""

    __slots__ = ("type",)

    def __init__(self, type):
        self.type = type

    def __repr__(self):
        if isinstance(self.type, type) and not isinstance(self.type, GenericAlias):
            type_name = self.type.__name__
        else:
            type_name = repr(self.type)
        return f"dataclasses.InitVar[{type_name}]"

    def __class_getitem__(cls, type):
        return InitVar(type)


class Field:
    """One field. Made by field() only; fields() returns them."""

    __slots__ = ("name", "type", "default", "default_factory", "repr", "hash", "init", "compare", "metadata",
                 "kw_only", "doc", "_field_type")

    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only, doc):
        self.name = None
        self.type = None
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.hash = hash
        self.compare = compare
        self.metadata = _EMPTY_METADATA if metadata is None else types.MappingProxyType(metadata)
        self.kw_only = kw_only
        self.doc = doc
        self._field_type = None

    @_recursive_repr()
    def __repr__(self):
        shown = ",".join(f"{name}={getattr(self, name)!r}" for name in (
            "name", "type", "default", "default_factory", "init", "repr", "hash", "compare", "metadata", "kw_only",
            "doc", "_field_type"))
        return f"Field({shown})"

    def __set_name__(self, owner, name):
        # The default may be a descriptor that wants to know its name.
        func = getattr(type(self.default), "__set_name__", None)
        if func:
            func(self.default, owner, name)

    __class_getitem__ = classmethod(GenericAlias)


class _DataclassParams:
    __slots__ = ("init", "repr", "eq", "order", "unsafe_hash", "frozen", "match_args", "kw_only", "slots",
                 "weakref_slot")

    def __init__(self, **params):
        for name in self.__slots__:
            setattr(self, name, params[name])

    def __repr__(self):
        return "_DataclassParams(" + ",".join(f"{n}={getattr(self, n)!r}" for n in self.__slots__) + ")"


def field(*, default=MISSING, default_factory=MISSING, init=True, repr=True, hash=None, compare=True, metadata=None,
          kw_only=MISSING, doc=None):
    """Return an object to identify dataclass fields.

    default is the default value of the field, default_factory a 0-argument function that makes one. init, repr,
    hash and compare say whether the field takes part in those methods. metadata is a mapping that dataclasses do
    not look at. kw_only makes the parameter of __init__() keyword-only.
    """
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError("cannot specify both default and default_factory")
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only, doc)


def _is_classvar(annotation):
    typing = sys.modules.get("typing")
    if typing is None:
        return False
    return annotation is typing.ClassVar or getattr(annotation, "__origin__", None) is typing.ClassVar


def _is_initvar(annotation):
    return annotation is InitVar or type(annotation) is InitVar


def _annotation_kind(annotation, cls):
    """_FIELD_CLASSVAR, _FIELD_INITVAR, KW_ONLY or _FIELD; annotations may be text."""
    if isinstance(annotation, str):
        name = annotation.partition("[")[0].strip()
        namespace = getattr(sys.modules.get(cls.__module__), "__dict__", {})
        found = namespace.get(name.partition(".")[0])
        for part in name.split(".")[1:]:
            found = getattr(found, part, None)
        annotation = found
    if _is_classvar(annotation):
        return _FIELD_CLASSVAR
    if _is_initvar(annotation):
        return _FIELD_INITVAR
    if annotation is KW_ONLY:
        return KW_ONLY
    return _FIELD


def _make_field(cls, a_name, a_type, default_kw_only):
    """The Field for one annotation, its default taken from the class."""
    default = getattr(cls, a_name, MISSING)
    if isinstance(default, Field):
        f = default
    else:
        if isinstance(default, types.MemberDescriptorType):
            # A slot that a base of this name has left.
            default = MISSING
        f = field(default=default)
    f.name = a_name
    f.type = a_type
    kind = _annotation_kind(a_type, cls)
    f._field_type = kind
    if kind in (_FIELD_CLASSVAR, _FIELD_INITVAR):
        if f.default_factory is not MISSING:
            raise TypeError(f"field {f.name} cannot have a default factory")
    if kind in (_FIELD, _FIELD_INITVAR):
        if f.kw_only is MISSING:
            f.kw_only = default_kw_only
    elif f.kw_only is not MISSING:
        raise TypeError(f"field {f.name} is a ClassVar but specifies kw_only")
    if kind is _FIELD and f.default.__class__.__hash__ is None:
        raise ValueError(f"mutable default {type(f.default)} for field {f.name} is not allowed: use default_factory")
    return f


def fields(class_or_instance):
    """Return a tuple describing the fields of this dataclass."""
    try:
        all_fields = getattr(class_or_instance, _FIELDS)
    except AttributeError:
        raise TypeError("must be called with a dataclass type or instance") from None
    return tuple(f for f in all_fields.values() if f._field_type is _FIELD)


def _is_dataclass_instance(obj):
    return hasattr(type(obj), _FIELDS)


def is_dataclass(obj):
    """Returns True if obj is a dataclass or an instance of a dataclass."""
    return hasattr(obj if isinstance(obj, type) else type(obj), _FIELDS)
