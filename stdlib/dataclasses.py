"""Classes whose methods follow from their annotated fields.

@dataclass looks at the annotations of a class and writes the methods that a class with such fields usually has.
Their source text is composed here and compiled once for each class, so they are as fast as if written by hand.
"""

import abc
import copy
import keyword
import sys
import types
from annotationlib import Format as _Format, get_annotations as _get_annotations
from reprlib import recursive_repr as _recursive_repr
from types import FunctionType, GenericAlias

__all__ = [
    "dataclass", "field", "Field", "FrozenInstanceError", "InitVar", "KW_ONLY", "MISSING", "fields", "asdict",
    "astuple", "make_dataclass", "replace", "is_dataclass",
]


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

# Values that asdict() and astuple() need not copy.
_ATOMIC_TYPES = frozenset({
    types.NoneType, bool, int, float, str, complex, bytes, types.EllipsisType, types.NotImplementedType,
    types.CodeType, types.BuiltinFunctionType, types.FunctionType, type, range, property,
})


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


# -- what an annotation means --

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


# -- writing methods --

class _Writer:
    """Collects the source text of methods, compiles it in one go and puts the functions into the class."""

    def __init__(self, cls):
        self.cls = cls
        self.namespace = {"_MISSING": MISSING, "_FACTORY": _HAS_DEFAULT_FACTORY, "_object_setattr": object.__setattr__,
                          "_Frozen": FrozenInstanceError, "_cls": cls}
        self.sources = []
        self.names = []
        self.annotations = {}

    def add(self, name, parameters, body, annotations=None):
        lines = [f"def {name}({', '.join(parameters)}):"]
        lines += [f" {line}" for line in body]
        self.sources.append("\n".join(lines))
        self.names.append(name)
        if annotations is not None:
            self.annotations[name] = annotations

    def compile(self):
        """The functions by name."""
        namespace = self.namespace
        module = sys.modules.get(self.cls.__module__)
        namespace["__name__"] = self.cls.__module__
        if not self.sources:
            return {}
        exec("\n".join(self.sources), namespace)
        made = {}
        for name in self.names:
            func = namespace[name]
            func.__qualname__ = f"{self.cls.__qualname__}.{name}"
            if name in self.annotations:
                func.__annotations__ = self.annotations[name]
            made[name] = func
        return made


def _init_parameter(f):
    """`x`, `x=_default_x` or `x=_FACTORY`."""
    if f.default is not MISSING:
        return f"{f.name}=_default_{f.name}"
    if f.default_factory is not MISSING:
        return f"{f.name}=_FACTORY"
    return f.name


def _write_init(writer, all_fields, std_fields, kw_only_fields, frozen, has_post_init, self_name, slots):
    seen_default = None
    for f in std_fields:
        if f.init:
            if f.default is not MISSING or f.default_factory is not MISSING:
                seen_default = f
            elif seen_default:
                raise TypeError(f"non-default argument {f.name!r} follows default argument {seen_default.name!r}")
    body = []
    for f in all_fields:
        namespace = writer.namespace
        if f.default is not MISSING:
            namespace[f"_default_{f.name}"] = f.default
        if f.default_factory is not MISSING:
            namespace[f"_factory_{f.name}"] = f.default_factory
        if f._field_type is _FIELD_INITVAR:
            continue
        if f.default_factory is not MISSING:
            if f.init:
                value = f"_factory_{f.name}() if {f.name} is _FACTORY else {f.name}"
            else:
                value = f"_factory_{f.name}()"
        elif f.init:
            value = f.name
        elif slots and f.default is not MISSING:
            # The class attribute that would supply it makes way for the slot.
            value = f"_default_{f.name}"
        else:
            continue
        if frozen:
            body.append(f"_object_setattr({self_name}, {f.name!r}, {value})")
        else:
            body.append(f"{self_name}.{f.name} = {value}")
    if has_post_init:
        params = ", ".join(f.name for f in all_fields if f._field_type is _FIELD_INITVAR)
        body.append(f"{self_name}.{_POST_INIT_NAME}({params})")
    parameters = [self_name] + [_init_parameter(f) for f in std_fields]
    if kw_only_fields:
        parameters.append("*")
        parameters += [_init_parameter(f) for f in kw_only_fields]
    annotations = {f.name: f.type.type if isinstance(f.type, InitVar) else f.type
                   for f in all_fields if f.init}
    annotations["return"] = None
    writer.add("__init__", parameters, body or ["pass"], annotations)


def _tuple_of(name, fields):
    """(self.x,self.y,)"""
    if not fields:
        return "()"
    return "(" + "".join(f"{name}.{f.name}," for f in fields) + ")"


def _write_eq(writer, fields):
    if fields:
        terms = " and ".join(f"self.{f.name} == other.{f.name}" for f in fields)
    else:
        terms = "True"
    writer.add("__eq__", ["self", "other"], [
        "if self is other:",
        "  return True",
        "if other.__class__ is self.__class__:",
        f"  return {terms}",
        "return NotImplemented",
    ])


def _write_order(writer, fields):
    for name, op in (("__lt__", "<"), ("__le__", "<="), ("__gt__", ">"), ("__ge__", ">=")):
        writer.add(name, ["self", "other"], [
            "if other.__class__ is self.__class__:",
            f"  return {_tuple_of('self', fields)} {op} {_tuple_of('other', fields)}",
            "return NotImplemented",
        ])


def _write_frozen(writer, fields):
    condition = "type(self) is _cls"
    if fields:
        condition += " or name in {" + ", ".join(repr(f.name) for f in fields) + "}"
    for method, params, what in (("__setattr__", ["name", "value"], "assign to"), ("__delattr__", ["name"], "delete")):
        call = ", ".join(params)
        writer.add(method, ["self", *params], [
            f"if {condition}:",
            f"  raise _Frozen(f'cannot {what} field {{name!r}}')",
            f"super(_cls, self).{method}({call})",
        ])


# -- the hash: what the parameters and an own __hash__ come to --

def _hash_action(unsafe_hash, eq, frozen, has_explicit_hash, cls):
    """"set None", "add" or None for nothing."""
    if unsafe_hash:
        if has_explicit_hash:
            raise TypeError(f"Cannot overwrite attribute __hash__ in class {cls.__name__}")
        return "add"
    if not eq or has_explicit_hash:
        return None
    return "add" if frozen else "set None"


def _set_new_attribute(cls, name, value):
    """False when the class itself has defined it."""
    if name in cls.__dict__:
        return False
    setattr(cls, name, value)
    return True


def _fields_in_init_order(fields):
    return (tuple(f for f in fields if f.init and not f.kw_only), tuple(f for f in fields if f.init and f.kw_only))


def _process_class(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots, weakref_slot):
    fields = {}
    setattr(cls, _PARAMS, _DataclassParams(
        init=init, repr=repr, eq=eq, order=order, unsafe_hash=unsafe_hash, frozen=frozen, match_args=match_args,
        kw_only=kw_only, slots=slots, weakref_slot=weakref_slot))

    # Fields of bases come first, in the order of the MRO from its end.
    any_frozen_base = False
    all_frozen_bases = None
    has_dataclass_bases = False
    for b in cls.__mro__[-1:0:-1]:
        base_fields = b.__dict__.get(_FIELDS)
        if base_fields is None:
            continue
        has_dataclass_bases = True
        for f in base_fields.values():
            fields[f.name] = f
        if all_frozen_bases is None:
            all_frozen_bases = True
        current_frozen = getattr(b, _PARAMS).frozen
        all_frozen_bases = all_frozen_bases and current_frozen
        any_frozen_base = any_frozen_base or current_frozen

    cls_annotations = _get_annotations(cls, format=_Format.FORWARDREF)
    cls_fields = []
    KW_ONLY_seen = False
    for name, type_ in cls_annotations.items():
        if _annotation_kind(type_, cls) is KW_ONLY:
            if KW_ONLY_seen:
                raise TypeError(f"{name!r} is KW_ONLY, but KW_ONLY has already been specified")
            KW_ONLY_seen = True
            kw_only = True
        else:
            cls_fields.append(_make_field(cls, name, type_, kw_only))
    for f in cls_fields:
        fields[f.name] = f
        # What stays in the class is the plain default.
        if isinstance(getattr(cls, f.name, None), Field):
            if f.default is MISSING:
                delattr(cls, f.name)
            else:
                setattr(cls, f.name, f.default)
    for name, value in cls.__dict__.items():
        if isinstance(value, Field) and name not in cls_annotations:
            raise TypeError(f"{name!r} is a field but has no type annotation")
    if has_dataclass_bases:
        if any_frozen_base and not frozen:
            raise TypeError("cannot inherit non-frozen dataclass from a frozen one")
        if all_frozen_bases is False and frozen:
            raise TypeError("cannot inherit frozen dataclass from a non-frozen one")
    setattr(cls, _FIELDS, fields)

    # __hash__ = None comes of an own __eq__ too, and is no hash of the class's own then.
    class_hash = cls.__dict__.get("__hash__", MISSING)
    has_explicit_hash = not (class_hash is MISSING or (class_hash is None and "__eq__" in cls.__dict__))
    if order and not eq:
        raise ValueError("eq must be true if order is true")

    all_fields = [f for f in fields.values() if f._field_type in (_FIELD, _FIELD_INITVAR)]
    std_init_fields, kw_init_fields = _fields_in_init_order(all_fields)
    field_list = [f for f in fields.values() if f._field_type is _FIELD]
    writer = _Writer(cls)

    if init:
        _write_init(writer, all_fields, std_init_fields, kw_init_fields, frozen, hasattr(cls, _POST_INIT_NAME),
                    "__dataclass_self__" if "self" in fields else "self", slots)
    _set_new_attribute(cls, "__replace__", _replace)
    if repr:
        shown = ", ".join(f"{f.name}={{self.{f.name}!r}}" for f in field_list if f.repr)
        writer.add("__repr__", ["self"], [f"return f\"{{self.__class__.__qualname__}}({shown})\""])
    compared = [f for f in field_list if f.compare]
    if eq:
        _write_eq(writer, compared)
    if order:
        _write_order(writer, compared)
    if frozen:
        _write_frozen(writer, field_list)
    hash_action = _hash_action(unsafe_hash, eq, frozen, has_explicit_hash, cls)
    if hash_action == "add":
        hashed = [f for f in field_list if (f.compare if f.hash is None else f.hash)]
        writer.add("__hash__", ["self"], [f"return hash({_tuple_of('self', hashed)})"])

    made = writer.compile()
    if "__init__" in made:
        _set_new_attribute(cls, "__init__", made["__init__"])
    if "__repr__" in made:
        _set_new_attribute(cls, "__repr__", _recursive_repr()(made["__repr__"]))
    if "__eq__" in made:
        _set_new_attribute(cls, "__eq__", made["__eq__"])
    for name in ("__lt__", "__le__", "__gt__", "__ge__"):
        if name in made and not _set_new_attribute(cls, name, made[name]):
            raise TypeError(f"Cannot overwrite attribute {name} in class {cls.__name__} Consider using "
                            "functools.total_ordering")
    for name in ("__setattr__", "__delattr__"):
        if name in made and not _set_new_attribute(cls, name, made[name]):
            raise TypeError(f"Cannot overwrite attribute {name} in class {cls.__name__}")
    if hash_action == "add":
        cls.__hash__ = made["__hash__"]
    elif hash_action == "set None":
        cls.__hash__ = None

    if not getattr(cls, "__doc__"):
        cls.__doc__ = cls.__name__ + _signature_text(std_init_fields, kw_init_fields)
    if match_args:
        _set_new_attribute(cls, "__match_args__", tuple(f.name for f in std_init_fields))
    if weakref_slot and not slots:
        raise TypeError("weakref_slot is True but slots is False")
    if slots:
        cls = _add_slots(cls, frozen, weakref_slot, fields)
    abc.update_abstractmethods(cls)
    return cls


def _signature_text(std_fields, kw_fields):
    def one(f):
        text = f"{f.name}: {_type_text(f.type)}"
        if f.default is not MISSING:
            text += f" = {f.default!r}"
        elif f.default_factory is not MISSING:
            text += " = <factory>"
        return text

    parts = [one(f) for f in std_fields]
    if kw_fields:
        parts.append("*")
        parts += [one(f) for f in kw_fields]
    return "(" + ", ".join(parts) + ")"


def _type_text(annotation):
    if isinstance(annotation, InitVar):
        return repr(annotation)
    from annotationlib import type_repr
    return type_repr(annotation)


# -- slots: a class cannot get them later, so another one is made --

def _dataclass_getstate(self):
    return [getattr(self, f.name) for f in fields(self)]


def _dataclass_setstate(self, state):
    for field, value in zip(fields(self), state):
        # Not through a frozen class's __setattr__.
        object.__setattr__(self, field.name, value)


def _inherited_slots(cls):
    for c in cls.__mro__[1:-1]:
        slots = c.__dict__.get("__slots__")
        if slots is None:
            if getattr(c, "__weakrefoffset__", 0):
                yield "__weakref__"
            if getattr(c, "__dictoffset__", 0):
                yield "__dict__"
        elif isinstance(slots, str):
            yield slots
        elif not hasattr(slots, "__next__"):
            yield from slots
        else:
            raise TypeError(f"Slots of '{cls.__name__}' cannot be determined")


def _add_slots(cls, is_frozen, weakref_slot, defaults):
    if "__slots__" in cls.__dict__:
        raise TypeError(f"{cls.__name__} already specifies __slots__")
    cls_dict = dict(cls.__dict__)
    own = tuple(f.name for f in fields(cls))
    inherited = set(_inherited_slots(cls))
    names = [n for n in own if n not in inherited]
    if weakref_slot and "__weakref__" not in inherited:
        names.append("__weakref__")
    docs = {f.name: f.doc for f in fields(cls) if f.name in names}
    cls_dict["__slots__"] = {n: docs.get(n) for n in names} if any(docs.values()) else tuple(names)
    for name in own:
        cls_dict.pop(name, None)
    cls_dict.pop("__dict__", None)
    cls_dict.pop("__weakref__", None)
    if is_frozen:
        cls_dict.setdefault("__getstate__", _dataclass_getstate)
        cls_dict.setdefault("__setstate__", _dataclass_setstate)
    qualname = getattr(cls, "__qualname__", None)
    newcls = type(cls)(cls.__name__, cls.__bases__, cls_dict)
    if qualname is not None:
        newcls.__qualname__ = qualname
    # Methods that use super() or __class__ hold the old class in a closure cell.
    for member in newcls.__dict__.values():
        if _update_class_cells(member, cls, newcls):
            break
    return newcls


def _update_class_cells(member, old, new):
    functions = []
    member = getattr(member, "__wrapped__", member)
    if isinstance(member, FunctionType):
        functions.append(member)
    elif isinstance(member, property):
        functions += [f for f in (member.fget, member.fset, member.fdel) if isinstance(f, FunctionType)]
    elif isinstance(member, (classmethod, staticmethod)) and isinstance(member.__func__, FunctionType):
        functions.append(member.__func__)
    for function in functions:
        for name, cell in zip(function.__code__.co_freevars, function.__closure__ or ()):
            if name == "__class__":
                try:
                    if cell.cell_contents is old:
                        cell.cell_contents = new
                        return True
                except ValueError:
                    pass
    return False


def dataclass(cls=None, /, *, init=True, repr=True, eq=True, order=False, unsafe_hash=False, frozen=False,
              match_args=True, kw_only=False, slots=False, weakref_slot=False):
    """Add dunder methods based on the fields defined in the class.

    Examines the annotations of the class to determine fields. With order, comparisons are added; with frozen, fields
    may not be assigned to after creation; with kw_only, all parameters of __init__() are keyword-only; with slots,
    a new class with __slots__ is returned.
    """

    def wrap(cls):
        return _process_class(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only, slots,
                              weakref_slot)

    return wrap if cls is None else wrap(cls)


# -- functions for instances --

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


def _replace(self, /, **changes):
    for f in getattr(self, _FIELDS).values():
        if f._field_type is _FIELD_CLASSVAR:
            continue
        if not f.init:
            if f.name in changes:
                raise TypeError(f"field {f.name} is declared with init=False, it cannot be specified with replace()")
            continue
        if f.name not in changes:
            if f._field_type is _FIELD_INITVAR and f.default is MISSING:
                raise TypeError(f"InitVar {f.name!r} must be specified with replace()")
            changes[f.name] = getattr(self, f.name)
    return self.__class__(**changes)
