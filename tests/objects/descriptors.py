# needs: 3.14+
# Descriptors: data descriptors before the instance, the others after it.
class NonData:
    def __get__(self, instance, owner=None):
        return ("get", instance is None, owner.__name__)


class Data(NonData):
    def __set__(self, instance, value):
        instance.log.append(("set", value))

    def __delete__(self, instance):
        instance.log.append(("delete",))


class Named:
    def __set_name__(self, owner, name):
        self.where = (owner.__name__, name)


class C:
    plain = NonData()
    data = Data()
    named = Named()

    def __init__(self):
        self.log = []


c = C()
print(c.plain, C.plain)  # expect: ('get', False, 'C') ('get', True, 'C')
c.__dict__["plain"] = "mine"
c.__dict__["data"] = "hidden"
print(c.plain, c.data)  # expect: mine ('get', False, 'C')
c.data = 5
del c.data
print(c.log, C.named.where)  # expect: [('set', 5), ('delete',)] ('C', 'named')


class OnlySet:
    def __set__(self, instance, value):
        instance.__dict__["v"] = value * 2


class D:
    v = OnlySet()


d = D()
d.v = 4
print(d.v)  # expect: 8
try:
    del d.v
except AttributeError as e:
    print(e)  # expect: __delete__


class Bad:
    def __set_name__(self, owner, name):
        raise ValueError("no")


try:
    class E:
        x = Bad()
except ValueError as e:
    print(e, e.__notes__)  # expect: no ["Error calling __set_name__ on 'Bad' instance 'x' in 'E'"]


class F:
    def method(self):
        return self

    @classmethod
    def cls(cls):
        return cls.__name__

    @staticmethod
    def static(x):
        return x


f = F()
print(f.method() is f, F.cls(), f.cls(), F.static(1), f.static(2))  # expect: True F F 1 2
print(F.__dict__["static"](3), type(F.__dict__["cls"]).__name__, F.__dict__["cls"].__func__.__name__)
# expect: 3 classmethod cls
print(F.__dict__["cls"].__wrapped__ is F.__dict__["cls"].__func__, F.__dict__["static"].__name__)
# expect: True static
print(F.method.__get__(f, F)() is f)  # expect: True
print(f.method.__self__ is f, f.method.__func__ is F.method, f.method == f.method, f.method is f.method)
# expect: True True True False
bound = [].append
print(bound.__name__, bound.__qualname__, bound.__self__)  # expect: append list.append []
print(list.append, str.join, int.__add__, (1).__add__.__name__, type((1).__add__))
# expect: <method 'append' of 'list' objects> <method 'join' of 'str' objects> <slot wrapper '__add__' of 'int' objects> __add__ <class 'method-wrapper'>
print(int.real, int.__dict__["real"].__get__(5), type(int.real))
# expect: <attribute 'real' of 'int' objects> 5 <class 'getset_descriptor'>
print(dict.fromkeys.__qualname__, type(dict.__dict__["fromkeys"]))
# expect: dict.fromkeys <class 'classmethod_descriptor'>
C.late = Data()
print(c.late)  # expect: ('get', False, 'C')
