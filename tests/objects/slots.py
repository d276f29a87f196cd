# needs: 3.14+
# __slots__: words in the object instead of a dict.
class S:
    __slots__ = ("a", "b")


s = S()
s.a = 1
print(s.a, hasattr(s, "b"), hasattr(s, "__dict__"))  # expect: 1 False False
print(S.a, type(S.a))  # expect: <member 'a' of 'S' objects> <class 'member_descriptor'>
for name in ("c", "b"):
    try:
        if name == "c":
            s.c = 1
        else:
            s.b
    except AttributeError as e:
        print(e)
# expect: 'S' object has no attribute 'c' and no __dict__ for setting new attributes
# expect: 'S' object has no attribute 'b'
del s.a
try:
    del s.a
except AttributeError as e:
    print(repr(e))  # expect: AttributeError('a')


class T(S):
    __slots__ = ("c",)


t = T()
t.a, t.b, t.c = 1, 2, 3
print(t.a, t.b, t.c, hasattr(t, "__dict__"))  # expect: 1 2 3 False


class U(T):
    pass


u = U()
u.a, u.c, u.d = 1, 3, 4
print(u.a, u.c, u.d, u.__dict__)  # expect: 1 3 4 {'d': 4}


class V(U):
    __slots__ = ("e",)


v = V()
v.a, v.b, v.c, v.e, v.f = range(5)
print(v.a, v.b, v.c, v.e, v.f, v.__dict__)  # expect: 0 1 2 3 4 {'f': 4}


class Both:
    __slots__ = ("x", "__dict__", "__weakref__")


b = Both()
b.x = 1
b.y = 2
print(b.__dict__, b.x)  # expect: {'y': 2} 1
import weakref
print(weakref.ref(b)() is b)  # expect: True
try:
    weakref.ref(s)
except TypeError as e:
    print(e)  # expect: cannot create weak reference to 'S' object


class Str(str):
    __slots__ = ("extra",)


x = Str("text")
x.extra = 5
print(x, x.extra, len(x), x.upper())  # expect: text 5 4 TEXT


class StrDict(Str):
    pass


y = StrDict("more")
y.extra = 1
y.other = 2
print(y, y.extra, y.other, y.__dict__)  # expect: more 1 2 {'other': 2}


class Tup(tuple):
    pass


z = Tup((1, 2))
z.name = "pair"
print(z, z.name, z[1], z + (3,))  # expect: (1, 2) pair 2 (1, 2, 3)


class Private:
    __slots__ = ("__hidden",)

    def __init__(self):
        self.__hidden = 7


print(Private()._Private__hidden)  # expect: 7


def attempt(code):
    try:
        exec(code, {})
    except Exception as e:
        print(f"{type(e).__name__}: {e}")


attempt("class A:\n __slots__=('x',)\n x=1")
# expect: ValueError: 'x' in __slots__ conflicts with class variable
attempt("class A:\n __slots__=('x y',)")  # expect: TypeError: __slots__ must be identifiers
attempt("class A:\n __slots__=(1,)")
# expect: TypeError: __slots__ items must be strings, not 'int'
attempt("class A:\n __slots__=('__dict__','__dict__')")
# expect: TypeError: __dict__ slot disallowed: we already got one
attempt("class A:\n __slots__=('__weakref__',)\nclass B(A):\n __slots__=('__weakref__',)")
# expect: TypeError: __weakref__ slot disallowed: we already got one
attempt("class A(int):\n __slots__=('x',)")
# expect: TypeError: nonempty __slots__ not supported for subtype of 'int'
attempt("class A(tuple):\n __slots__=('x',)")
# expect: TypeError: nonempty __slots__ not supported for subtype of 'tuple'
attempt("class A:\n __slots__=('a',)\nclass B:\n __slots__=('b',)\nclass C(A,B): pass")
# expect: TypeError: multiple bases have instance lay-out conflict
attempt("class A:\n __slots__=('a',)\nclass B: pass\nclass C(A,B): pass\nc=C();c.a=1;c.z=2;print(c.a,c.z)")
# expect: 1 2


class Outer:
    class Inner:
        __slots__ = ("unset",)


elsewhere = {"__name__": "elsewhere"}
exec("class Far: __slots__ = ('unset',)", elsewhere)
for made in (Outer.Inner(), elsewhere["Far"]()):
    try:
        made.unset
    except AttributeError as error:
        print(error)
# expect: 'Outer.Inner' object has no attribute 'unset'
# expect: 'elsewhere.Far' object has no attribute 'unset'
