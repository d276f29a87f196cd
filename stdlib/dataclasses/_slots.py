"""Slots: a class cannot get them later, so another one is made."""

from types import FunctionType

from dataclasses._field import fields

__name__ = "dataclasses"  # the module that these belong to


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
