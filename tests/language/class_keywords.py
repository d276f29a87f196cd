class Meta(type):
    def __new__(m, name, bases, ns, **kw):
        print("new", name, kw)
        return super().__new__(m, name, bases, ns)
    def __init__(c, name, bases, ns, **kw): super().__init__(name, bases, ns)
    @classmethod
    def __prepare__(m, name, bases, **kw):
        print("prepare", name, kw)
        return {"extra": 1}
class A(metaclass=Meta, flag=True): pass
# expect: prepare A {'flag': True}
# expect: new A {'flag': True}
print(A.extra, type(A).__name__)  # expect: 1 Meta
class B(A): pass
# expect: prepare B {}
# expect: new B {}
class Base:
    def __init_subclass__(cls, /, tag=None, **kw):
        cls.tag = tag
        super().__init_subclass__(**kw)
class C(Base, tag="t"): pass
print(C.tag)  # expect: t
bases = (Base,)
kw = {"tag": "kw"}
class D(*bases, **kw): pass
print(D.tag, D.__bases__)  # expect: kw (<class '__main__.Base'>,)
class E(*[], object): pass
print(E.__mro__)  # expect: (<class '__main__.E'>, <class 'object'>)
