"""Two threads that each want to derive the one's class from the other's: one of them hears that this is a circle."""

from _together import together

ROUNDS = 400


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
print("derived")  # expect: derived
