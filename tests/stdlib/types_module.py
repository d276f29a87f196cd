# needs: 3.14+
# types: names of internal types, SimpleNamespace, MappingProxyType, new_class, DynamicClassAttribute, coroutine.
import types


def attempt(function, *args, **keywords):
    try:
        print(function(*args, **keywords))
    except BaseException as error:
        print(f'{type(error).__name__}: {error}')


def f(): pass
def g(): yield
async def co(): pass
async def ag(): yield


class C:
    def m(self): pass


names = sorted(types.__all__)
print(names)
# expect: ['AsyncGeneratorType', 'BuiltinFunctionType', 'BuiltinMethodType', 'CapsuleType', 'CellType', 'ClassMethodDescriptorType', 'CodeType', 'CoroutineType', 'DynamicClassAttribute', 'EllipsisType', 'FrameType', 'FunctionType', 'GeneratorType', 'GenericAlias', 'GetSetDescriptorType', 'LambdaType', 'MappingProxyType', 'MemberDescriptorType', 'MethodDescriptorType', 'MethodType', 'MethodWrapperType', 'ModuleType', 'NoneType', 'NotImplementedType', 'SimpleNamespace', 'TracebackType', 'UnionType', 'WrapperDescriptorType', 'coroutine', 'get_original_bases', 'new_class', 'prepare_class', 'resolve_bases']
for name in names:
    value = getattr(types, name)
    if isinstance(value, type):
        print(name, value.__module__, value.__qualname__, sep=' ', end='; ')
print()
# expect: AsyncGeneratorType builtins async_generator; BuiltinFunctionType builtins builtin_function_or_method; BuiltinMethodType builtins builtin_function_or_method; CapsuleType builtins PyCapsule; CellType builtins cell; ClassMethodDescriptorType builtins classmethod_descriptor; CodeType builtins code; CoroutineType builtins coroutine; DynamicClassAttribute types DynamicClassAttribute; EllipsisType builtins ellipsis; FrameType builtins frame; FunctionType builtins function; GeneratorType builtins generator; GenericAlias types GenericAlias; GetSetDescriptorType builtins getset_descriptor; LambdaType builtins function; MappingProxyType builtins mappingproxy; MemberDescriptorType builtins member_descriptor; MethodDescriptorType builtins method_descriptor; MethodType builtins method; MethodWrapperType builtins method-wrapper; ModuleType builtins module; NoneType builtins NoneType; NotImplementedType builtins NotImplementedType; SimpleNamespace types SimpleNamespace; TracebackType builtins traceback; UnionType typing Union; WrapperDescriptorType builtins wrapper_descriptor;
coroutine = co()
coroutine.close()
print(type(f) is types.FunctionType is types.LambdaType, type(g()) is types.GeneratorType, type(coroutine) is types.CoroutineType, type(ag()) is types.AsyncGeneratorType)
# expect: True True True True
print(type(C().m) is types.MethodType, type(len) is types.BuiltinFunctionType is types.BuiltinMethodType, type(f.__code__) is types.CodeType)
# expect: True True True
print(type(str.join) is types.MethodDescriptorType, type(object.__init__) is types.WrapperDescriptorType, type(object().__str__) is types.MethodWrapperType, type(dict.__dict__['fromkeys']) is types.ClassMethodDescriptorType)
# expect: True True True True
print(type(types) is types.ModuleType, type(type(f).__code__) is types.GetSetDescriptorType, type(int | str) is types.UnionType, type(list[int]) is types.GenericAlias, type(...) is types.EllipsisType)
# expect: True True True True True
attempt(types.MethodType, 3, 4)  # expect: TypeError: first argument must be callable
attempt(types.MethodType, f, None)  # expect: TypeError: instance must not be None
attempt(types.MethodType, f)  # expect: TypeError: method expected 2 arguments, got 1
print(types.MethodType(len, 'abc')(), types.MethodType(f, 3).__self__)  # expect: 3 3
attempt(types.NoneType, 1)  # expect: TypeError: NoneType takes no arguments
print(types.NoneType(), types.EllipsisType(), types.NotImplementedType())  # expect: None Ellipsis NotImplemented
for t in (types.GeneratorType, types.CoroutineType, types.FrameType, types.BuiltinFunctionType, types.GetSetDescriptorType):
    attempt(t)
# expect: TypeError: cannot create 'generator' instances
# expect: TypeError: cannot create 'coroutine' instances
# expect: TypeError: cannot create 'frame' instances
# expect: TypeError: cannot create 'builtin_function_or_method' instances
# expect: TypeError: cannot create 'getset_descriptor' instances

# FunctionType
h = types.FunctionType((lambda a, b=2: (a, b)).__code__, {'__name__': 'mod'}, 'h', (5,))
print(h(1), h.__name__, h.__module__, h.__defaults__, h.__closure__)  # expect: (1, 5) h mod (5,) None
attempt(types.FunctionType, 3, {})  # expect: TypeError: function() argument 'code' must be code, not int
attempt(types.FunctionType, h.__code__, 3)  # expect: TypeError: function() argument 'globals' must be dict, not int
attempt(types.FunctionType)  # expect: TypeError: function() missing required argument 'code' (pos 1)


def outer(x):
    return lambda: x


inner = outer(1)
attempt(types.FunctionType, inner.__code__, {})  # expect: TypeError: arg 5 (closure) must be tuple
attempt(types.FunctionType, inner.__code__, {}, None, None, ())
# expect: ValueError: <lambda> requires closure of length 1, not 0
attempt(types.FunctionType, inner.__code__, {}, None, None, (3,))
# expect: TypeError: arg 5 (closure) expected cell, found int
print(types.FunctionType(inner.__code__, {}, closure=(types.CellType(9),))())  # expect: 9
k = types.FunctionType((lambda *, a, b: (a, b)).__code__, {}, kwdefaults={'b': 4})
print(k(a=1))  # expect: (1, 4)
cell = types.CellType()
attempt(lambda: cell.cell_contents)  # expect: ValueError: Cell is empty
cell.cell_contents = 5
print(cell.cell_contents, cell == types.CellType(5), cell < types.CellType(6))  # expect: 5 True True

# SimpleNamespace
n = types.SimpleNamespace(a=1, b='x')
print(n, n == types.SimpleNamespace(b='x', a=1), n == 3, types.SimpleNamespace())
# expect: namespace(a=1, b='x') True False namespace()
n.c = n
print(n)  # expect: namespace(a=1, b='x', c=namespace(...))
del n.c
print(types.SimpleNamespace({'q': 1}, r=2), types.SimpleNamespace([('a', 1)]))
# expect: namespace(q=1, r=2) namespace(a=1)
attempt(types.SimpleNamespace, 1)  # expect: TypeError: 'int' object is not iterable
attempt(types.SimpleNamespace, {}, {})  # expect: TypeError: SimpleNamespace expected at most 1 argument, got 2
attempt(types.SimpleNamespace, {1: 2})  # expect: TypeError: keywords must be strings
attempt(hash, n)  # expect: TypeError: unhashable type: 'types.SimpleNamespace'
attempt(lambda: n.zz)  # expect: AttributeError: 'types.SimpleNamespace' object has no attribute 'zz'


class Sub(types.SimpleNamespace):
    pass


print(Sub(x=1), Sub(x=1) == types.SimpleNamespace(x=1), n.__replace__(a=5), n.__dict__, types.SimpleNamespace(**{'not a name': 1}))
# expect: Sub(x=1) True namespace(a=5, b='x') {'a': 1, 'b': 'x'} namespace(not a name=1)
import copy
print(copy.copy(n), copy.replace(n, b=0))  # expect: namespace(a=1, b='x') namespace(a=1, b=0)

# MappingProxyType
d = {'a': 1}
p = types.MappingProxyType(d)
d['b'] = 2
print(p, p['b'], len(p), list(p), 'a' in p, p.get('z', 0), p == d, p | {'c': 3}, {'c': 3} | p, list(reversed(p)), p.copy(), repr(p))
# expect: {'a': 1, 'b': 2} 2 2 ['a', 'b'] True 0 True {'a': 1, 'b': 2, 'c': 3} {'c': 3, 'a': 1, 'b': 2} ['b', 'a'] {'a': 1, 'b': 2} mappingproxy({'a': 1, 'b': 2})
attempt(p.__getitem__, 'q')  # expect: KeyError: 'q'
attempt(lambda: p.__setitem__)  # expect: AttributeError: 'mappingproxy' object has no attribute '__setitem__'


def assign(): p['x'] = 1
def remove(): del p['a']
def update():
    global p
    p |= {}


attempt(assign), attempt(remove), attempt(update)
# expect: TypeError: 'mappingproxy' object does not support item assignment
# expect: TypeError: 'mappingproxy' object does not support item deletion
# expect: TypeError: '|=' is not supported by mappingproxy; use '|' instead
attempt(types.MappingProxyType, 3)  # expect: TypeError: mappingproxy() argument must be a mapping, not int
attempt(types.MappingProxyType, [])  # expect: TypeError: mappingproxy() argument must be a mapping, not list
attempt(types.MappingProxyType)  # expect: TypeError: mappingproxy() missing required argument 'mapping' (pos 1)
print(hash(types.MappingProxyType(frozenset)) if False else type(p).__name__, isinstance(p, __import__('collections').abc.Mapping))
# expect: mappingproxy True
attempt(hash, p)  # expect: TypeError: unhashable type: 'dict'

# new_class and friends
N = types.new_class('N', (int,), {}, lambda ns: ns.update(x=5))
print(N, N.x, N.__mro__, N.__module__)
# expect: <class 'types.N'> 5 (<class 'types.N'>, <class 'int'>, <class 'object'>) types


class Meta(type):
    def __new__(m, name, bases, ns, **kw):
        print('meta', name, kw)
        return super().__new__(m, name, bases, ns)

    def __init__(cls, name, bases, ns, **kw): pass

    @classmethod
    def __prepare__(m, name, bases, **kw):
        return {'prepared': kw}


M = types.new_class('M', (), {'metaclass': Meta, 'k': 1})  # expect: meta M {'k': 1}
print(M.prepared, type(M).__name__)  # expect: {'k': 1} Meta
print(types.prepare_class('P', (M,), {'z': 1}))  # expect: (<class '__main__.Meta'>, {'prepared': {'z': 1}}, {'z': 1})
print(types.resolve_bases((int, list[int])), types.get_original_bases(C), types.get_original_bases(type('L', (list,), {})))
# expect: (<class 'int'>, <class 'list'>) (<class 'object'>,) (<class 'list'>,)


class G(list[int]): pass


print(types.get_original_bases(G), G.__orig_bases__)  # expect: (list[int],) (list[int],)
attempt(types.get_original_bases, 3)  # expect: TypeError: Expected an instance of type, not 'int'
attempt(types.new_class, 'X', (1,))  # expect: TypeError: int expected at most 2 arguments, got 3
attempt(types.new_class, 'X', (), {'metaclass': 5})  # expect: TypeError: 'int' object is not callable


class A(type): pass
class B(type): pass
class UA(metaclass=A): pass
class UB(metaclass=B): pass


attempt(types.new_class, 'X', (UA, UB))
# expect: TypeError: metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases


# DynamicClassAttribute
class EnumLike:
    @types.DynamicClassAttribute
    def value(self):
        return 'instance'


print(EnumLike().value)  # expect: instance
attempt(lambda: EnumLike.value)  # expect: AttributeError: 


# coroutine
@types.coroutine
def gen():
    got = yield 'yielded'
    return got


async def use():
    return await gen()


u = use()
print(u.send(None))  # expect: yielded
try:
    u.send('sent')
except StopIteration as stop:
    print(stop.value)  # expect: sent
attempt(types.coroutine, 3)  # expect: TypeError: types.coroutine() expects a callable


class Walk:
    def __init__(self): self.items = iter('ab')
    def __iter__(self): return self
    def __next__(self): return next(self.items)
    def send(self, value): return next(self.items)
    def throw(self, *error): raise error[0]
    def close(self): pass


plain = types.coroutine(Walk)


async def use_plain():
    return await plain()


u = use_plain()
print(u.send(None), u.send(None))  # expect: a b
m = types.ModuleType('m', 'doc')
print(m, m.__doc__, m.__name__, m.__dict__.keys())
# expect: <module 'm'> doc m dict_keys(['__name__', '__doc__', '__package__', '__loader__', '__spec__'])
attempt(types.ModuleType)  # expect: TypeError: module() missing required argument 'name' (pos 1)
attempt(types.ModuleType, 3)  # expect: TypeError: module() argument 'name' must be str, not int
attempt(lambda: m.nothing)  # expect: AttributeError: module 'm' has no attribute 'nothing'
print(types.GenericAlias(list, (int,)), types.GenericAlias(C, int), types.GenericAlias(dict, (str, int)).__args__)
# expect: list[int] __main__.C[int] (<class 'str'>, <class 'int'>)
attempt(types.GenericAlias, int)  # expect: TypeError: GenericAlias expected 2 arguments, got 1
print((int | None).__args__, int | None | str, type(int | str).__name__, types.CapsuleType.__name__)
# expect: (<class 'int'>, <class 'NoneType'>) int | None | str Union PyCapsule
