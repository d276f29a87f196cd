# Comparisons, hashes and truth of script classes.
class V:
    def __init__(self, v):
        self.v = v

    def __eq__(self, o):
        if isinstance(o, V):
            return self.v == o.v
        return NotImplemented

    def __lt__(self, o):
        if isinstance(o, V):
            return self.v < o.v
        return NotImplemented


a, b = V(1), V(2)
print(a == V(1), a != b, a < b, a > b, a == 1, a != 1)  # expect: True True True False False True
try:
    a <= b
except TypeError as e:
    print(e)  # expect: '<=' not supported between instances of 'V' and 'V'
try:
    a < 1
except TypeError as e:
    print(e)  # expect: '<' not supported between instances of 'V' and 'int'
try:
    hash(a)
except TypeError as e:
    print(e)  # expect: unhashable type: 'V'
print(V.__hash__)  # expect: None


class H(V):
    def __hash__(self):
        return 2 ** 70


print(hash(H(1)) == hash(2 ** 70), {H(1): 2}[H(1)])  # expect: True 2


class Bool:
    def __bool__(self):
        return False


class Len:
    def __len__(self):
        return 0


class Both(Len):
    def __bool__(self):
        return True


print(bool(Bool()), bool(Len()), bool(Both()), not Bool())  # expect: False False True True


class Weird:
    def __eq__(self, o):
        return "yes"

    __hash__ = object.__hash__


print(Weird() == 1, Weird() != 1, [Weird()] == [1], hash(Weird()) is not None)
# expect: yes False True True


class Sub(V):
    def __eq__(self, o):
        return "Sub first"

    __hash__ = None


print(a == Sub(1), Sub(1) == a)  # expect: Sub first Sub first


class C:
    def __eq__(self, o):
        raise ValueError("cannot compare")

    def __hash__(self):
        return 1


c = C()
print([c] == [c], c in [c])  # expect: True True
try:
    c in [C()]
except ValueError as e:
    print(e)  # expect: cannot compare
print(sorted([V(3), V(1), V(2)], key=lambda v: v.v)[0].v, min(V(3), V(1)).v, sorted([V(2), V(1)])[0].v)
# expect: 1 1 1
print(object() == object(), None == None, (1, 2) < (1, 3), [1] == (1,))
# expect: False True True False
print((1).__eq__("a"), object().__lt__(1), "a".__eq__("a"))
# expect: NotImplemented NotImplemented True
