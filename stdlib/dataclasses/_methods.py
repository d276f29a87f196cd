"""Writing the methods of a data class: their text, compiled once."""

import sys

from dataclasses._field import (
    FrozenInstanceError, InitVar, MISSING, _FIELD_INITVAR, _HAS_DEFAULT_FACTORY, _POST_INIT_NAME)

__name__ = "dataclasses"  # the module that these belong to


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
