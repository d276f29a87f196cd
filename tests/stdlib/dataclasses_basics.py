# needs: 3.14+
# Dataclasses.
def outcome(text):
    try:
        return eval(text)
    except Exception as e:
        return f"{type(e).__name__}: {e}"


from dataclasses import *
import dataclasses
from typing import ClassVar, Any
@dataclass
class P:
    x: int
    y: int = 0
    z: list = field(default_factory=list)
    c: ClassVar[int] = 5
print(P(1), P(1,2)==P(1,2), P(1)!=P(2), P(1).z, P.__doc__, P.__match_args__, P.y, hasattr(P,'z'), P.__init__.__annotations__)
# expect: P(x=1, y=0, z=[]) True True [] P(x: int, y: int = 0, z: list = <factory>) ('x', 'y', 'z') 0 False {'x': <class 'int'>, 'y': <class 'int'>, 'z': <class 'list'>, 'return': None}
@dataclass(order=True, frozen=True)
class F:
    a: int
    b: str = 'q'
print(F(1)<F(2), F(1,'b')>=F(1,'a'), hash(F(1))==hash(F(1)), sorted([F(3),F(1)]), {F(1):2})
# expect: True True True [F(a=1, b='q'), F(a=3, b='q')] {F(a=1, b='q'): 2}
for s in ['setattr(F(1),"a",2)','delattr(F(1),"a")','P()','P(1,2,3,4)','P(x=1,q=2)','F(1)<P(1)','hash(P(1))','replace(F(1),a=5)','asdict(P(1,2,[P(3)]))','astuple(P(1,2,[P(3)]))','is_dataclass(P)','is_dataclass(5)','fields(5)','asdict(5)','F(1)==5']:
    print(s, outcome(s))
# expect: setattr(F(1),"a",2) FrozenInstanceError: cannot assign to field 'a'
# expect: delattr(F(1),"a") FrozenInstanceError: cannot delete field 'a'
# expect: P() TypeError: P.__init__() missing 1 required positional argument: 'x'
# expect: P(1,2,3,4) TypeError: P.__init__() takes from 2 to 4 positional arguments but 5 were given
# expect: P(x=1,q=2) TypeError: P.__init__() got an unexpected keyword argument 'q'
# expect: F(1)<P(1) TypeError: '<' not supported between instances of 'F' and 'P'
# expect: hash(P(1)) TypeError: unhashable type: 'P'
# expect: replace(F(1),a=5) F(a=5, b='q')
# expect: asdict(P(1,2,[P(3)])) {'x': 1, 'y': 2, 'z': [{'x': 3, 'y': 0, 'z': []}]}
# expect: astuple(P(1,2,[P(3)])) (1, 2, [(3, 0, [])])
# expect: is_dataclass(P) True
# expect: is_dataclass(5) False
# expect: fields(5) TypeError: must be called with a dataclass type or instance
# expect: asdict(5) TypeError: asdict() should be called on dataclass instances
# expect: F(1)==5 False
@dataclass
class B:
    x: int
    y: int = 1
@dataclass
class C(B):
    w: int = 3
    x: int = 10
print(C(), C(1,2,3), [f.name for f in fields(C)])  # expect: C(x=10, y=1, w=3) C(x=1, y=2, w=3) ['x', 'y', 'w']
@dataclass
class I:
    a: int
    b: InitVar[int]
    s: int = field(init=False)
    def __post_init__(self,b): self.s=self.a+b
print(I(1,2), I.__doc__)  # expect: I(a=1, s=3) I(a: int, b: dataclasses.InitVar[int])
@dataclass(kw_only=True)
class K:
    a: int
    b: int = 2
print(K(a=1), K.__match_args__)  # expect: K(a=1, b=2) ()
@dataclass
class KO:
    a: int
    _: KW_ONLY
    b: int = 2
    c: int = 3
print(KO(1,b=5), KO.__doc__)  # expect: KO(a=1, b=5, c=3) KO(a: int, *, b: int = 2, c: int = 3)
@dataclass(slots=True)
class S:
    a: int
    b: int = 4
    def m(self): return super().__repr__()
s=S(1); print(s, S.__slots__)  # expect: S(a=1, b=4) ('a', 'b')
try: s.q=1
except AttributeError as e: print(e)
# expect: 'S' object has no attribute 'q' and no __dict__ for setting new attributes
@dataclass(slots=True,frozen=True)
class SF:
    a: int
print(SF(1), hash(SF(1))==hash(SF(1)))  # expect: SF(a=1) True
import copy; print(copy.copy(SF(3)), copy.deepcopy(P(1,2,[3])), copy.replace(P(1),x=9))
# expect: SF(a=3) P(x=1, y=2, z=[3]) P(x=9, y=0, z=[])
@dataclass(repr=False,eq=False)
class NR:
    a:int
print(NR(1)==NR(1), 'NR object' in repr(NR(1)))  # expect: False True
for src in ['@dataclass\nclass A:\n  x: list = []','@dataclass\nclass A:\n  x: int = 1\n  y: int','@dataclass(order=True,eq=False)\nclass A:\n  x: int','@dataclass(unsafe_hash=True)\nclass A:\n  x: int\n  def __hash__(self): return 1','@dataclass\nclass A(F):\n  x: int = 1','@dataclass(frozen=True)\nclass A(P):\n  q: int=1','@dataclass\nclass A:\n  x = field()','@dataclass\nclass A:\n  x: int = field(default=1,default_factory=int)','@dataclass(order=True)\nclass A:\n  x: int\n  def __lt__(self,o): pass']:
    print(outcome('exec(src)'))
# expect: ValueError: mutable default <class 'list'> for field x is not allowed: use default_factory
# expect: TypeError: non-default argument 'y' follows default argument 'x'
# expect: ValueError: eq must be true if order is true
# expect: TypeError: Cannot overwrite attribute __hash__ in class A
# expect: TypeError: cannot inherit non-frozen dataclass from a frozen one
# expect: TypeError: cannot inherit frozen dataclass from a non-frozen one
# expect: TypeError: 'x' is a field but has no type annotation
# expect: ValueError: cannot specify both default and default_factory
# expect: TypeError: Cannot overwrite attribute __lt__ in class A Consider using functools.total_ordering
M=make_dataclass('M',[('x',int),('y',int,field(default=5)),'z'][:2],namespace={'f':lambda s:s.x}); print(M(1), M(1).f(), M.__module__)
# expect: M(x=1, y=5) 1 __main__
@dataclass
class Node:
    v: int
    next: Node | None = None
print(Node(1,Node(2)))  # expect: Node(v=1, next=Node(v=2, next=None))
@dataclass
class T:
    a: "int"
    c: "list[int]" = field(default_factory=list, repr=False, compare=False)
print(T(1), T(1,[2])==T(1,[3]), [f.name for f in fields(T)])  # expect: T(a=1) True ['a', 'c']
match P(1,2):
    case P(x=1,y=b): print('b',b)  # expect: b 2
match P(7,8):
    case P(q,r): print(q,r)  # expect: 7 8
@dataclass
class R:
    me: Any = None
r=R(); r.me=r; print(r)  # expect: R(me=...)
@dataclass(unsafe_hash=True)
class UH:
    a:int
    b:int=field(hash=False,default=0)
print(hash(UH(1,2))==hash(UH(1,3)))  # expect: True
@dataclass
class D:
    self: int
    name: str = 'n'
print(D(1))  # expect: D(self=1, name='n')
print(P.__dataclass_params__)
# expect: _DataclassParams(init=True,repr=True,eq=True,order=False,unsafe_hash=False,frozen=False,match_args=True,kw_only=False,slots=False,weakref_slot=False)
@dataclass
class Gen[T]:
    v: T
print(Gen(5), Gen[int](6))  # expect: Gen(v=5) Gen(v=6)
class Desc:
    def __get__(s,o,c): return 7 if o is None else o._d
    def __set__(s,o,v): o._d=v
@dataclass
class WD:
    d: int = Desc()
print(WD(), WD(3))  # expect: WD(d=7) WD(d=3)
