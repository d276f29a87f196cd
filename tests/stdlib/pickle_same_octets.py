# needs: 3.14+
# What is written is the same, octet for octet, as what CPython writes.
import collections
import functools
import pickle


class Plain:
    def __init__(self):
        self.x = 1
        self.me = [self]


class Slots:
    __slots__ = ("a", "b")


class Keywords:
    def __new__(cls, *args, **kwargs):
        return object.__new__(cls)

    def __getnewargs_ex__(self):
        return (1,), {"z": 2}

    class Inner:
        def method(self):
            pass


class MyDict(dict):
    pass


class MyList(list):
    pass


def function():
    pass


def objects():
    slots = Slots()
    slots.a, slots.b = 1, [2]
    my_dict = MyDict(k=1)
    my_dict.attr = 2
    recursive = []
    recursive.append(recursive)
    pair = ([],)
    pair[0].append(pair)
    yield [None, True, False, 0, 1, -1, 255, 256, 65535, 65536, 2**31 - 1, 2**31, -2**31, -2**31 - 1, 2**62, -2**63,
           10**400, -10**300, -128 << 64]
    yield [0.0, -0.0, 1.5, 1e300, float("inf"), 1 + 2j]
    yield ["", "a", "h\xe9", "\u20ac", "\U0001f600", "\ud800x", "a" * 300, "x\n\\\r\x00\x1a"]
    yield [b"", b"a", b"\x00\xff" * 200, bytearray(), bytearray(b"abc")]
    yield [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), [], [1], {}, {1: 2}, {1: 2, 3: 4}]
    yield list(range(1001)), dict.fromkeys(range(1000)), dict.fromkeys(range(1500)), set(range(50)), frozenset([1, 2])
    yield [range(3), range(1, 10**30, 7), slice(1, 2, None), ..., NotImplemented, type(None), type(...)]
    yield int, list, Plain, function, Keywords.Inner, Keywords.Inner.method
    # (Which of their names are one string is nobody's business.)
    for o in (len, str.upper, collections.OrderedDict(a=1), collections.Counter("hello"),
              collections.deque([1, 2], 5)):
        yield o
    yield Plain(), my_dict, MyList([1, 2]), Keywords(), recursive, pair
    yield [ValueError("x"), KeyError("k"), OSError(2, "no", "f"), StopIteration(3)]
    yield [b"x" * 70000, 1, "y" * 70000, 2, bytearray(b"z" * 70000)]
    yield [(i, str(i)) for i in range(9000)]
    yield Slots, slots


def checksum(octets):
    total = 0
    for octet in octets:
        total = (total * 31 + octet) % 1000003
    return total


for protocol in range(6):
    sums = []
    for o in objects():
        try:
            sums.append(checksum(pickle.dumps(o, protocol)))
        except TypeError as error:
            sums.append(str(error)[-16:])
    print(*sums)
    # expect: 999035 186465 389404 643961 301211 369116 567180 83127 761587 729479 384604 820568 297870 300935 65746 593696 35102 annot be pickled
    # expect: 256556 650647 987491 607261 682772 857868 980968 536218 56333 18096 729162 165159 783867 158770 896512 557647 375458 annot be pickled
    # expect: 715744 406950 941944 738312 782859 693575 617882 393005 805913 582993 542577 85185 984631 799737 496140 975883 271377 999034
    # expect: 838024 438818 732612 296691 427258 326992 644550 451303 285530 67961 380061 353650 865178 997787 275861 905566 218606 785022
    # expect: 167720 372312 849564 123214 465728 265492 250321 237932 855797 961120 599046 887091 200694 486806 961959 303730 961516 275637
    # expect: 843648 800373 596869 408959 454257 259896 690486 528482 804965 296203 415513 916523 712119 877683 201982 67045 277239 591315
