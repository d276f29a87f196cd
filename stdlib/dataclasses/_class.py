"""@dataclass: what a class gets."""

import abc
from annotationlib import Format as _Format, get_annotations as _get_annotations
from reprlib import recursive_repr as _recursive_repr

from dataclasses._field import (
    Field, InitVar, KW_ONLY, MISSING, _DataclassParams, _FIELD, _FIELDS, _FIELD_CLASSVAR, _FIELD_INITVAR, _PARAMS,
    _POST_INIT_NAME, _annotation_kind, _make_field)
from dataclasses._methods import _Writer, _tuple_of, _write_eq, _write_frozen, _write_init, _write_order
from dataclasses._slots import _add_slots

__name__ = "dataclasses"  # the module that these belong to


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
