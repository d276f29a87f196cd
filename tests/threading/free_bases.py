"""Two threads that each want to derive the one's class from the other's, or to put the one's traceback behind the
other's: one of them hears that this is a circle."""

from _together import together

ROUNDS = 250


class Base:
    pass


def derive(derived, base):
    try:
        derived.__bases__ = (base,)
    except TypeError:
        pass


for _ in range(ROUNDS):

    class A(Base):
        pass

    class B(Base):
        pass

    together(lambda: derive(A, B), lambda: derive(B, A))
    assert {A.__bases__, B.__bases__} in ({(Base,), (A,)}, {(Base,), (B,)}), (A.__bases__, B.__bases__)
    A.x = B.x = 1
    assert (A.__mro__, B.__mro__) in (((A, Base, object), (B, A, Base, object)), ((A, B, Base, object), (B, Base, object)))


def fail():
    raise ValueError


def put(first, second):
    try:
        first.tb_next = second
    except ValueError:
        pass


try:
    fail()
except ValueError as error:
    one, two = error.__traceback__, error.__traceback__.tb_next
for _ in range(ROUNDS):
    one.tb_next = two.tb_next = None
    together(lambda: put(one, two), lambda: put(two, one))
    assert (one.tb_next is two) != (two.tb_next is one)
print("derived")  # expect: derived
