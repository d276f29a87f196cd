"""Flag and IntFlag: members that can be combined."""

import operator as _operator

from enum import _metaclass
from enum._bits import _iter_bits_lsb, bin
from enum._classes import Enum, ReprEnum, StrEnum
from enum._namespace import auto

__name__ = "enum"  # the module that these belong to


class FlagBoundary(StrEnum):
    """What a Flag does with a value that has bits which no member has.

    "strict" -> error is raised [default for Flag]
    "conform" -> extra bits are discarded
    "eject" -> lose flag status
    "keep" -> keep flag status and all bits [default for IntFlag]
    """

    STRICT = auto()
    CONFORM = auto()
    EJECT = auto()
    KEEP = auto()


STRICT, CONFORM, EJECT, KEEP = FlagBoundary
_metaclass.EJECT = EJECT


class Flag(Enum, boundary=STRICT):
    """Support for flags: members can be combined with |, &, ^ and ~."""

    _numeric_repr_ = repr

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        """The value of auto(): the next power of two."""
        if not last_values:
            return start if start is not None else 1
        last_value = max(last_values)
        try:
            high_bit = last_value.bit_length() - 1
        except Exception:
            raise TypeError(f"invalid flag value {last_value!r}") from None
        return 2 ** (high_bit + 1)

    @classmethod
    def _iter_member_by_value_(cls, value):
        """The single-bit members in a value, lowest bit first."""
        for val in _iter_bits_lsb(value & cls._flag_mask_):
            if val in cls._value2member_map_:
                yield cls._value2member_map_[val]

    _iter_member_ = _iter_member_by_value_

    @classmethod
    def _iter_member_by_def_(cls, value):
        """The same in the order of their definition."""
        yield from sorted(cls._iter_member_by_value_(value), key=lambda m: m._sort_order_)

    @classmethod
    def _fit_value(cls, value):
        """A value with bits beyond those of members, as the class's boundary wants it."""
        known = cls._flag_mask_
        boundary = cls._boundary_
        if boundary is CONFORM:
            return value & known
        if boundary is KEEP:
            # A negative number stands for all bits but some: of a width that holds it.
            return value if value >= 0 else value + max(cls._all_bits_ + 1, 1 << value.bit_length())
        if boundary is STRICT:
            width = max(value.bit_length(), known.bit_length())
            raise ValueError(f"{cls!r} invalid value {value!r}\n    given {bin(value, width)}\n"
                             f"  allowed {bin(known, width)}")
        raise ValueError(f"{cls!r} unknown flag boundary {boundary!r}")

    @classmethod
    def _name_of_value(cls, value):
        """R|W for a combination; None when no member is part of it."""
        parts = list(cls._iter_member_(value & cls._singles_mask_))
        covered = 0
        for part in parts:
            covered |= part._value_
        if value & ~covered:
            # Bits that only combined members have.
            for part in cls._member_map_.values():
                if part not in parts and part._value_ and part._value_ & value == part._value_:
                    parts.append(part)
                    covered |= part._value_
        if not covered:
            return None
        names = [part._name_ for part in parts]
        rest = value & ~covered
        if rest:
            if cls._boundary_ is STRICT:
                raise ValueError(f"{cls!r}: no members with value {rest!r}")
            names.append(cls._numeric_repr_(rest))
        return "|".join(names)

    @classmethod
    def _missing_(cls, value):
        """Makes a member for a combination of bits."""
        if not isinstance(value, int):
            raise ValueError(f"{value!r} is not a valid {cls.__qualname__}")
        all_bits = cls._all_bits_
        in_range = ~all_bits <= value <= all_bits
        if not in_range or value & (all_bits ^ cls._flag_mask_):
            if cls._boundary_ is EJECT:
                return value
            value = cls._fit_value(value)
        given = value
        if value < 0:
            # ~flag means all the others.
            value = value + all_bits + 1 if cls._boundary_ in (EJECT, KEEP) else value & cls._singles_mask_
        result = cls._value2member_map_.get(value)
        if result is None:
            name = cls._name_of_value(value)
            if cls._member_type_ is object:
                result = object.__new__(cls)
            else:
                result = cls._member_type_.__new__(cls, value)
            if not hasattr(result, "_value_"):
                result._value_ = value
            result._name_ = name
            result.__objclass__ = cls
            # Another thread may have been quicker.
            result = cls._value2member_map_.setdefault(value, result)
        if given != value:
            cls._value2member_map_[given] = result
        return result

    def __contains__(self, other):
        """Returns True if self has at least the same flags set as other."""
        if not isinstance(other, self.__class__):
            raise TypeError(f"unsupported operand type(s) for 'in': {type(other).__qualname__!r} and "
                            f"{self.__class__.__qualname__!r}")
        return other._value_ & self._value_ == other._value_

    def __iter__(self):
        """Returns flags in definition order."""
        yield from self._iter_member_(self._value_)

    def __len__(self):
        return self._value_.bit_count()

    def __repr__(self):
        cls_name = self.__class__.__name__
        v_repr = self.__class__._value_repr_ or repr
        if self._name_ is None:
            return f"<{cls_name}: {v_repr(self._value_)}>"
        return f"<{cls_name}.{self._name_}: {v_repr(self._value_)}>"

    def __str__(self):
        cls_name = self.__class__.__name__
        if self._name_ is None:
            return f"{cls_name}({self._value_!r})"
        return f"{cls_name}.{self._name_}"

    def __bool__(self):
        return bool(self._value_)

    def _get_value(self, flag):
        if isinstance(flag, self.__class__):
            return flag._value_
        if self._member_type_ is not object and isinstance(flag, self._member_type_):
            return flag
        return NotImplemented

    def _combine(self, other, operate):
        other_value = self._get_value(other)
        if other_value is NotImplemented:
            return NotImplemented
        for flag in self, other:
            if self._get_value(flag) is None:
                raise TypeError(f"'{flag}' cannot be combined with other flags")
        return self.__class__(operate(self._value_, other_value))

    def __or__(self, other):
        return self._combine(other, _operator.or_)

    def __and__(self, other):
        return self._combine(other, _operator.and_)

    def __xor__(self, other):
        return self._combine(other, _operator.xor)

    __ror__ = __or__
    __rand__ = __and__
    __rxor__ = __xor__

    def __invert__(self):
        if self._get_value(self) is None:
            raise TypeError(f"'{self}' cannot be inverted")
        if self._inverted_ is None:
            if self._boundary_ in (EJECT, KEEP):
                self._inverted_ = self.__class__(~self._value_)
            else:
                self._inverted_ = self.__class__(self._singles_mask_ & ~self._value_)
        return self._inverted_


_metaclass.Flag = Flag


class IntFlag(int, ReprEnum, Flag, boundary=KEEP):
    """Support for integer-based Flags"""
