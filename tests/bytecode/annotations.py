number: int = 1


def annotated(a: int, *args: str) -> list[int]:
    local: int = a
    return local


def generic[T: int = bool](x: T = 1) -> T:
    return x


type Alias[T] = list[T]


class C[T]:
    field: T
# needs: 3.14+
