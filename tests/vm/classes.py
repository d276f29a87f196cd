# Class statements: metaclasses, __prepare__, __mro_entries__, the class cell.
class Ordered(dict):
    def __setitem__(self, key, value):
        if not key.startswith("__"):
            print("set", key)
        super().__setitem__(key, value)


class Meta(type):
    @classmethod
    def __prepare__(mcs, name, bases, **keywords):
        print("prepare", name, bases, keywords)
# expect: prepare C () {'option': 1}
# expect: set a
# expect: set f
        return Ordered()

    def __new__(mcs, name, bases, ns, **keywords):
        print("new", name, keywords)  # expect: new C {'option': 1}
        return super().__new__(mcs, name, bases, dict(ns))

    def __init__(cls, name, bases, ns, **keywords):
        print("init", name, keywords)  # expect: init C {'option': 1}
        super().__init__(name, bases, ns)

    def __call__(cls, *args, **keywords):
        print("call", cls.__name__, args, keywords)  # expect: call C () {}
        return super().__call__(*args, **keywords)


class C(metaclass=Meta, option=1):
    a = 1

    def f(self):
        return __class__


print(C().f() is C)
# expect: True
# expect: prepare D (<class '__main__.C'>,) {}
# expect: set b
# expect: new D {}
# expect: init D {}


class D(C):
    b = 2


print(type(D) is Meta)  # expect: True


class Entry:
    def __mro_entries__(self, bases):
        return (int,)


class E(Entry()):
    pass


print(E.__bases__, E.__orig_bases__ != E.__bases__, E(5) + 1)  # expect: (<class 'int'>,) True 6


class NotAClass:
    def __init__(self, *args):
        print("made", args[0], args[1])  # expect: made F ()


class F(metaclass=NotAClass):
    pass


print(type(F).__name__)  # expect: NotAClass


class M1(type):
    pass


class M2(type):
    pass


class X1(metaclass=M1):
    pass


class X2(metaclass=M2):
    pass


try:

    class Y(X1, X2):
        pass

except TypeError as e:
    print(e)
# expect: metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases


class Forgets(type):
    def __new__(mcs, name, bases, ns):
        ns.pop("__classcell__", None)
        return super().__new__(mcs, name, bases, ns)


try:

    class Z(metaclass=Forgets):
        def f(self):
            return __class__

except RuntimeError as e:
    print(str(e).split(". ")[1])  # expect: Was __classcell__ propagated to type.__new__?


class BadPrepare(type):
    @classmethod
    def __prepare__(mcs, name, bases):
        return 5


try:

    class W(metaclass=BadPrepare):
        pass

except TypeError as e:
    print(e)  # expect: BadPrepare.__prepare__() must return a mapping, not int


class Scope:
    x = 1
    try:
        y = [x for _ in range(2)]
    except NameError as e:
        y = "name error"
    z = [v for v in range(x + 1)]
    locals()["made"] = 5


print(Scope.y, Scope.z, Scope.made)  # expect: name error [0, 1] 5
n = "global"


def function():
    n = "local"

    class Inner:
        print(n)  # expect: global
        n = "class"
        print(n)  # expect: class

        def method(self):
            return n

    return Inner().method()


print(function())  # expect: local


class Private:
    __hidden = 1

    def get(self):
        return self.__hidden


print(Private().get(), Private._Private__hidden)  # expect: 1 1


class Base:
    def __init_subclass__(cls, tag=None, **keywords):
        super().__init_subclass__(**keywords)
        print("subclass", cls.__name__, tag)  # expect: subclass Sub t


class Sub(Base, tag="t"):
    pass


class Named:
    def __set_name__(self, owner, name):
        print("named", owner.__name__, name)  # expect: named Owner attribute


class Owner:
    attribute = Named()


class Counted:
    made = 0

    def __new__(cls, *args):
        cls.made += 1
        return super().__new__(cls)

    def __init__(self, v):
        self.v = v


print(Counted(1).v, Counted(2).v, Counted.made)  # expect: 1 2 2


class Other:
    def __new__(cls):
        return 5

    def __init__(self):
        print("never")


print(Other())  # expect: 5
print(C.__qualname__, function.__qualname__, Scope.__module__, type(C.f).__name__)
# expect: C function __main__ function


def decorator(cls):
    cls.decorated = True
    return cls


@decorator
class Decorated:
    """Its text."""


print(Decorated.decorated, Decorated.__doc__)  # expect: True Its text.
