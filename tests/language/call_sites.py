# A call site goes the same short way each time; these are the times when it must not.

# -- instances: what a class has at the time of the call counts --


class Plain:
    pass


def make():
    return Plain()


def show():
    try:
        print(sorted(vars(make()).items()))
    except TypeError as error:
        print(error)


show()  # expect: []
Plain.__init__ = lambda self: setattr(self, "made", 1)
show()  # expect: [('made', 1)]
Plain.__init__ = lambda self, needed: None
show()  # expect: <lambda>() missing 1 required positional argument: 'needed'
del Plain.__init__
show()  # expect: []


def new(cls):
    self = object.__new__(cls)
    self.new = True
    return self


Plain.__new__ = staticmethod(new)
show()  # expect: [('new', True)]
Plain.__init__ = lambda self: setattr(self, "made", 2)
show()  # expect: [('made', 2), ('new', True)]
Plain.__new__ = staticmethod(lambda cls: None)
print(make())  # expect: None


class Meta(type):
    pass


class Made(metaclass=Meta):
    pass


def make_made(*args):
    return Made(*args)


print(type(make_made()).__name__)  # expect: Made
Meta.__call__ = lambda cls, *args: ("called", args)
print(make_made(3))  # expect: ('called', (3,))


class Takes:
    pass


for arguments in ((), (1,)):
    try:
        print(type(Takes(*arguments)).__name__)
    except TypeError as error:
        print(error)
# expect: Takes
# expect: Takes() takes no arguments


class Answers:
    def __init__(self, answer):
        self.answer = answer
        if answer:
            return answer


def answers(n):
    return Answers(n).answer


print(answers(0))  # expect: 0
try:
    answers(1)
except TypeError as error:
    print(error)
# expect: __init__() should return None, not 'int'


class CallableInit:
    class Init:
        def __call__(self, *args):
            print("init", args)

    __init__ = Init()


CallableInit(1, 2)  # expect: init (1, 2)


# -- exceptions --


class Refused(Exception):
    pass


def refuse(*args):
    return Refused(*args)


def refuse_one():
    return Refused(1)


print(repr(refuse()), repr(refuse(1, 2)), repr(refuse_one()))  # expect: Refused() Refused(1, 2) Refused(1)
try:
    Refused(reason=1)
except TypeError as error:
    print(error)
# expect: Refused() takes no keyword arguments
Refused.__init__ = lambda self, why: setattr(self, "why", why)
print(repr(refuse_one()), refuse_one().why)  # expect: Refused(1) 1
Refused.__new__ = lambda cls, why: Exception.__new__(cls, "other")
print(repr(refuse_one()))  # expect: Refused('other')
del Refused.__init__
# The arguments go to BaseException.__init__ as well.
print(repr(refuse_one()))  # expect: Refused(1)


# -- binding --


def every(a, b=2, /, c=3, *, d=4, e=5):
    return a, b, c, d, e


def any_number(a, *rest, key=0):
    return a, rest, key


def with_rest(a, **rest):
    return a, rest


print(every(1), every(1, 9), every(1, 9, 8))  # expect: (1, 2, 3, 4, 5) (1, 9, 3, 4, 5) (1, 9, 8, 4, 5)
print(every(1, e=6), every(1, c=7, d=8), every(1, e=0, d=1, c=2))
# expect: (1, 2, 3, 4, 6) (1, 2, 7, 8, 5) (1, 2, 2, 1, 0)
print(any_number(1), any_number(1, 2, 3), any_number(1, key=4))  # expect: (1, (), 0) (1, (2, 3), 0) (1, (), 4)
print(any_number(1, 2, key=4), with_rest(1, b=2))  # expect: (1, (2,), 4) (1, {'b': 2})
print(every(1, **{"".join(["e"]): 6}))  # expect: (1, 2, 3, 4, 6)


def refused(function, *args, **named):
    try:
        return function(*args, **named)
    except TypeError as error:
        return error


print(refused(every))
print(refused(every, 1, b=2))
print(refused(every, 1, 2, 3, 4))
print(refused(every, 1, 2, 3, c=4))
print(refused(every, 1, f=4))
print(refused(any_number, key=1))
print(refused(lambda a, *, b: None, 1))
print(refused(lambda a, *, b, c=1: None, 1, c=2))
# expect: every() missing 1 required positional argument: 'a'
# expect: every() got some positional-only arguments passed as keyword arguments: 'b'
# expect: every() takes from 1 to 3 positional arguments but 4 were given
# expect: every() got multiple values for argument 'c'
# expect: every() got an unexpected keyword argument 'f'
# expect: any_number() missing 1 required positional argument: 'a'
# expect: <lambda>() missing 1 required keyword-only argument: 'b'
# expect: <lambda>() missing 1 required keyword-only argument: 'b'


# Defaults are those of the moment.
def now():
    return every(1, c=0)


print(now())  # expect: (1, 2, 0, 4, 5)
every.__defaults__ = (7, 8)
every.__kwdefaults__ = {"d": "d", "".join(["e"]): "e", 3: 3}
print(now())  # expect: (1, 7, 0, 'd', 'e')
del every.__kwdefaults__["e"]
try:
    now()
except TypeError as error:
    print(error)
# expect: every() missing 1 required keyword-only argument: 'e'
every.__kwdefaults__ = None
every.__defaults__ = None
try:
    now()
except TypeError as error:
    print(error)
# expect: every() missing 1 required positional argument: 'b'


# What a failed call was given is given back.
class Counted:
    alive = 0

    def __init__(self):
        Counted.alive += 1

    def __del__(self):
        Counted.alive -= 1


for failing in range(3):
    try:
        if failing == 0:
            every(Counted(), c=Counted(), zzz=Counted())
        elif failing == 1:
            any_number(Counted(), Counted(), nokey=Counted())
        else:
            every(Counted(), 1, Counted(), c=Counted())
    except TypeError:
        pass
print(Counted.alive)  # expect: 0


# A result goes where it belongs from calls with keywords, too, and from properties.
class Holder:
    @property
    def held(self):
        return [self]

    @property
    def nothing(self):
        pass

    def method(self, a=1):
        return a


def results(holder):
    kept = holder.method(a=2)
    kept = kept, holder.method(a=3)
    here = holder.held[0] is holder
    here = here, holder.nothing
    return kept, here, every(1, 2, 3, d=4, e=5), Plain


for _ in range(3):
    print(results(Holder())[:3])
# expect: ((2, 3), (True, None), (1, 2, 3, 4, 5))
# expect: ((2, 3), (True, None), (1, 2, 3, 4, 5))
# expect: ((2, 3), (True, None), (1, 2, 3, 4, 5))
