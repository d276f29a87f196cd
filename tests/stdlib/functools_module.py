# needs: 3.14+
# functools: partial with placeholders, reduce, wraps, caches, cmp_to_key, singledispatch, cached_property.
import functools
import re
from functools import partial, Placeholder as _


def attempt(function, *args, **keywords):
    try:
        print(re.sub('0x[0-9a-f]+', '0x', f'{function(*args, **keywords)}'))
    except BaseException as error:
        print(type(error).__name__, re.sub('0x[0-9a-f]+', '0x', str(error)), sep=': ')


def show(*args, **keywords):
    return args, keywords


# partial
p = partial(show, 1, k=2)
print(p(), p(3, k=4, j=5), p.func is show, p.args, p.keywords)
# expect: ((1,), {'k': 2}) ((1, 3), {'k': 4, 'j': 5}) True (1,) {'k': 2}
print(partial(p, 9, j=1).args, partial(p, 9, j=1).keywords, partial(p, 9).func is show)
# expect: (1, 9) {'k': 2, 'j': 1} True
attempt(partial)  # expect: TypeError: type 'partial' takes at least one argument
attempt(partial, 3)  # expect: TypeError: the first argument must be callable
attempt(partial(int, base=2), '101')  # expect: 5
attempt(partial(int, base=2))  # expect: TypeError: int() missing string argument
q = partial(show, _, 2, _, 4)
print(q(1, 3), q(1, 3, 5, z=6), q.args)
# expect: ((1, 2, 3, 4), {}) ((1, 2, 3, 4, 5), {'z': 6}) (Placeholder, 2, Placeholder, 4)
attempt(q, 1)  # expect: TypeError: missing positional arguments in 'partial' call; expected at least 2, got 1
attempt(q)  # expect: TypeError: missing positional arguments in 'partial' call; expected at least 2, got 0
attempt(partial, show, 1, _)  # expect: TypeError: trailing Placeholders are not allowed
print(partial(show, _, 2)(1), partial(partial(show, _, _, 3), 1)(2), partial(partial(show, _, 2), _, 5)(1))
# expect: ((1, 2), {}) ((1, 2, 3), {}) ((1, 2, 5), {})
attempt(partial, show, x=_)  # expect: TypeError: Placeholder cannot be passed as a keyword argument
print(repr(_), type(_).__name__, _ is type(_)())  # expect: Placeholder _PlaceholderType True
p.attribute = 5
print(p.__dict__, p.attribute)  # expect: {'attribute': 5} 5
print(str(partial(len)), str(partial(max, 1, key=len)), partial(partial(max, 1), 2))
# expect: functools.partial(<built-in function len>) functools.partial(<built-in function max>, 1, key=<built-in function len>) functools.partial(<built-in function max>, 1, 2)


class P(partial):
    pass


print(P(max, 1).__class__.__name__, P(max, 3)(5), str(P(max, 1)).split('(')[0])  # expect: P 5 __main__.P
import copy
c = copy.copy(p)
print(c.args, c.keywords, c.attribute, c is p)  # expect: (1,) {'k': 2} 5 False
r = partial(show)
r.__setstate__((show, (7,), {'a': 1}, {'n': 2}))
print(r(), r.n, r.__reduce__()[2][1:])  # expect: ((7,), {'a': 1}) 2 ((7,), {'a': 1}, {'n': 2})
attempt(r.__setstate__, 3)  # expect: TypeError: invalid partial state
attempt(r.__setstate__, (show, 1, {}, {}))  # expect: TypeError: invalid partial state


class M:
    def method(self, *args, **keywords):
        return args, keywords

    bound = functools.partialmethod(method, 1, x=2)
    fixed = functools.partialmethod(method)
    p = functools.partialmethod(method, _, 2)

    @functools.partialmethod
    def odd(self): return 'odd'


print(M().bound(3, y=4), M().fixed(), M().odd(), M().p(1), M.__dict__['bound'].args)
# expect: ((1, 3), {'x': 2, 'y': 4}) ((), {}) odd ((1, 2), {}) (1,)
attempt(functools.partialmethod, 3)  # expect: TypeError: the first argument 3 must be a callable or a descriptor

# reduce
print(functools.reduce(lambda a, b: a + b, [1, 2, 3]), functools.reduce(max, [], 5), functools.reduce(max, [7]), functools.reduce(show, 'ab', initial='i'))
# expect: 6 5 7 (((('i', 'a'), {}), 'b'), {})
attempt(functools.reduce, max, [])  # expect: TypeError: reduce() of empty iterable with no initial value
attempt(functools.reduce, max, 3)  # expect: TypeError: reduce() arg 2 must support iteration
attempt(functools.reduce, max)  # expect: TypeError: reduce() takes at least 2 positional arguments (1 given)
attempt(functools.reduce, 3, [1, 2])  # expect: TypeError: 'int' object is not callable
attempt(functools.reduce, lambda a, b: 1 / 0, [1, 2])  # expect: ZeroDivisionError: division by zero

# wraps, update_wrapper
def wrapped(a: int) -> str:
    """The doc."""


wrapped.attr = 5


@functools.wraps(wrapped)
def wrapper(*args):
    return args


print(wrapper.__name__, wrapper.__doc__, wrapper.__wrapped__ is wrapped, wrapper.attr, wrapper.__annotations__, wrapper.__qualname__)
# expect: wrapped The doc. True 5 {'a': <class 'int'>, 'return': <class 'str'>} wrapped
print(functools.WRAPPER_ASSIGNMENTS, functools.WRAPPER_UPDATES)
# expect: ('__module__', '__name__', '__qualname__', '__doc__', '__annotate__', '__type_params__') ('__dict__',)
w = functools.update_wrapper(partial(len), wrapped, assigned=('__doc__', 'nope'), updated=())
print(w.__doc__, hasattr(w, 'attr'), w.__wrapped__.__name__)  # expect: The doc. False wrapped

# lru_cache
calls = []


@functools.lru_cache(maxsize=2)
def square(x, *, scale=1):
    """Squares."""
    calls.append(x)
    return x * x * scale


print([square(n) for n in (1, 2, 1, 3, 2, 1)], calls, square.cache_info(), square.cache_parameters())
# expect: [1, 4, 1, 9, 4, 1] [1, 2, 3, 2, 1] CacheInfo(hits=1, misses=5, maxsize=2, currsize=2) {'maxsize': 2, 'typed': False}
print(square(3, scale=2), square.cache_info(), square.__name__, square.__doc__, square.__wrapped__(9))
# expect: 18 CacheInfo(hits=1, misses=6, maxsize=2, currsize=2) square Squares. 81
square.cache_clear()
print(square.cache_info(), square.cache_info().hits)  # expect: CacheInfo(hits=0, misses=0, maxsize=2, currsize=0) 0
attempt(square, [])  # expect: TypeError: unhashable type: 'list'
attempt(square)  # expect: TypeError: square() missing 1 required positional argument: 'x'
attempt(functools.lru_cache, 'x')  # expect: TypeError: Expected first argument to be an integer, a callable, or None
attempt(functools.lru_cache(typed=True)(lambda x: type(x).__name__), 1)  # expect: int


@functools.lru_cache(maxsize=None, typed=True)
def kind(x): return type(x).__name__


print(kind(1), kind(1.0), kind(True), kind('1'), kind.cache_info())
# expect: int float bool str CacheInfo(hits=0, misses=4, maxsize=None, currsize=4)


@functools.lru_cache(0)
def uncached(x): return x


print(uncached(1), uncached(1), uncached.cache_info(), functools.lru_cache(-5)(len).cache_parameters())
# expect: 1 1 CacheInfo(hits=0, misses=2, maxsize=0, currsize=0) {'maxsize': 0, 'typed': False}


@functools.cache
def fact(n): return n * fact(n - 1) if n else 1


print(fact(20), fact.cache_info())  # expect: 2432902008176640000 CacheInfo(hits=0, misses=21, maxsize=None, currsize=21)


class K:
    @functools.lru_cache
    def m(self, x): return x


k = K()
print(k.m(1), k.m(1), K.m.cache_info())  # expect: 1 1 CacheInfo(hits=1, misses=1, maxsize=128, currsize=1)


@functools.cache
def failing(x):
    raise ValueError(x)


attempt(failing, 1)  # expect: ValueError: 1
attempt(failing, 1)  # expect: ValueError: 1
print(failing.cache_info(), repr(fact).startswith('<functools._lru_cache_wrapper object at 0x'))
# expect: CacheInfo(hits=0, misses=2, maxsize=None, currsize=0) True

# cmp_to_key, total_ordering
key = functools.cmp_to_key(lambda a, b: b - a)
print(sorted([3, 1, 2], key=key), key(3) < key(1), key(1) == key(1), key(3).obj, max([1, 2], key=key))
# expect: [3, 2, 1] True True 3 1
attempt(hash, key(1))  # expect: TypeError: unhashable type: 'functools.KeyWrapper'
attempt(lambda: key(1) < 3)  # expect: TypeError: other argument must be K instance
attempt(functools.cmp_to_key)  # expect: TypeError: cmp_to_key() missing required argument 'mycmp' (pos 1)
attempt(functools.cmp_to_key(lambda a, b: 'x').__call__, 1)  # expect: <functools.KeyWrapper object at 0x>
attempt(lambda: functools.cmp_to_key(lambda a, b: 1 / 0)(1) < functools.cmp_to_key(lambda a, b: 0)(2))
# expect: ZeroDivisionError: division by zero


@functools.total_ordering
class T:
    def __init__(self, v): self.v = v
    def __eq__(self, o): return self.v == o.v if isinstance(o, T) else NotImplemented
    def __gt__(self, o): return self.v > o.v if isinstance(o, T) else NotImplemented


print(T(1) < T(2), T(1) <= T(1), T(2) >= T(3), T(1) != T(2), T.__lt__.__name__, T.__le__.__doc__)
# expect: True True False True __lt__ Return a <= b.  Computed by @total_ordering from (not a > b).
attempt(lambda: T(1) < 3)  # expect: TypeError: '<' not supported between instances of 'T' and 'int'
attempt(functools.total_ordering, type('E', (), {}))
# expect: ValueError: must define at least one ordering operation: < > <= >=

# cached_property
class CP:
    @functools.cached_property
    def value(self):
        """Docs."""
        print('computed')
        return 5

    def plain(self): return 3

    both = functools.cached_property(plain)


cp = CP()
print(cp.value, cp.value, cp.__dict__, CP.value.__doc__, CP.value.attrname, cp.both)
# expect: computed
# expect: 5 5 {'value': 5, 'both': 3} Docs. value 3
cp.value = 9
print(cp.value)  # expect: 9
del cp.value
print(cp.value, type(CP.__dict__['value']).__name__)
# expect: computed
# expect: 5 cached_property


class Slots:
    __slots__ = ('a',)

    @functools.cached_property
    def v(self): return 1


attempt(lambda: Slots().v)  # expect: TypeError: No '__dict__' attribute on 'Slots' instance to cache 'v' property.


def two_names():
    class Two:
        @functools.cached_property
        def a(self): return 1
        b = a


attempt(two_names)  # expect: TypeError: Cannot assign the same cached_property to two different names ('a' and 'b').
loose = functools.cached_property(len)
attempt(loose.__get__, cp)  # expect: TypeError: Cannot use cached_property instance without calling __set_name__ on it.

# singledispatch
@functools.singledispatch
def fun(arg, verbose=False):
    """Generic."""
    return 'object'


@fun.register
def _int(arg: int, verbose=False): return 'int'


@fun.register(list)
@fun.register(tuple)
def _seq(arg): return 'seq'


fun.register(type(None), lambda arg: 'none')


@fun.register
def _union(arg: float | complex): return 'number'


print(fun(1), fun(True), fun([]), fun(()), fun(None), fun(2.5), fun(2j), fun('x'), fun.dispatch(bool)(0), fun.__name__, fun.__doc__)
# expect: int int seq seq none number number object int fun Generic.
print(sorted(k.__name__ for k in fun.registry), fun.registry[object]('x'))
# expect: ['NoneType', 'complex', 'float', 'int', 'list', 'object', 'tuple'] object
attempt(fun)  # expect: TypeError: fun requires at least 1 positional argument
attempt(fun, x=1)  # expect: TypeError: fun requires at least 1 positional argument
attempt(fun.register, 3)
# expect: TypeError: Invalid first argument to `register()`: 3. Use either `@register(some_class)` or plain `@register` on an annotated function.
attempt(fun.register, lambda x: x)
# expect: TypeError: Invalid first argument to `register()`: <function <lambda> at 0x>. Use either `@register(some_class)` or plain `@register` on an annotated function.
attempt(fun.register(int), 3) if False else None
attempt(fun.register, list[int])
# expect: TypeError: Invalid first argument to `register()`: list[int]. Use either `@register(some_class)` or plain `@register` on an annotated function.
attempt(functools.singledispatch, 3) if False else None


def bad_annotation(arg: 'list[int]'): pass
attempt(fun.register, bad_annotation)  # expect: TypeError: Invalid annotation for 'arg'. list[int] is not a class.
from collections.abc import Sized, Iterable, Mapping


@functools.singledispatch
def abstract(x): return 'plain'


@abstract.register
def _(x: Sized): return 'sized'


print(abstract({}), abstract(5), abstract('x'))  # expect: sized plain sized


@abstract.register
def _(x: Iterable): return 'iterable'


attempt(abstract, {})
# expect: RuntimeError: Ambiguous dispatch: <class 'collections.abc.Sized'> or <class 'collections.abc.Iterable'>
abstract.register(Mapping, lambda x: 'mapping')
print(abstract({}))  # expect: mapping


class SD:
    @functools.singledispatchmethod
    def neg(self, arg): return 'base'

    @neg.register
    def _(self, arg: int): return -arg

    @neg.register(str)
    @classmethod
    def _(cls, arg): return cls.__name__, arg

    @functools.singledispatchmethod
    @staticmethod
    def st(arg): return 'st'

    @st.register
    @staticmethod
    def _(arg: int): return 'st int'


print(SD().neg(3), SD().neg('a'), SD().neg([]), SD.st(1), SD().st('x'))  # expect: -3 ('SD', 'a') base st int st
attempt(SD().neg)  # expect: TypeError: neg requires at least 1 positional argument
print(sorted(functools.__all__))
# expect: ['Placeholder', 'WRAPPER_ASSIGNMENTS', 'WRAPPER_UPDATES', 'cache', 'cached_property', 'cmp_to_key', 'lru_cache', 'partial', 'partialmethod', 'reduce', 'singledispatch', 'singledispatchmethod', 'total_ordering', 'update_wrapper', 'wraps']
