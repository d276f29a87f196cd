# needs: 3.14+
# Enumerations.
import enum
from enum import *
class Color(Enum):
    RED=1
    GREEN=2
    BLUE=3
    CRIMSON=1
    def hi(self): return 'hi '+self.name
    @classmethod
    def d(cls): return cls.RED
print(Color.RED, repr(Color.RED), Color(2), Color['BLUE'], list(Color), len(Color), Color.CRIMSON is Color.RED, Color.RED.hi(), Color.d(), Color.__members__)
# expect: Color.RED <Color.RED: 1> Color.GREEN Color.BLUE [<Color.RED: 1>, <Color.GREEN: 2>, <Color.BLUE: 3>] 3 True hi RED Color.RED {'RED': <Color.RED: 1>, 'GREEN': <Color.GREEN: 2>, 'BLUE': <Color.BLUE: 3>, 'CRIMSON': <Color.RED: 1>}
print(Color.RED.name, Color.RED.value, Color.RED in Color, 1 in Color, 7 in Color, isinstance(Color.RED,Color), Color, type(Color), {Color.RED:1}, Color.RED==Color.GREEN, f'{Color.RED:>12}', '%s'%Color.RED, Color.RED.BLUE)
# expect: RED 1 True True False True <enum 'Color'> <class 'enum.EnumType'> {<Color.RED: 1>: 1} False    Color.RED Color.RED Color.BLUE
for s in ['Color(9)','Color["X"]','Color.X','Color.RED<Color.BLUE','setattr(Color,"RED",5)','type("A",(Color,),{})','Color()','delattr(Color,"RED")','setattr(Color.RED,"name","x")','setattr(Color.RED,"value","x")']:
    try: print(s, eval(s))
    except Exception as e: print(s, type(e).__name__, e)
# expect: Color(9) ValueError 9 is not a valid Color
# expect: Color["X"] KeyError 'X'
# expect: Color.X AttributeError type object 'Color' has no attribute 'X'
# expect: Color.RED<Color.BLUE TypeError '<' not supported between instances of 'Color' and 'Color'
# expect: setattr(Color,"RED",5) AttributeError cannot reassign member 'RED'
# expect: type("A",(Color,),{}) AttributeError 'dict' object has no attribute '_member_names'
# expect: Color() TypeError EnumType.__call__() missing 1 required positional argument: 'value'
# expect: delattr(Color,"RED") AttributeError 'Color' cannot delete member 'RED'.
# expect: setattr(Color.RED,"name","x") AttributeError <enum 'Enum'> cannot set attribute 'name'
# expect: setattr(Color.RED,"value","x") AttributeError <enum 'Enum'> cannot set attribute 'value'
class N(IntEnum):
    A=1; B=2
print(N.A+1, N.A, repr(N.A), f'{N.A}', N.A<N.B, N.A==1, sorted(N), N(2), '%d'%N.A, str(N.B), [10,20,30][N.A], isinstance(N.A,int))
# expect: 2 1 <N.A: 1> 1 True True [<N.A: 1>, <N.B: 2>] 2 1 2 20 True
class S(StrEnum):
    X=auto(); YY=auto()
print(S.X, repr(S.YY), S.X=='x', S('yy'), S.X.upper(), f'{S.X:>4}')  # expect: x <S.YY: 'yy'> True yy X    x
class A(Enum):
    P=auto(); Q=auto(); R=10; T=auto()
print([m.value for m in A])  # expect: [1, 2, 10, 11]
class Perm(Flag):
    R=auto(); W=auto(); X=auto(); RW=R|W
print(Perm.R|Perm.W, repr(Perm.R|Perm.X), Perm.RW, Perm(7), ~Perm.R, Perm.R in Perm.RW, list(Perm.RW), Perm(0), repr(Perm(0)), bool(Perm(0)), list(Perm), len(Perm), Perm.R&Perm.W, Perm.R^Perm.RW, len(Perm.RW), Perm)
# expect: Perm.RW <Perm.R|X: 5> Perm.RW Perm.R|W|X Perm.W|X True [<Perm.R: 1>, <Perm.W: 2>] Perm(0) <Perm: 0> False [<Perm.R: 1>, <Perm.W: 2>, <Perm.X: 4>] 3 Perm(0) Perm.W 2 <flag 'Perm'>
for s in ['Perm(8)','Perm.R|1','Perm("a")','1 in Perm.R']:
    try: print(s, eval(s))
    except Exception as e: print(s, type(e).__name__, e)
# expect: Perm(8) ValueError <flag 'Perm'> invalid value 8
# expect:     given 0b0 1000
# expect:   allowed 0b0 0111
# expect: Perm.R|1 TypeError unsupported operand type(s) for |: 'Perm' and 'int'
# expect: Perm("a") ValueError 'a' is not a valid Perm
# expect: 1 in Perm.R TypeError unsupported operand type(s) for 'in': 'int' and 'Perm'
class IF(IntFlag):
    A=1;B=2;C=4
print(IF.A|IF.B, repr(IF.A|IF.B), repr(IF(8)), repr(IF(9)), IF.A|8, ~IF.A, repr(~IF.A), IF.A+1, repr(IF(0)), IF.A & 1, f'{IF.A|IF.B}', str(IF.A), IF(3)==3)
# expect: 3 <IF.A|B: 3> <IF: 8> <IF.A|8: 9> 9 6 <IF.B|C: 6> 2 <IF: 0> 1 3 1 True
@unique
class U(Enum):
    A=1
try:
    @unique
    class V(Enum):
        A=1;B=1
except ValueError as e: print(e)  # expect: duplicate values found in <enum 'V'>: B -> A
E1=Enum('E1','a b c'); print(list(E1), E1.a.value, E1.__module__)
# expect: [<E1.a: 1>, <E1.b: 2>, <E1.c: 3>] 1 __main__
E2=IntEnum('E2',{'x':10,'y':20}); print(list(E2))  # expect: [<E2.x: 10>, <E2.y: 20>]
E3=Enum('E3',[('p',5),('q',6)],start=3); print(list(E3))  # expect: [<E3.p: 5>, <E3.q: 6>]
class Planet(Enum):
    MERCURY=(3.3e23,2.4e6)
    EARTH=(5.97e24,6.37e6)
    def __init__(self,mass,radius): self.mass=mass; self.radius=radius
    @property
    def g(self): return self.mass/self.radius**2
print(Planet.EARTH.mass, Planet.EARTH.value, Planet.EARTH.g, Planet((3.3e23,2.4e6)))
# expect: 5.97e+24 (5.97e+24, 6370000.0) 147128045760.02603 Planet.MERCURY
class Cd(bytes, Enum):
    def __new__(cls, value, label, unit):
        obj=bytes.__new__(cls,[value]); obj._value_=value; obj.label=label; obj.unit=unit; return obj
    PX=(0,'P.X','km'); PY=(1,'P.Y','km')
print(Cd.PY, Cd(1), Cd.PY.label)  # expect: Cd.PY Cd.PY P.Y
class M(Enum):
    A=1
    @classmethod
    def _missing_(cls,v): return cls.A
print(M(99))  # expect: M.A
class NM(Enum):
    A=1
    b=nonmember(5)
    c=member(lambda s: 3)
    def _generate_next_value_(n,s,c,l): return 'v'+n if 0 else n
class G(Enum):
    def _generate_next_value_(name,start,count,last): return name*2
    A=auto(); B=auto()
print([m.value for m in G])  # expect: ['AA', 'BB']
class MyStr(str, Enum):
    A='a'
print(MyStr.A, repr(MyStr.A), MyStr.A=='a', f'{MyStr.A}', str(MyStr.A))
# expect: MyStr.A <MyStr.A: 'a'> True MyStr.A MyStr.A
class F(float,Enum):
    A=1.5
print(repr(F.A), F.A+1, F.A)  # expect: <F.A: 1.5> 2.5 F.A
import copy; print(copy.deepcopy(Color.RED) is Color.RED, copy.copy(Perm.RW) is Perm.RW)  # expect: True True
try:
    class D(Enum):
        A=1
        A=2
except TypeError as e: print(e)  # expect: 'A' already defined as 1
class Base(Enum):
    def f(self): return self.value
class Derived(Base):
    Z=26
print(Derived.Z.f(), hash(Derived.Z)==hash('Z'), Derived.Z.__class__, dir(Derived.Z))
# expect: 26 True <enum 'Derived'> ['__class__', '__doc__', '__eq__', '__hash__', '__module__', 'f', 'name', 'value']
class O(Enum):
    _order_='A B'
    A=1; B=2
class Ig(Enum):
    _ignore_='i'
    for i in range(2): vars()['k%d'%i]=i
print(list(Ig))  # expect: [<Ig.k0: 0>, <Ig.k1: 1>]
class UH(Enum):
    L=[1]; D={}
print(UH([1]), UH.L, UH({}))  # expect: UH.L UH.L UH.D
@verify(CONTINUOUS)
class CT(Enum):
    A=1;B=2
try:
    @verify(CONTINUOUS)
    class CT(Enum):
        A=1;B=3
except ValueError as e: print(e)  # expect: invalid enum 'CT': missing values 2
match Color.RED:
    case Color.GREEN: print('g')
    case Color.RED: print('r')  # expect: r
class W(Enum):
    name2=1
    def __str__(self): return 'W!'
print(W.name2, f'{W.name2}', '{}'.format(W.name2))  # expect: W! W! W!
class Nest(Enum):
    A=1
    class In: pass
print(Nest.In, list(Nest))  # expect: <class '__main__.Nest.In'> [<Nest.A: 1>]
class Sub(Enum):
    def __init_subclass__(cls, **kw): super().__init_subclass__(**kw); print('sub', list(cls), kw)
# expect: sub [<Sub2.Q: 1>] {}
class Sub2(Sub): Q=1
