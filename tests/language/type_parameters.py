# needs: 3.14+
def first[T](x: list[T]) -> T: return x[0]
print(first([5]), first.__type_params__, first.__annotations__)  # expect: 5 (T,) {'x': list[T], 'return': T}
class Box[T]:
    def __init__(self, v: T): self.v = v
    def get(self) -> T: return self.v
    def other[U](self, u: U) -> tuple[T, U]: return (self.v, u)
b = Box(3)
print(b.get(), Box.__type_params__, b.other("x"), Box.other.__type_params__)  # expect: 3 (T,) (3, 'x') (U,)
print(Box[int], Box.__name__, Box.__qualname__, first.__qualname__, Box.other.__qualname__)
# expect: __main__.Box[int] Box Box first Box.other
type Alias = int | str
print(Alias, Alias.__name__, Alias.__value__)  # expect: Alias Alias int | str
type Pair[A, B] = tuple[A, B]
print(Pair, Pair.__type_params__, Pair.__value__)  # expect: Pair (A, B) tuple[A, B]
type Rec = list[Rec] | None
print(Rec.__value__)  # expect: list[Rec] | None
def bounded[T: int, *Ts, **P](x: T, *args: *Ts) -> None: pass
T, Ts, P = bounded.__type_params__
print(T, Ts, P, T.__bound__, type(Ts).__name__, type(P).__name__)
# expect: T Ts P <class 'int'> TypeVarTuple ParamSpec
def constrained[S: (int, str)](s: S = "d", *, k: S = 1): return s, k
print(constrained(), constrained.__type_params__[0].__constraints__, constrained.__defaults__, constrained.__kwdefaults__)
# expect: ('d', 1) (<class 'int'>, <class 'str'>) ('d',) {'k': 1}
class D[T = int]: pass
print(D.__type_params__[0].__default__)  # expect: <class 'int'>
def lazy[T: Undefined](): pass
try: lazy.__type_params__[0].__bound__
except NameError as e: print(e)  # expect: name 'Undefined' is not defined
type L = Undefined
try: L.__value__
except NameError as e: print(e)  # expect: name 'Undefined' is not defined
class Outer:
    X = 5
    def m[T: X](self): return T
    type A = X
print(Outer.m.__type_params__[0].__bound__, Outer.A.__value__)  # expect: 5 5
def gen[T](n):
    def inner(): return T, n
    return inner()
print(gen(1))  # expect: (T, 1)
