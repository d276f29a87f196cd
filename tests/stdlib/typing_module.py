# needs: 3.14+
# typing: reprs, generics, get_type_hints, Protocol, NamedTuple, TypedDict, overload, NewType and friends.
import collections.abc
import typing
from typing import *


def attempt(function, *args, **keywords):
    try:
        print(function(*args, **keywords))
    except BaseException as error:
        print(f'{type(error).__name__}: {error}')


T = TypeVar('T')
K = TypeVar('K')
V = TypeVar('V', bound=int)
C = TypeVar('C', str, bytes)
P = ParamSpec('P')
Ts = TypeVarTuple('Ts')
print(T, V.__bound__, C.__constraints__, P, Ts, P.args, P.kwargs, T.__covariant__, TypeVar('Co', covariant=True), TypeVar('Con', contravariant=True))
# expect: ~T <class 'int'> (<class 'str'>, <class 'bytes'>) ~P Ts P.args P.kwargs False +Co -Con
attempt(TypeVar, 'X', int)  # expect: TypeError: A single constraint is not allowed
attempt(TypeVar, 'X', covariant=True, contravariant=True)  # expect: ValueError: Bivariant types are not supported.
attempt(TypeVar, 'X', int, str, bound=int)  # expect: TypeError: Constraints cannot be combined with bound=...
attempt(TypeVar)  # expect: TypeError: typevar() missing required argument 'name' (pos 1)
attempt(lambda: T())  # expect: TypeError: 'typing.TypeVar' object is not callable

# reprs
for alias in (Any, List, List[int], Dict[str, int], Tuple[int, ...], Tuple[()], Callable, Callable[[int, str], bool], Callable[..., Any], Optional[int],
              Union[int, str], Union[int, None], Union[int], Type[int], ClassVar[int], Final[int], Literal[1, 'a', None], Annotated[int, 'meta', 3],
              Iterable[T], Generator[int, str, bool], Set[T], FrozenSet[int], Deque[int], DefaultDict[str, int], Counter[str], ChainMap[str, int], OrderedDict[str, int],
              Mapping[K, V], Sequence, Awaitable[int], NoReturn, Never, Self, LiteralString, Text, AnyStr, Hashable, Sized, SupportsInt, TypeGuard[int], TypeIs[int],
              Unpack[Ts], Concatenate[int, P], Required[int], NotRequired[str], ReadOnly[int], Iterator[List[T]], ForwardRef('X'), List['X'], Optional['X'], Pattern[str], Match, IO[str], TextIO):
    print(alias, end='; ')
print()
# expect: typing.Any; typing.List; typing.List[int]; typing.Dict[str, int]; typing.Tuple[int, ...]; typing.Tuple[()]; typing.Callable; typing.Callable[[int, str], bool]; typing.Callable[..., typing.Any]; int | None; int | str; int | None; <class 'int'>; typing.Type[int]; typing.ClassVar[int]; typing.Final[int]; typing.Literal[1, 'a', None]; typing.Annotated[int, 'meta', 3]; typing.Iterable[~T]; typing.Generator[int, str, bool]; typing.Set[~T]; typing.FrozenSet[int]; typing.Deque[int]; typing.DefaultDict[str, int]; typing.Counter[str]; typing.ChainMap[str, int]; typing.OrderedDict[str, int]; typing.Mapping[~K, ~V]; typing.Sequence; typing.Awaitable[int]; typing.NoReturn; typing.Never; typing.Self; typing.LiteralString; <class 'str'>; ~AnyStr; typing.Hashable; typing.Sized; <class 'typing.SupportsInt'>; typing.TypeGuard[int]; typing.TypeIs[int]; typing.Unpack[Ts]; typing.Concatenate[int, ~P]; typing.Required[int]; typing.NotRequired[str]; typing.ReadOnly[int]; typing.Iterator[typing.List[~T]]; ForwardRef('X'); typing.List[ForwardRef('X')]; ForwardRef('X') | None; typing.Pattern[str]; typing.Match; typing.IO[str]; <class 'typing.TextIO'>;
print(int | None, list[int] | str, Optional[int] == (int | None), Union[int, str] == Union[str, int], Union[int, int, bool], Union[int, Union[str, float]], Literal[1, 1, True], Literal[1] == Literal[True])
# expect: int | None list[int] | str True True int | bool int | str | float typing.Literal[1, True] False
print(List[int].__origin__, List[int].__args__, get_origin(List[int]), get_args(Dict[str, int]), get_origin(Union[int, str]), get_args(Callable[[int], str]), get_origin(int), get_args(int), get_origin(Annotated[int, 1]), get_args(Annotated[int, 1]), get_args(Literal[1, 2]))
# expect: <class 'list'> (<class 'int'>,) <class 'list'> (<class 'str'>, <class 'int'>) <class 'typing.Union'> ([<class 'int'>], <class 'str'>) None () typing.Annotated (<class 'int'>, 1) (1, 2)
print(List[T][int], Dict[K, V][str, int], Dict[str, T][int], List[T].__parameters__, Callable[[T], K][int, str], Union[T, int][str], Callable[P, T][[int, str], bool], Tuple[T, K].__parameters__)
# expect: typing.List[int] typing.Dict[str, int] typing.Dict[str, int] (~T,) typing.Callable[[int], str] str | int typing.Callable[[int, str], bool] (~T, ~K)
print(Annotated[Annotated[int, 1], 2], Annotated[int, 1].__metadata__, Annotated[T, 'x'][int])
# expect: typing.Annotated[int, 1, 2] (1,) typing.Annotated[int, 'x']
for bad in (lambda: List[int, str], lambda: Dict[int], lambda: Union[()], lambda: Optional[int, str], lambda: ClassVar[int, str], lambda: Callable[int], lambda: Callable[int, str], lambda: Literal[[]] and List[5],
            lambda: Generic[int], lambda: Generic[T, T], lambda: Any(), lambda: Union(), lambda: List[int][str], lambda: Annotated[int], lambda: isinstance(1, List[int]), lambda: isinstance([], List), lambda: issubclass(int, Optional[int]),
            lambda: Any[int], lambda: Final[int, str], lambda: ForwardRef('1 +'), lambda: TypeVar('T', 3) , lambda: NoReturn[int], lambda: Unpack[int, str], lambda: Protocol[int], lambda: isinstance(1, Any)):
    attempt(bad)
# expect: TypeError: Too many arguments for typing.List; actual 2, expected 1
# expect: TypeError: Too few arguments for typing.Dict; actual 1, expected 2
# expect: TypeError: Cannot take a Union of no types.
# expect: TypeError: typing.Optional requires a single type. Got (<class 'int'>, <class 'str'>).
# expect: TypeError: typing.ClassVar accepts only single type. Got (<class 'int'>, <class 'str'>).
# expect: TypeError: Callable must be used as Callable[[arg, ...], result].
# expect: typing.Callable[[int], str]
# expect: typing.List[5]
# expect: TypeError: Parameters to Generic[...] must all be type variables or parameter specification variables.
# expect: TypeError: Parameters to Generic[...] must all be unique
# expect: TypeError: Any cannot be instantiated
# expect: TypeError: cannot create 'typing.Union' instances
# expect: TypeError: typing.List[int] is not a generic class
# expect: TypeError: Annotated[...] should be used with at least two arguments (a type and an annotation).
# expect: TypeError: Subscripted generics cannot be used with class and instance checks
# expect: True
# expect: True
# expect: TypeError: type 'Any' is not subscriptable
# expect: TypeError: typing.Final accepts only single type. Got (<class 'int'>, <class 'str'>).
# expect: ForwardRef('1 +')
# expect: TypeError: A single constraint is not allowed
# expect: TypeError: typing.NoReturn is not subscriptable
# expect: TypeError: typing.Unpack accepts only single type. Got (<class 'int'>, <class 'str'>).
# expect: TypeError: Parameters to Protocol[...] must all be type variables or parameter specification variables.
# expect: TypeError: typing.Any cannot be used with isinstance()
attempt(lambda: List())  # expect: TypeError: Type List cannot be instantiated; use list() instead
attempt(lambda: (Dict[str, int](), Type[int]('5')))
# expect: TypeError: Type Dict cannot be instantiated; use dict() instead


# generic classes
class Box(Generic[T]):
    def __init__(self, item: T): self.item = item


class Pair(Box[K], Generic[K, V]): pass


class IntBox(Box[int]): pass


print(Box[int], Box[int](3).item, Box[int](3).__orig_class__, Box.__parameters__, Pair.__parameters__, Pair[int, bool], IntBox.__orig_bases__, Box.__orig_bases__, Box[T][str], Box[List[T]][int])
# expect: __main__.Box[int] 3 __main__.Box[int] (~T,) (~K, ~V) __main__.Pair[int, bool] (__main__.Box[int],) (typing.Generic[~T],) __main__.Box[str] __main__.Box[typing.List[int]]
attempt(lambda: Box[int, str])  # expect: TypeError: Too many arguments for <class '__main__.Box'>; actual 2, expected 1
attempt(lambda: IntBox[int])  # expect: TypeError: <class '__main__.IntBox'> is not a generic class
attempt(lambda: Pair[int])
# expect: TypeError: Too few arguments for <class '__main__.Pair'>; actual 1, expected at least 2
attempt(lambda: type('Bad', (Generic,), {}))  # expect: TypeError: Cannot inherit from plain Generic


def bad_class():
    class Bad(Generic[T], Generic[K]): pass


attempt(bad_class)  # expect: TypeError: Cannot inherit from Generic[...] multiple times.


def bad_class2():
    class Bad(List[T], Generic[K]): pass


attempt(bad_class2)  # expect: TypeError: Some type variables (~T) are not listed in Generic[~K]


class New[A, *B, **D]:
    def method[E: int](self, e: E) -> A: ...


type Alias[X] = list[X] | None
print(New.__parameters__, New.__type_params__, New[int, str, [bool]], Alias, Alias[int], Alias.__value__, Alias.__type_params__, New.method.__type_params__[0].__bound__)
# expect: (A, B, D) (A, B, D) __main__.New[int, str, [bool]] Alias Alias[int] list[X] | None (X,) <class 'int'>


# get_type_hints
class Hints:
    a: int
    b: 'Hints'
    c: Optional['str'] = None
    d: ClassVar[int] = 3
    e: Annotated[int, 'x'] = 4


class Sub(Hints):
    f: List['int']


def hinted(a: int, b: 'str' = None, *args: 'Hints', c: Annotated[int, 5] = 3) -> 'Optional[int]': ...


print(get_type_hints(Hints))
# expect: {'a': <class 'int'>, 'b': <class '__main__.Hints'>, 'c': str | None, 'd': typing.ClassVar[int], 'e': <class 'int'>}
print(get_type_hints(Sub))
# expect: {'a': <class 'int'>, 'b': <class '__main__.Hints'>, 'c': str | None, 'd': typing.ClassVar[int], 'e': <class 'int'>, 'f': typing.List[int]}
print(get_type_hints(hinted), get_type_hints(hinted, include_extras=True)['c'])
# expect: {'a': <class 'int'>, 'b': <class 'str'>, 'args': <class '__main__.Hints'>, 'c': <class 'int'>, 'return': int | None} typing.Annotated[int, 5]
print(get_type_hints(typing) == {}, get_type_hints(lambda: 0))  # expect: True {}
attempt(get_type_hints, 5)  # expect: TypeError: 5 does not have annotations


def unresolved(x: 'Nowhere'): ...


attempt(get_type_hints, unresolved)  # expect: NameError: name 'Nowhere' is not defined
print(get_type_hints(unresolved, localns={'Nowhere': int}))  # expect: {'x': <class 'int'>}


# Protocol
@runtime_checkable
class Closeable(Protocol):
    def close(self) -> None: ...


class HasX(Protocol):
    x: int


class File:
    def close(self): pass


print(isinstance(File(), Closeable), isinstance(5, Closeable), issubclass(File, Closeable), is_protocol(Closeable), is_protocol(File), sorted(get_protocol_members(Closeable)), get_protocol_members(HasX), Closeable._is_runtime_protocol)
# expect: True False True True False ['close'] frozenset({'x'}) True
attempt(isinstance, 5, HasX)
# expect: TypeError: Instance and class checks can only be used with @runtime_checkable protocols
attempt(Closeable)  # expect: TypeError: Protocols cannot be instantiated
attempt(get_protocol_members, int)  # expect: TypeError: <class 'int'> is not a Protocol


@runtime_checkable
class DataProtocol(Protocol):
    x: int


class WithX:
    x = 1


print(isinstance(WithX(), DataProtocol), isinstance(3, DataProtocol))  # expect: True False
attempt(issubclass, WithX, DataProtocol)
# expect: TypeError: Protocols with non-method members don't support issubclass(). Non-method members: 'x'.


def bad_protocol():
    class Bad(Closeable, int, Protocol): pass


attempt(bad_protocol)  # expect: TypeError: Protocols can only inherit from other protocols, got <class 'int'>


class Implements(Closeable):
    pass


print(Implements().close(), isinstance(5, SupportsInt), isinstance('', SupportsInt), isinstance(2.5, SupportsFloat), isinstance(3, SupportsIndex), isinstance(1.0, SupportsAbs), isinstance(1.0, SupportsRound), isinstance(b'', SupportsBytes), isinstance(1j, SupportsComplex))
# expect: None True False True True True True True True


# NamedTuple
class Employee(NamedTuple):
    """An employee."""
    name: str
    id: int = 3

    def hello(self): return f'hi {self.name}'


print(Employee('ann'), Employee('bob', id=5).hello(), Employee._fields, Employee._field_defaults, Employee.__annotations__, Employee.__doc__, Employee.__mro__[1].__name__)
# expect: Employee(name='ann', id=3) hi bob ('name', 'id') {'id': 3} {'name': <class 'str'>, 'id': <class 'int'>} An employee. tuple
print(NamedTuple('Point', [('x', int), ('y', int)])(1, 2))  # expect: Point(x=1, y=2)


def bad_tuple():
    class Bad(NamedTuple):
        a: int = 1
        b: int


attempt(bad_tuple)  # expect: TypeError: Non-default namedtuple field b cannot follow default field a


def bad_tuple2():
    class Bad(NamedTuple):
        _a: int


attempt(bad_tuple2)  # expect: ValueError: Field names cannot start with an underscore: '_a'


def bad_tuple3():
    class Bad(NamedTuple):
        a: int
        def __new__(cls): ...


attempt(bad_tuple3)  # expect: AttributeError: Cannot overwrite NamedTuple attribute __new__


class GenericTuple(NamedTuple, Generic[T]):
    item: T


print(GenericTuple[int], GenericTuple[int](3), GenericTuple(4))
# expect: __main__.GenericTuple[int] GenericTuple(item=3) GenericTuple(item=4)


# TypedDict
class Movie(TypedDict):
    name: str
    year: NotRequired[int]


class Partial(TypedDict, total=False):
    a: int
    b: Required[str]
    c: ReadOnly[int]


class Child(Movie):
    extra: bool


print(Movie(name='x'), Movie.__annotations__, Movie.__required_keys__, Movie.__optional_keys__, Movie.__total__, sorted(Partial.__required_keys__), sorted(Partial.__optional_keys__), Partial.__total__, Partial.__readonly_keys__, sorted(Partial.__mutable_keys__), sorted(Child.__required_keys__), is_typeddict(Movie), is_typeddict(dict), type(Movie(name="")))
# expect: {'name': 'x'} {'name': <class 'str'>, 'year': typing.NotRequired[int]} frozenset({'name'}) frozenset({'year'}) True ['b'] ['a', 'c'] False frozenset({'c'}) ['a', 'b'] ['extra', 'name'] True False <class 'dict'>
attempt(isinstance, {}, Movie)  # expect: TypeError: TypedDict does not support instance and class checks
print(TypedDict('Functional', {'a': int, 'in': str}).__annotations__, get_type_hints(Movie), get_type_hints(Movie, include_extras=True))
# expect: {'a': <class 'int'>, 'in': <class 'str'>} {'name': <class 'str'>, 'year': <class 'int'>} {'name': <class 'str'>, 'year': typing.NotRequired[int]}


def bad_dict():
    class Bad(TypedDict, int): pass


attempt(bad_dict)  # expect: TypeError: cannot inherit from both a TypedDict type and a non-TypedDict base class

# NewType, cast, overload, final, override and others
UserId = NewType('UserId', int)
print(UserId(5), UserId, UserId.__supertype__, UserId.__name__, UserId | None, cast(str, 5), cast('anything', 6))
# expect: 5 __main__.UserId <class 'int'> UserId __main__.UserId | None 5 6


@overload
def over(x: int) -> int: ...
@overload
def over(x: str) -> str: ...
def over(x): return x


print(over(3), len(get_overloads(over)), get_overloads(len))  # expect: 3 2 []
clear_overloads()
print(get_overloads(over))  # expect: []
attempt(overload(lambda: 0))
# expect: NotImplementedError: You should not call an overloaded function. A series of @overload-decorated functions outside a stub module should always be followed by an implementation that is not @overload-ed.


@final
class Sealed: pass


class Over:
    @override
    def m(self): pass

    @final
    def n(self): pass


print(Sealed.__final__, Over.m.__override__, Over.n.__final__, no_type_check(hinted).__no_type_check__, TYPE_CHECKING, assert_type(5, int), reveal_type.__name__)
# expect: True True True True False 5 reveal_type
attempt(assert_never, 5)  # expect: AssertionError: Expected code to be unreachable, but got: 5
print(dataclass_transform(eq_default=False)(lambda: 0).__dataclass_transform__)
# expect: {'eq_default': False, 'order_default': False, 'kw_only_default': False, 'frozen_default': False, 'field_specifiers': (), 'kwargs': {}}
print(evaluate_forward_ref(ForwardRef('int')), ForwardRef('List[int]').__forward_arg__, ForwardRef('x') == ForwardRef('x'))
# expect: <class 'int'> List[int] True
print(collections.abc.Callable[[int], str], collections.abc.Iterable[int], tuple[int, ...], type[int], list[T][int], dict[K, V].__parameters__, (list[T] | K)[int, str])
# expect: collections.abc.Callable[[int], str] collections.abc.Iterable[int] tuple[int, ...] type[int] list[int] (~K, ~V) list[int] | str
print(NoDefault, TypeVar('D', default=int).__default__, T.has_default(), TypeVar('D', default=int).has_default(), ParamSpec('PD', default=[int]).__default__)
# expect: typing.NoDefault <class 'int'> False True [<class 'int'>]
print(AsyncIterator[int], ContextManager[int], AsyncContextManager[int], Coroutine[int, str, bool], Reversible, Collection[int], ItemsView[int, str], SupportsAbs[int])
# expect: typing.AsyncIterator[int] typing.ContextManager[int, bool | None] typing.AsyncContextManager[int, bool | None] typing.Coroutine[int, str, bool] typing.Reversible typing.Collection[int] typing.ItemsView[int, str] typing.SupportsAbs[int]
print(isinstance([], collections.abc.Sequence), isinstance([], Iterable), issubclass(dict, Mapping), isinstance(3, Hashable), isinstance(len, Callable))
# expect: True True True True True
print([n for n in sorted(typing.__all__) if not hasattr(typing, n)])  # expect: []
