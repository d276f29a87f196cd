# Metaclasses: __new__, __init__, __call__, __prepare__, keywords, hooks.
class Meta(type):
    @classmethod
    def __prepare__(mcs, name, bases, **kwargs):
        print("prepare", name, kwargs)
        return {"from_prepare": 1}

    def __new__(mcs, name, bases, ns, **kwargs):
        print("new", name, sorted(k for k in ns if not k.startswith("__")), kwargs)
        return super().__new__(mcs, name, bases, ns)

    def __init__(cls, name, bases, ns, **kwargs):
        print("init", cls.__name__)
        super().__init__(name, bases, ns)

    def __call__(cls, *args):
        print("call", args)
        return super().__call__(*args)

    @property
    def shout(cls):
        return cls.__name__.upper()

    def __len__(cls):
        return 42

    def __getitem__(cls, key):
        return (cls.__name__, key)

    def __iter__(cls):
        return iter("abc")

    def __contains__(cls, x):
        return x == 1

    def __repr__(cls):
        return f"<{cls.__name__}>"

    def __instancecheck__(cls, x):
        return x == "magic" or super().__instancecheck__(x)


class A(metaclass=Meta, option=1):
    def __init__(self, *args):
        self.args = args
# expect: prepare A {'option': 1}
# expect: new A ['from_prepare'] {'option': 1}
# expect: init A


a = A(1, 2)  # expect: call (1, 2)
print(a.args, A.shout, len(A), A["k"], list(A), 1 in A, A, type(A))
# expect: (1, 2) A 42 ('A', 'k') ['a', 'b', 'c'] True <A> <class '__main__.Meta'>
print(isinstance("magic", A), isinstance(a, A), isinstance(1, A))  # expect: True True False


class B(A):
    pass
# expect: prepare B {}
# expect: new B ['from_prepare'] {}
# expect: init B


print(type(B) is Meta, B.from_prepare)  # expect: True 1
try:
    a.shout
except AttributeError as e:
    print(e)  # expect: 'A' object has no attribute 'shout'


class Plugin:
    registry = []

    def __init_subclass__(cls, /, tag=None, **kwargs):
        super().__init_subclass__(**kwargs)
        cls.registry.append((cls.__name__, tag))


class One(Plugin, tag="first"):
    pass


class Two(One):
    pass


print(Plugin.registry)  # expect: [('One', 'first'), ('Two', None)]


class G:
    def __class_getitem__(cls, item):
        return f"{cls.__name__}[{item}]"


print(G[1])  # expect: G[1]


class EntryBase:
    def __mro_entries__(self, bases):
        return (dict,)


class FromEntry(EntryBase()):
    pass


print(FromEntry.__bases__, len(FromEntry.__orig_bases__))  # expect: (<class 'dict'>,) 1


def function_meta(name, bases, ns):
    return (name, bases, ns["v"])


class NotReallyAClass(metaclass=function_meta):
    v = 3


print(NotReallyAClass)  # expect: ('NotReallyAClass', (), 3)
