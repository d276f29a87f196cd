"""Constants and classes for working with text."""

import _string

__all__ = [
    "ascii_letters", "ascii_lowercase", "ascii_uppercase", "capwords", "digits", "hexdigits",
    "octdigits", "printable", "punctuation", "whitespace", "Formatter", "Template",
]

whitespace = " \t\n\r\v\f"
ascii_lowercase = "abcdefghijklmnopqrstuvwxyz"
ascii_uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ascii_letters = ascii_lowercase + ascii_uppercase
digits = "0123456789"
hexdigits = digits + "abcdef" + "ABCDEF"
octdigits = "01234567"
punctuation = r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"""
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    """Each word of s capitalized, the words put together again with sep.

    Without a sep runs of white space become one space.
    """
    return (sep or " ").join(word.capitalize() for word in s.split(sep))


class _Missing:
    pass


class _Layers:
    """Looks a name up in one mapping, then in another."""

    def __init__(self, first, second):
        self.first = first
        self.second = second

    def __getitem__(self, name):
        try:
            return self.first[name]
        except KeyError:
            return self.second[name]


def _template_pattern(cls):
    """The compiled pattern of a Template class, from its attributes."""
    import re

    text = cls.__dict__.get("pattern")
    if text is None or isinstance(text, _LazyPattern):
        delimiter = re.escape(cls.delimiter)
        name = cls.idpattern
        braced = cls.braceidpattern or name
        text = (
            rf"{delimiter}(?:"
            rf"(?P<escaped>{delimiter})"
            rf"|(?P<named>{name})"
            rf"|{{(?P<braced>{braced})}}"
            r"|(?P<invalid>)"
            r")"
        )
    flags = cls.flags if cls.flags is not None else re.IGNORECASE
    return re.compile(text, flags | re.VERBOSE)


class _LazyPattern:
    """Compiles a Template's pattern when it is first asked for: most programs never do."""

    def __get__(self, instance, cls):
        cls.pattern = pattern = _template_pattern(cls)
        return pattern


class Template:
    """Text with $names in it."""

    delimiter = "$"
    # ASCII letters only, whatever the flags say.
    idpattern = r"(?a:[_a-z][_a-z0-9]*)"
    braceidpattern = None
    flags = None

    def __init_subclass__(cls):
        super().__init_subclass__()
        cls.pattern = _template_pattern(cls)

    def __init__(self, template):
        self.template = template

    def _invalid(self, match):
        at = match.start("invalid")
        lines = self.template[:at].splitlines(keepends=True)
        if not lines:
            column, line = 1, 1
        else:
            column, line = at - len("".join(lines[:-1])), len(lines)
        raise ValueError(f"Invalid placeholder in string: line {line}, col {column}")

    def _fill(self, mapping, safe):
        def replace(match):
            name = match.group("named") or match.group("braced")
            if name is not None:
                if not safe:
                    return str(mapping[name])
                try:
                    return str(mapping[name])
                except KeyError:
                    return match.group()
            if match.group("escaped") is not None:
                return self.delimiter
            if match.group("invalid") is not None:
                if safe:
                    return match.group()
                self._invalid(match)
            raise ValueError("Unrecognized named group in pattern", self.pattern)

        return self.pattern.sub(replace, self.template)

    def substitute(self, mapping=_Missing, /, **kws):
        """The text with every name replaced; KeyError for an unknown one."""
        return self._fill(self._both(mapping, kws), safe=False)

    def safe_substitute(self, mapping=_Missing, /, **kws):
        """The text with every known name replaced."""
        return self._fill(self._both(mapping, kws), safe=True)

    @staticmethod
    def _both(mapping, kws):
        if mapping is _Missing:
            return kws
        return _Layers(kws, mapping) if kws else mapping

    def is_valid(self):
        """Whether substitute() would find nothing wrong with the template itself."""
        for match in self.pattern.finditer(self.template):
            if match.group("invalid") is not None:
                return False
            if all(match.group(g) is None for g in ("named", "braced", "escaped")):
                raise ValueError("Unrecognized named group in pattern", self.pattern)
        return True

    def get_identifiers(self):
        """The names in the template, each once, in order."""
        names = []
        for match in self.pattern.finditer(self.template):
            name = match.group("named") or match.group("braced")
            if name is not None:
                if name not in names:
                    names.append(name)
            elif match.group("invalid") is None and match.group("escaped") is None:
                raise ValueError("Unrecognized named group in pattern", self.pattern)
        return names


Template.pattern = _LazyPattern()


class Formatter:
    """str.format() in pieces that a subclass can replace."""

    def format(self, format_string, /, *args, **kwargs):
        return self.vformat(format_string, args, kwargs)

    def vformat(self, format_string, args, kwargs):
        used = set()
        result, _ = self._vformat(format_string, args, kwargs, used, 2)
        self.check_unused_args(used, args, kwargs)
        return result

    def _vformat(self, format_string, args, kwargs, used, depth, auto_index=0):
        if depth < 0:
            raise ValueError("Max string recursion exceeded")
        result = []
        for literal, name, spec, conversion in self.parse(format_string):
            if literal:
                result.append(literal)
            if name is None:
                continue
            first, _ = _string.formatter_field_name_split(name)
            if first == "":
                if auto_index is False:
                    raise ValueError("cannot switch from manual field specification to "
                                     "automatic field numbering")
                name = str(auto_index) + name
                auto_index += 1
            elif isinstance(first, int):
                if auto_index:
                    raise ValueError("cannot switch from automatic field numbering to "
                                     "manual field specification")
                auto_index = False
            value, key = self.get_field(name, args, kwargs)
            used.add(key)
            value = self.convert_field(value, conversion)
            spec, auto_index = self._vformat(spec, args, kwargs, used, depth - 1, auto_index)
            result.append(self.format_field(value, spec))
        return "".join(result), auto_index

    def get_value(self, key, args, kwargs):
        return args[key] if isinstance(key, int) else kwargs[key]

    def check_unused_args(self, used_args, args, kwargs):
        pass

    def format_field(self, value, format_spec):
        return format(value, format_spec)

    def convert_field(self, value, conversion):
        if conversion is None:
            return value
        if conversion == "s":
            return str(value)
        if conversion == "r":
            return repr(value)
        if conversion == "a":
            return ascii(value)
        raise ValueError(f"Unknown conversion specifier {conversion!s}")

    def parse(self, format_string):
        """(literal, field name, spec, conversion) for each field, None where there is none."""
        return _string.formatter_parser(format_string)

    def get_field(self, field_name, args, kwargs):
        """The value of "0.name[key]" and the argument that it came from."""
        first, rest = _string.formatter_field_name_split(field_name)
        value = self.get_value(first, args, kwargs)
        for is_attribute, name in rest:
            value = getattr(value, name) if is_attribute else value[name]
        return value, first
