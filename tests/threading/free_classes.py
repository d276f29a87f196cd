# Classes that are changed, asked and made by several threads at once.
import abc
import dataclasses
import threading

from _together import errors_of

ROUNDS = 1500

# Class attributes: what is stored is what is read, on the class, on a subclass and on instances.
class Base:
    value = ("start", 0)

    def method(self):
        return 0


class Derived(Base):
    pass


base, derived = Base(), Derived()


def store(number):
    def go():
        for i in range(ROUNDS):
            Base.value = (number, i)

    return go


def look():
    for _ in range(ROUNDS):
        for holder in (Base, Derived, base, derived):
            name, i = holder.value
            assert name in ("start", 0, 1) and 0 <= i < ROUNDS


print(errors_of(store(0), store(1), look, look))  # expect: []
print(Base.value == Derived.value == base.value == derived.value)  # expect: True


# The last store of a thread is what it sees, at every site, when nobody else stores.
class Alone:
    number = -1


def alone():
    for i in range(ROUNDS):
        Alone.number = i
        assert Alone.number == i and Alone().number == i


print(errors_of(alone, look))  # expect: []

# A method is replaced by another one, by a static method, by a value: callers get one of them.
class Target:
    def f(self):
        return 1


target = Target()


def replace():
    for i in range(ROUNDS // 3):
        Target.f = lambda self: 2
        Target.f = staticmethod(lambda: 3)
        Target.f = classmethod(lambda cls: 4)
        Target.f = lambda *args: 5


def call():
    for _ in range(ROUNDS):
        assert target.f() in (1, 2, 3, 4, 5)


print(errors_of(replace, call, call))  # expect: []
print(target.f())  # expect: 5


# Sites that meet the class for the first time while it changes.
learned = threading.Event()


def replace_kinds():
    while not learned.is_set():
        Target.f = lambda self: 2
        Target.f = staticmethod(lambda: 3)
        Target.f = property(lambda self: lambda: 4)


def learn():
    try:
        for _ in range(ROUNDS // 30):
            namespace = {"target": target}
            exec("def sites():\n" + "    assert target.f() in (2, 3, 4, 5)\n" * 50, namespace)
            namespace["sites"]()
    finally:
        learned.set()


print(errors_of(replace_kinds, learn, learn))  # expect: []


# The same in one thread, at sites that know the attribute as something else.
class Kinds:
    def f(self):
        return "method"


def site_one(k):
    return k.f()


def site_two(k):
    return k.f()


k = Kinds()
print(site_one(k), site_two(k))  # expect: method method
Kinds.f = staticmethod(lambda: "static")
print(site_one(k), site_two(k))  # expect: static static
Kinds.f = property(lambda self: lambda: "property")
print(site_one(k), site_two(k))  # expect: property property
Kinds.f = lambda self: "again"
print(site_one(k), site_two(k))  # expect: again again


# Attributes come and go: found or not, never something else.
class Coming:
    pass


coming = Coming()


def come_and_go():
    for i in range(ROUNDS):
        Coming.extra = ("extra", i)
        del Coming.extra


def look_for_it():
    for _ in range(ROUNDS):
        found = getattr(coming, "extra", None)
        assert found is None or found[0] == "extra"
        assert getattr(Coming, "missing", None) is None


print(errors_of(come_and_go, look_for_it, look_for_it))  # expect: []


# Special methods appear and disappear.
class Special:
    def __init__(self, n=0):
        self.n = n


special = Special()


def change_special():
    for i in range(60):
        Special.__len__ = lambda self: 7
        Special.__eq__ = lambda self, other: True
        Special.__getattr__ = lambda self, name: name
        Special.__call__ = lambda self: "called"
        del Special.__len__, Special.__eq__, Special.__getattr__, Special.__call__


def use_special():
    for _ in range(ROUNDS):
        try:
            assert len(special) == 7
        except TypeError:
            pass
        assert (special == 3) in (True, False)
        try:
            assert special.nothing == "nothing"
        except AttributeError:
            pass
        try:
            assert special() == "called"
        except TypeError:
            pass
        assert special.n == 0


print(errors_of(change_special, use_special, use_special))  # expect: []


# A data descriptor that appears hides what instances have, once the assignment is done.
for attempt in range(10):

    class Hidden:
        def __init__(self):
            self.x = "own"

    hidden = Hidden()
    ready = threading.Event()

    def watch(hidden=hidden, ready=ready):
        while True:
            done = ready.is_set()
            value = hidden.x
            assert value in ("own", "computed")
            if done:
                assert value == "computed"
                break

    def hide(Hidden=Hidden, ready=ready):
        Hidden.x = property(lambda self: "computed")
        ready.set()

    assert errors_of(watch, watch, hide) == []
print("hidden")  # expect: hidden


# __bases__ change under those who look along them.
class Left:
    where = "left"

    def go(self):
        return "left"


class Right:
    where = "right"

    def go(self):
        return "right"


class Middle(Left):
    pass


class Child(Middle):
    pass


child = Child()


def rebase():
    for i in range(100):
        Middle.__bases__ = (Right,) if i % 2 == 0 else (Left,)


def follow():
    for _ in range(ROUNDS):
        assert child.go() in ("left", "right")
        assert Child.where in ("left", "right")
        assert isinstance(child, Middle)
        assert len(Child.__mro__) == 4


print(errors_of(rebase, follow, follow))  # expect: []
print(child.go(), Child.where, Left.__subclasses__() == [Middle])  # expect: left left True


# Threads make classes with the same bases.
class Root:
    made = []

    def __init_subclass__(cls, **keywords):
        super().__init_subclass__(**keywords)
        Root.made.append(cls.__name__)

    def kind(self):
        return type(self).__name__


def maker(number):
    def go():
        for i in range(60):

            class Leaf(Root):
                __slots__ = ("a",) if i % 2 else ()

                def own(self):
                    return super().kind()

            Leaf.__name__ = f"Leaf{number}_{i}"
            leaf = Leaf()
            assert leaf.kind() == f"Leaf{number}_{i}" == leaf.own()
            Leaf.later = i
            assert leaf.later == i

            @dataclasses.dataclass
            class Data:
                a: int
                b: str = "b"

            assert Data(1) == Data(1) != Data(2)
            assert repr(Data(number)).endswith(f"Data(a={number}, b='b')")

    return go


def change_root():
    for i in range(200):
        Root.kind2 = lambda self, i=i: i
        Root.__len__ = lambda self: 3
    for cls in Root.__subclasses__():
        assert issubclass(cls, Root)


print(errors_of(maker(0), maker(1), change_root))  # expect: []
print(Root.made.count("Leaf"))  # expect: 120
for cls in Root.__subclasses__():
    assert len(cls()) == 3 and cls().kind2() == 199

# Abstract classes.
class Shape(abc.ABC):
    @abc.abstractmethod
    def area(self): ...


def abstract():
    for i in range(60):

        class Square(Shape):
            def area(self):
                return 4

        class Odd(Shape):
            pass

        assert Square().area() == 4
        assert isinstance(Square(), Shape)
        try:
            Odd()
            assert False
        except TypeError:
            pass
        Shape.register(int)
        assert isinstance(3, Shape)


print(errors_of(abstract, abstract, abstract))  # expect: []


# Functions whose parts change while they are called.
def changing(a, b=1):
    return (a, b)


one, two = changing.__code__, (lambda a, b=2: (b, a)).__code__


def change_function():
    for i in range(300):
        changing.__defaults__ = (i,)
        changing.__code__ = two if i % 2 == 0 else one
        changing.note = i
        changing.__kwdefaults__ = None


def call_function():
    for _ in range(ROUNDS):
        result = changing(-1)
        assert -1 in result and len(result) == 2
        assert type(getattr(changing, "note", 0)) is int


print(errors_of(change_function, call_function, call_function))  # expect: []
