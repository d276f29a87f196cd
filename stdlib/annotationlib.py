"""Annotations of functions, classes and modules, which are computed when they are asked for (PEP 649, PEP 749)."""

import enum
import sys
import types

__all__ = [
    "Format", "ForwardRef", "call_annotate_function", "call_evaluate_function", "get_annotate_from_class_namespace",
    "get_annotations", "annotations_to_string", "type_repr",
]


class Format(enum.IntEnum):
    VALUE = 1
    VALUE_WITH_FAKE_GLOBALS = 2
    FORWARDREF = 3
    STRING = 4


class ForwardRef:
    """A name, or an expression in a string, that stands for a type which is not there yet."""

    __slots__ = ("__forward_arg__", "__forward_module__", "__forward_is_argument__", "__forward_is_class__",
                 "__owner__", "__globals__", "__value", "__weakref__")

    def __init__(self, arg, *, module=None, owner=None, is_argument=True, is_class=False):
        if not isinstance(arg, str):
            raise TypeError(f"Forward reference must be a string -- got {arg!r}")
        self.__forward_arg__ = arg
        self.__forward_module__ = module
        self.__forward_is_argument__ = is_argument
        self.__forward_is_class__ = is_class
        self.__owner__ = owner
        self.__globals__ = None

    def evaluate(self, *, globals=None, locals=None, type_params=None, owner=None, format=Format.VALUE):
        """The type; NameError while a name in it is not known."""
        if format == Format.STRING:
            return self.__forward_arg__
        owner = self.__owner__ if owner is None else owner
        if globals is None:
            globals = self.__globals__
        if globals is None and self.__forward_module__ is not None:
            module = self.__forward_module__
            globals = getattr(sys.modules.get(module) if isinstance(module, str) else module, "__dict__", None)
        if globals is None and owner is not None:
            globals = _globals_of(owner)
        if globals is None:
            globals = {}
        if locals is None:
            locals = dict(vars(owner)) if isinstance(owner, type) else {}
        else:
            locals = dict(locals)
        if type_params is None and owner is not None:
            type_params = getattr(owner, "__type_params__", None)
        for param in type_params or ():
            locals.setdefault(param.__name__, param)
        arg = self.__forward_arg__
        if arg.isidentifier():
            if arg in locals:
                return locals[arg]
            if arg in globals:
                return globals[arg]
        try:
            return eval(arg, globals, locals)
        except Exception:
            if format == Format.FORWARDREF:
                return self
            raise

    def _evaluate(self, globalns, localns, type_params=None, *, recursive_guard=frozenset()):
        return self.evaluate(globals=globalns, locals=localns, type_params=type_params)

    def __eq__(self, other):
        if not isinstance(other, ForwardRef):
            return NotImplemented
        return self.__forward_arg__ == other.__forward_arg__ and self.__forward_module__ == other.__forward_module__

    def __hash__(self):
        return hash((self.__forward_arg__, self.__forward_module__))

    def __or__(self, other):
        return types.UnionType[self, other]

    def __ror__(self, other):
        return types.UnionType[other, self]

    def __repr__(self):
        extra = f", module={self.__forward_module__!r}" if self.__forward_module__ is not None else ""
        return f"ForwardRef({self.__forward_arg__!r}{extra})"


class _Unknown(ForwardRef):
    """A missing name while annotations are computed all the same: anything can be done with it."""

    __slots__ = ()

    def __getitem__(self, item):
        items = item if isinstance(item, tuple) else (item,)
        return _unknown(f"{self.__forward_arg__}[{', '.join(type_repr(i) for i in items)}]", self.__owner__)

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return _unknown(f"{self.__forward_arg__}.{name}", self.__owner__)

    def __call__(self, *args, **kwargs):
        shown = [repr(a) for a in args] + [f"{k}={v!r}" for k, v in kwargs.items()]
        return _unknown(f"{self.__forward_arg__}({', '.join(shown)})", self.__owner__)

    def __or__(self, other):
        return _unknown(f"{self.__forward_arg__} | {type_repr(other)}", self.__owner__)

    def __ror__(self, other):
        return _unknown(f"{type_repr(other)} | {self.__forward_arg__}", self.__owner__)

    __hash__ = ForwardRef.__hash__


def _globals_of(owner):
    if isinstance(owner, types.ModuleType):
        return owner.__dict__
    if isinstance(owner, type):
        return getattr(sys.modules.get(owner.__module__), "__dict__", None)
    return getattr(owner, "__globals__", None)


def _unknown(text, owner):
    return _Unknown(text, owner=owner)


def _plain(value):
    """An _Unknown as the ForwardRef that callers see."""
    if isinstance(value, _Unknown):
        return ForwardRef(value.__forward_arg__, owner=value.__owner__)
    return value


def call_annotate_function(annotate, format, *, owner=None):
    """What an annotate function computes, in the wanted format.

    For FORWARDREF, names that do not exist (yet) are supplied while it runs.
    """
    if format == Format.VALUE_WITH_FAKE_GLOBALS:
        raise ValueError("The VALUE_WITH_FAKE_GLOBALS format is for internal use only")
    if format == Format.VALUE:
        return annotate(Format.VALUE)
    try:
        result = annotate(Format.VALUE)
    except NameError as error:
        result = _annotate_with_unknowns(annotate, error, owner)
    if format == Format.STRING:
        return annotations_to_string(result)
    return {name: _plain(value) for name, value in result.items()}


def _annotate_with_unknowns(annotate, error, owner):
    namespace = annotate.__globals__
    supplied = []
    try:
        while True:
            name = error.name
            if name is None or name in namespace:
                raise error
            namespace[name] = _unknown(name, owner)
            supplied.append(name)
            try:
                return annotate(Format.VALUE)
            except NameError as next_error:
                error = next_error
    finally:
        for name in supplied:
            namespace.pop(name, None)
        error = None


def call_evaluate_function(evaluate, format, *, owner=None):
    """The same for the functions that compute bounds and values of type aliases."""
    if format == Format.STRING:
        return type_repr(evaluate(Format.VALUE))
    return evaluate(Format.VALUE)


def get_annotate_from_class_namespace(obj):
    """The annotate function of a class that is being made, from its namespace; None when there is none."""
    return obj.get("__annotate_func__") or obj.get("__annotate__")


def annotations_to_string(annotations):
    """All values as text."""
    return {name: value if isinstance(value, str) else type_repr(value) for name, value in annotations.items()}


def type_repr(value):
    """A type as source text shows it."""
    if isinstance(value, ForwardRef):
        return value.__forward_arg__
    if isinstance(value, str):
        return repr(value)
    if isinstance(value, (type, types.FunctionType, types.BuiltinFunctionType)) \
            and not isinstance(value, types.GenericAlias):
        if value.__module__ == "builtins":
            return value.__qualname__
        return f"{value.__module__}.{value.__qualname__}"
    if value is ...:
        return "..."
    return repr(value)


def get_annotations(obj, *, globals=None, locals=None, eval_str=False, format=Format.VALUE):
    """The annotations of a function, class or module as a new dict; {} when it has none."""
    if eval_str and format != Format.VALUE:
        raise ValueError("eval_str=True is only supported with format=Format.VALUE")
    if format == Format.VALUE_WITH_FAKE_GLOBALS:
        raise ValueError("The VALUE_WITH_FAKE_GLOBALS format is for internal use only")
    result = None
    if format == Format.VALUE:
        result = _own_annotations(obj)
    else:
        try:
            result = _own_annotations(obj)
        except NameError:
            annotate = getattr(obj, "__annotate__", None)
            if annotate is None:
                raise
            result = call_annotate_function(annotate, Format.FORWARDREF, owner=obj)
        if result is not None and format == Format.STRING:
            result = annotations_to_string(result)
    if result is None:
        if isinstance(obj, (type, types.ModuleType)) or callable(obj):
            return {}
        raise TypeError(f"{obj!r} does not have annotations")
    if not isinstance(result, dict):
        raise ValueError(f"{obj!r}.__annotations__ is neither a dict nor None")
    result = dict(result)
    if not eval_str:
        return result
    if globals is None:
        globals = _globals_of(obj) or {}
    if locals is None:
        locals = dict(vars(obj)) if isinstance(obj, type) else {}
    for param in getattr(obj, "__type_params__", ()):
        locals.setdefault(param.__name__, param)
    return {name: eval(value, globals, locals) if isinstance(value, str) else value
            for name, value in result.items()}


def _own_annotations(obj):
    """None when it has none. What a class inherits is not its own."""
    return getattr(obj, "__annotations__", None)
